"""Connections of TLS: over memory, and over sockets."""

import _ssl
from _ssl import SSL_ERROR_EOF, SSLError
from errno import EINVAL as _EINVAL, ENOTCONN as _ENOTCONN
from socket import SO_TYPE, SOCK_STREAM, SOL_SOCKET, socket


def _warn_of_npn():
    import warnings
    warnings.warn('ssl NPN is deprecated, use ALPN instead', DeprecationWarning, stacklevel=3)


def _in_bytes(chain):
    return [certificate.public_bytes(_ssl.ENCODING_DER) for certificate in chain or ()]


class SSLObject:
    """A connection without a socket: bytes go through memory. Made by
    `SSLContext.wrap_bio()`."""

    def __init__(self, *args, **kwargs):
        raise TypeError(f'{self.__class__.__name__} does not have a public constructor. '
                        'Instances are returned by SSLContext.wrap_bio().')

    @classmethod
    def _create(cls, incoming, outgoing, server_side=False, server_hostname=None,
                session=None, context=None):
        self = cls.__new__(cls)
        self._sslobj = context._wrap_bio(
            incoming, outgoing, server_side=server_side, server_hostname=server_hostname,
            owner=self, session=session)
        return self

    @property
    def context(self):
        """The context in use; a callback may change it."""
        return self._sslobj.context

    @context.setter
    def context(self, ctx):
        self._sslobj.context = ctx

    @property
    def session(self):
        """What the connection may be resumed by."""
        return self._sslobj.session

    @session.setter
    def session(self, session):
        self._sslobj.session = session

    @property
    def session_reused(self):
        """Whether the connection resumed another."""
        return self._sslobj.session_reused

    @property
    def server_side(self):
        """Whether this is the server's end."""
        return self._sslobj.server_side

    @property
    def server_hostname(self):
        """The host that the other end is to be, or None."""
        return self._sslobj.server_hostname

    def read(self, len=1024, buffer=None):
        """Reads bytes, or into a buffer: then gives their number."""
        if buffer is None:
            return self._sslobj.read(len)
        return self._sslobj.read(len, buffer)

    def write(self, data):
        """Writes bytes: how many."""
        return self._sslobj.write(data)

    def getpeercert(self, binary_form=False):
        """The other end's certificate: a dict, empty where it was not checked, or DER."""
        return self._sslobj.getpeercert(binary_form)

    def get_verified_chain(self):
        """The certificates from the other end's to a trusted one, in DER."""
        return _in_bytes(self._sslobj.get_verified_chain())

    def get_unverified_chain(self):
        """The certificates that the other end has shown, in DER."""
        return _in_bytes(self._sslobj.get_unverified_chain())

    def selected_npn_protocol(self):
        """Always None."""
        _warn_of_npn()

    def selected_alpn_protocol(self):
        """The protocol that both ends agreed on, or None."""
        return self._sslobj.selected_alpn_protocol()

    def cipher(self):
        """The cipher: name, version, secret bits."""
        return self._sslobj.cipher()

    def shared_ciphers(self):
        """The ciphers that both ends know; None for clients."""
        return self._sslobj.shared_ciphers()

    def compression(self):
        """Always None."""
        return self._sslobj.compression()

    def pending(self):
        """How many bytes can be read without waiting."""
        return self._sslobj.pending()

    def do_handshake(self):
        """Makes the connection."""
        self._sslobj.do_handshake()

    def unwrap(self):
        """Closes the connection in order."""
        return self._sslobj.shutdown()

    def get_channel_binding(self, cb_type='tls-unique'):
        """Not supported: ValueError."""
        return self._sslobj.get_channel_binding(cb_type)

    def version(self):
        """The version of the protocol, or None."""
        return self._sslobj.version()

    def verify_client_post_handshake(self):
        """Not supported: NotImplementedError."""
        return self._sslobj.verify_client_post_handshake()


def _documented(method):
    """Takes the docstring of the method of the same name of SSLObject."""
    method.__doc__ = getattr(SSLObject, method.__name__).__doc__
    return method


class SSLSocket(socket):
    """A socket with TLS around it. Made by `SSLContext.wrap_socket()`."""

    def __init__(self, *args, **kwargs):
        raise TypeError(f'{self.__class__.__name__} does not have a public constructor. '
                        'Instances are returned by SSLContext.wrap_socket().')

    @classmethod
    def _create(cls, sock, server_side=False, do_handshake_on_connect=True,
                suppress_ragged_eofs=True, server_hostname=None, context=None, session=None):
        if sock.getsockopt(SOL_SOCKET, SO_TYPE) != SOCK_STREAM:
            raise NotImplementedError('only stream sockets are supported')
        if server_side:
            if server_hostname:
                raise ValueError('server_hostname can only be specified in client mode')
            if session is not None:
                raise ValueError('session can only be specified in client mode')
        if context.check_hostname and not server_hostname:
            raise ValueError('check_hostname requires server_hostname')
        timeout = sock.gettimeout()
        arguments = dict(family=sock.family, type=sock.type, proto=sock.proto,
                         fileno=sock.fileno())
        self = cls.__new__(cls, **arguments)
        super(SSLSocket, self).__init__(**arguments)
        sock.detach()
        try:
            self._context = context
            self._session = session
            self._closed = False
            self._sslobj = None
            self.server_side = server_side
            self.server_hostname = context._encode_hostname(server_hostname)
            self.do_handshake_on_connect = do_handshake_on_connect
            self.suppress_ragged_eofs = suppress_ragged_eofs
            self._connected = self._is_connected()
            self.settimeout(timeout)
            if self._connected:
                self._begin(do_handshake_on_connect)
        except:
            try:
                self.close()
            except OSError:
                pass
            raise
        return self

    def _is_connected(self):
        """Whether there is another end. One that left with unread bytes behind was never
        one to speak TLS with: those bytes must not be taken for the connection's."""
        try:
            self.getpeername()
            return True
        except OSError as error:
            if error.errno != _ENOTCONN:
                raise
            missing = error.errno
        blocking = self.getblocking()
        self.setblocking(False)
        try:
            left = self.recv(1)
        except OSError as error:
            if error.errno not in (_ENOTCONN, _EINVAL):
                raise
            left = b''
        self.setblocking(blocking)
        if left:
            reason = 'Closed before TLS handshake with data in recv buffer.'
            failure = SSLError(missing, reason)
            failure.reason = reason
            failure.library = None
            try:
                raise failure
            finally:
                failure = None
        return False

    def _begin(self, with_handshake):
        self._sslobj = self._context._wrap_socket(
            self, self.server_side, self.server_hostname, owner=self, session=self._session)
        if with_handshake:
            if self.gettimeout() == 0.0:
                raise ValueError(
                    'do_handshake_on_connect should not be specified for non-blocking sockets')
            self.do_handshake()

    @property
    @_documented
    def context(self):
        return self._context

    @context.setter
    def context(self, ctx):
        self._context = ctx
        self._sslobj.context = ctx

    @property
    @_documented
    def session(self):
        if self._sslobj is not None:
            return self._sslobj.session

    @session.setter
    def session(self, session):
        self._session = session
        if self._sslobj is not None:
            self._sslobj.session = session

    @property
    @_documented
    def session_reused(self):
        if self._sslobj is not None:
            return self._sslobj.session_reused

    def dup(self):
        """Not possible: NotImplementedError."""
        raise NotImplementedError(f"Can't dup() {self.__class__.__name__} instances")

    def _checkClosed(self, msg=None):
        """Is called before each operation, for subclasses."""

    def _check_connected(self):
        if not self._connected:
            # Raises the fitting error, as the socket is not connected.
            self.getpeername()

    def _refuse(self, method, *, flags=None):
        """Refuses what has no meaning with TLS."""
        if flags is None:
            raise ValueError(f'{method} not allowed on instances of {self.__class__}')
        if flags != 0:
            raise ValueError(f'non-zero flags not allowed in calls to {method}() on '
                             f'{self.__class__}')

    def read(self, len=1024, buffer=None):
        """Reads bytes; none at the end."""
        self._checkClosed()
        if self._sslobj is None:
            raise ValueError('Read on closed or unwrapped SSL socket.')
        try:
            if buffer is None:
                return self._sslobj.read(len)
            return self._sslobj.read(len, buffer)
        except SSLError as error:
            if error.args[0] != SSL_ERROR_EOF or not self.suppress_ragged_eofs:
                raise
            return b'' if buffer is None else 0

    def write(self, data):
        """Writes bytes: how many."""
        self._checkClosed()
        if self._sslobj is None:
            raise ValueError('Write on closed or unwrapped SSL socket.')
        return self._sslobj.write(data)

    @_documented
    def getpeercert(self, binary_form=False):
        self._checkClosed()
        self._check_connected()
        return self._sslobj.getpeercert(binary_form)

    @_documented
    def get_verified_chain(self):
        return _in_bytes(self._sslobj.get_verified_chain())

    @_documented
    def get_unverified_chain(self):
        return _in_bytes(self._sslobj.get_unverified_chain())

    @_documented
    def selected_npn_protocol(self):
        self._checkClosed()
        _warn_of_npn()

    def _told(self, method):
        """What the connection says; None where there is none."""
        self._checkClosed()
        return None if self._sslobj is None else getattr(self._sslobj, method)()

    @_documented
    def selected_alpn_protocol(self):
        return self._told('selected_alpn_protocol')

    @_documented
    def cipher(self):
        return self._told('cipher')

    @_documented
    def shared_ciphers(self):
        return self._told('shared_ciphers')

    @_documented
    def compression(self):
        return self._told('compression')

    @_documented
    def pending(self):
        return self._told('pending') or 0

    @_documented
    def version(self):
        return None if self._sslobj is None else self._sslobj.version()

    def send(self, data, flags=0):
        """Sends bytes: how many."""
        self._checkClosed()
        if self._sslobj is None:
            return super().send(data, flags)
        self._refuse('send', flags=flags)
        return self._sslobj.write(data)

    def sendall(self, data, flags=0):
        """Sends all bytes."""
        self._checkClosed()
        if self._sslobj is None:
            return super().sendall(data, flags)
        self._refuse('sendall', flags=flags)
        with memoryview(data) as view, view.cast('B') as octets:
            sent, length = 0, len(octets)
            while sent < length:
                sent += self.send(octets[sent:])

    def sendto(self, data, flags_or_addr, addr=None):
        """Only without TLS."""
        self._checkClosed()
        if self._sslobj is not None:
            self._refuse('sendto')
        if addr is None:
            return super().sendto(data, flags_or_addr)
        return super().sendto(data, flags_or_addr, addr)

    def sendmsg(self, *args, **kwargs):
        """Not possible: NotImplementedError."""
        raise NotImplementedError(f'sendmsg not allowed on instances of {self.__class__}')

    def sendfile(self, file, offset=0, count=None):
        """Sends a file, by the system's call where there is no TLS."""
        if self._sslobj is None:
            return super().sendfile(file, offset, count)
        return self._sendfile_use_send(file, offset, count)

    def recv(self, buflen=1024, flags=0):
        """Receives bytes; none at the end."""
        self._checkClosed()
        if self._sslobj is None:
            return super().recv(buflen, flags)
        self._refuse('recv', flags=flags)
        return self.read(buflen)

    def recv_into(self, buffer, nbytes=None, flags=0):
        """Receives bytes into a buffer: how many."""
        self._checkClosed()
        if nbytes is None:
            nbytes = 1024
            if buffer is not None:
                with memoryview(buffer) as view:
                    nbytes = view.nbytes or nbytes
        if self._sslobj is None:
            return super().recv_into(buffer, nbytes, flags)
        self._refuse('recv_into', flags=flags)
        return self.read(nbytes, buffer)

    def recvfrom(self, buflen=1024, flags=0):
        """Only without TLS."""
        self._checkClosed()
        if self._sslobj is not None:
            self._refuse('recvfrom')
        return super().recvfrom(buflen, flags)

    def recvfrom_into(self, buffer, nbytes=None, flags=0):
        """Only without TLS."""
        self._checkClosed()
        if self._sslobj is not None:
            self._refuse('recvfrom_into')
        return super().recvfrom_into(buffer, nbytes, flags)

    def recvmsg(self, *args, **kwargs):
        """Not possible: NotImplementedError."""
        raise NotImplementedError(f'recvmsg not allowed on instances of {self.__class__}')

    def recvmsg_into(self, *args, **kwargs):
        """Not possible: NotImplementedError."""
        raise NotImplementedError(f'recvmsg_into not allowed on instances of {self.__class__}')

    def shutdown(self, how):
        """Ends one direction of the connection, or both; TLS ends with it."""
        self._checkClosed()
        self._sslobj = None
        super().shutdown(how)

    @_documented
    def unwrap(self):
        if not self._sslobj:
            raise ValueError('No SSL wrapper around ' + str(self))
        plain = self._sslobj.shutdown()
        self._sslobj = None
        return plain

    @_documented
    def verify_client_post_handshake(self):
        if not self._sslobj:
            raise ValueError('No SSL wrapper around ' + str(self))
        return self._sslobj.verify_client_post_handshake()

    def _real_close(self):
        self._sslobj = None
        super()._real_close()

    @_documented
    def do_handshake(self, block=False):
        self._check_connected()
        timeout = self.gettimeout()
        try:
            if block and timeout == 0.0:
                self.settimeout(None)
            self._sslobj.do_handshake()
        finally:
            self.settimeout(timeout)

    def _real_connect(self, addr, connect_ex):
        if self.server_side:
            raise ValueError("can't connect in server-side mode")
        if self._connected or self._sslobj is not None:
            raise ValueError('attempt to connect already-connected SSLSocket!')
        self._sslobj = self.context._wrap_socket(
            self, False, self.server_hostname, owner=self, session=self._session)
        try:
            if connect_ex:
                code = super().connect_ex(addr)
            else:
                code = super().connect(addr)
            if not code:
                self._connected = True
                if self.do_handshake_on_connect:
                    self.do_handshake()
            return code
        except (OSError, ValueError):
            self._sslobj = None
            raise

    def connect(self, addr):
        """Connects, and makes the TLS connection."""
        self._real_connect(addr, False)

    def connect_ex(self, addr):
        """As `connect`, but gives the number of an error of the system."""
        return self._real_connect(addr, True)

    def accept(self):
        """Takes a connection: a TLS socket for it, and the address of the other end."""
        plain, address = super().accept()
        wrapped = self.context.wrap_socket(
            plain, do_handshake_on_connect=self.do_handshake_on_connect,
            suppress_ragged_eofs=self.suppress_ragged_eofs, server_side=True)
        return wrapped, address

    @_documented
    def get_channel_binding(self, cb_type='tls-unique'):
        if self._sslobj is not None:
            return self._sslobj.get_channel_binding(cb_type)
        raise ValueError(f'{cb_type} channel binding type not implemented')


# Scripts see them as classes of `ssl`.
for _kind in (SSLObject, SSLSocket):
    _kind.__module__ = 'ssl'
