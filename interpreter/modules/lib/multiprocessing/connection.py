"""Connections between processes, over pipes and sockets; messages are objects or bytes."""

import io
import itertools
import os
import selectors
import struct
import sys
import time

import _socket

from . import AuthenticationError, BufferTooShort
from . import util
from .context import reduction

__all__ = ['Client', 'Listener', 'Pipe', 'wait']

_ForkingPickler = reduction.ForkingPickler
_WaitSelector = selectors.PollSelector

BUFSIZE = 8192
CONNECTION_TIMEOUT = 20.

default_family = 'AF_UNIX'
families = ['AF_INET', 'AF_UNIX']

_mmap_counter = itertools.count()


def _init_timeout(timeout=CONNECTION_TIMEOUT):
    return time.monotonic() + timeout


def _check_timeout(t):
    return time.monotonic() > t


# Addresses.


def arbitrary_address(family):
    """Returns an address of a family that nobody uses."""
    if family == 'AF_INET':
        return 'localhost', 0
    if family == 'AF_UNIX':
        import tempfile
        return tempfile.mktemp(prefix='listener-', dir=util.get_temp_dir())
    if family == 'AF_PIPE':
        import tempfile
        prefix = r'\\.\pipe\pyc-%d-%d-' % (os.getpid(), next(_mmap_counter))
        return tempfile.mktemp(prefix=prefix, dir='')
    raise ValueError('unrecognized family')


def _validate_family(family):
    if family == 'AF_PIPE':
        raise ValueError(f'Family {family} is not recognized.')


def address_type(address):
    """Returns the family that an address is of."""
    if type(address) is tuple:
        return 'AF_INET'
    if type(address) is str:
        return 'AF_PIPE' if address.startswith('\\\\') else 'AF_UNIX'
    if util.is_abstract_socket_namespace(address):
        return 'AF_UNIX'
    raise ValueError('address type of %r unrecognized' % address)


# Connections.


class _ConnectionBase:
    """What does not depend on how bytes are transferred."""

    _handle = None

    def __init__(self, handle, readable=True, writable=True):
        handle = handle.__index__()
        if handle < 0:
            raise ValueError('invalid handle')
        if not readable and not writable:
            raise ValueError('at least one of `readable` and `writable` must be True')
        self._handle = handle
        self._readable = readable
        self._writable = writable

    def __del__(self):
        if self._handle is not None:
            self._close()

    def _check_closed(self):
        if self._handle is None:
            raise OSError('handle is closed')

    def _check_readable(self):
        self._check_closed()
        if not self._readable:
            raise OSError('connection is write-only')

    def _check_writable(self):
        self._check_closed()
        if not self._writable:
            raise OSError('connection is read-only')

    def _bad_message_length(self):
        # Where messages begin is not known any more.
        if self._writable:
            self._readable = False
        else:
            self.close()
        raise OSError('bad message length')

    @property
    def closed(self):
        """Whether this end is closed."""
        return self._handle is None

    @property
    def readable(self):
        """Whether messages can be received."""
        return self._readable

    @property
    def writable(self):
        """Whether messages can be sent."""
        return self._writable

    def fileno(self):
        """Returns the descriptor."""
        self._check_closed()
        return self._handle

    def close(self):
        """Closes this end."""
        if self._handle is not None:
            try:
                self._close()
            finally:
                self._handle = None

    def send_bytes(self, buf, offset=0, size=None):
        """Sends bytes, or a part of them, as one message."""
        self._check_writable()
        view = memoryview(buf)
        if view.itemsize > 1:
            view = view.cast('B')
        length = view.nbytes
        if offset < 0:
            raise ValueError('offset is negative')
        if length < offset:
            raise ValueError('buffer length < offset')
        if size is None:
            size = length - offset
        elif size < 0:
            raise ValueError('size is negative')
        elif offset + size > length:
            raise ValueError('buffer length < offset + size')
        self._send_bytes(view[offset:offset + size])

    def send(self, obj):
        """Sends an object."""
        self._check_writable()
        self._send_bytes(_ForkingPickler.dumps(obj))

    def recv_bytes(self, maxlength=None):
        """Receives a message of bytes."""
        self._check_readable()
        if maxlength is not None and maxlength < 0:
            raise ValueError('negative maxlength')
        message = self._recv_bytes(maxlength)
        if message is None:
            self._bad_message_length()
        return message.getvalue()

    def recv_bytes_into(self, buf, offset=0):
        """Receives a message of bytes into an object that can be written. Returns its length."""
        self._check_readable()
        with memoryview(buf) as view:
            item = view.itemsize
            room = item * len(view)
            if offset < 0:
                raise ValueError('negative offset')
            if offset > room:
                raise ValueError('offset too large')
            message = self._recv_bytes()
            size = message.tell()
            if room < offset + size:
                raise BufferTooShort(message.getvalue())
            message.seek(0)
            message.readinto(view[offset // item:(offset + size) // item])
            return size

    def recv(self):
        """Receives an object."""
        self._check_readable()
        return _ForkingPickler.loads(self._recv_bytes().getbuffer())

    def poll(self, timeout=0.0):
        """Tells whether a message has come, or comes in time."""
        self._check_readable()
        return self._poll(timeout)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


_LENGTH = struct.Struct('!i')
_LONG_LENGTH = struct.Struct('!Q')
# Stands in the place of a length that does not fit.
_IS_LONG = _LENGTH.pack(-1)
_MOST_LENGTH = 0x7fffffff
# Up to here, a copy costs less than another call of the system.
_MOST_COPIED = 16384


class Connection(_ConnectionBase):
    """A connection over a descriptor. A message is its length and its bytes."""

    _write = staticmethod(os.write)
    _read = staticmethod(os.read)

    def _close(self, _close=os.close):
        _close(self._handle)

    def _send(self, buf, write=os.write):
        while True:
            written = write(self._handle, buf)
            if written == len(buf):
                return
            buf = buf[written:]

    def _recv(self, size, read=os.read):
        """Reads so many bytes into a file in memory, and stays at its end."""
        received = io.BytesIO()
        handle = self._handle
        left = size
        while left > 0:
            part = read(handle, left)
            if not part:
                if left == size:
                    raise EOFError
                raise OSError('got end of file during message')
            received.write(part)
            left -= len(part)
        return received

    def _send_bytes(self, buf):
        length = len(buf)
        if length > _MOST_LENGTH:
            self._send(_IS_LONG)
            self._send(_LONG_LENGTH.pack(length))
            self._send(buf)
        elif length > _MOST_COPIED:
            self._send(_LENGTH.pack(length))
            self._send(buf)
        else:
            # Also because two small packets would wait for each other.
            self._send(_LENGTH.pack(length) + buf)

    def _recv_bytes(self, maxsize=None):
        size, = _LENGTH.unpack(self._recv(4).getvalue())
        if size == -1:
            size, = _LONG_LENGTH.unpack(self._recv(8).getvalue())
        if maxsize is not None and size > maxsize:
            return None
        return self._recv(size)

    def _poll(self, timeout):
        return bool(wait([self], timeout))


def Pipe(duplex=True):
    """Returns the two ends of a connection. Without duplex, the first only receives."""
    if duplex:
        ends = [Connection(_connected(end).detach()) for end in _socket.socketpair(
            _socket.AF_UNIX, _socket.SOCK_STREAM)]
        return ends[0], ends[1]
    read_end, write_end = os.pipe()
    return Connection(read_end, writable=False), Connection(write_end, readable=False)


def _connected(sock):
    sock.setblocking(True)
    return sock


# Listeners and clients.


class SocketListener:
    """A socket that waits for connections."""

    def __init__(self, address, family, backlog=1):
        self._socket = _socket.socket(getattr(_socket, family))
        try:
            self._socket.setsockopt(_socket.SOL_SOCKET, _socket.SO_REUSEADDR, 1)
            self._socket.setblocking(True)
            self._socket.bind(address)
            self._socket.listen(backlog)
            self._address = self._socket.getsockname()
        except OSError:
            self._socket.close()
            raise
        self._family = family
        self._last_accepted = None
        self._unlink = None
        if family == 'AF_UNIX' and not util.is_abstract_socket_namespace(address):
            # The path goes with the listener.
            self._unlink = util.Finalize(self, os.unlink, args=(address,), exitpriority=0)

    def accept(self):
        descriptor, self._last_accepted = self._socket._accept()
        os.set_blocking(descriptor, True)
        return Connection(descriptor)

    def close(self):
        try:
            self._socket.close()
        finally:
            unlink, self._unlink = self._unlink, None
            if unlink is not None:
                unlink()


def SocketClient(address):
    """Returns a connection to an address."""
    sock = _socket.socket(getattr(_socket, address_type(address)))
    try:
        sock.setblocking(True)
        sock.connect(address)
        return Connection(sock.detach())
    finally:
        sock.close()


class Listener:
    """Waits for connections at an address. With a key, both ends have to know it."""

    def __init__(self, address=None, family=None, backlog=1, authkey=None):
        family = family or (address and address_type(address)) or default_family
        address = address or arbitrary_address(family)
        _validate_family(family)
        self._listener = SocketListener(address, family, backlog)
        _check_key(authkey)
        self._authkey = authkey

    def accept(self):
        """Waits for the next connection."""
        if self._listener is None:
            raise OSError('listener is closed')
        conn = self._listener.accept()
        if self._authkey is not None:
            deliver_challenge(conn, self._authkey)
            answer_challenge(conn, self._authkey)
        return conn

    def close(self):
        """Ends to listen."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()

    @property
    def address(self):
        return self._listener._address

    @property
    def last_accepted(self):
        return self._listener._last_accepted

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


def Client(address, family=None, authkey=None):
    """Returns a connection to a listener."""
    _validate_family(family or address_type(address))
    conn = SocketClient(address)
    _check_key(authkey)
    if authkey is not None:
        answer_challenge(conn, authkey)
        deliver_challenge(conn, authkey)
    return conn


def _check_key(authkey):
    if authkey is not None and not isinstance(authkey, bytes):
        raise TypeError('authkey should be a byte string')


# Who does not know the key cannot answer a challenge: random bytes after the name of a digest,
# to be answered by the digest of both. Versions before 3.12 know MD5 only, and send no name.

MESSAGE_LENGTH = 40

_CHALLENGE = b'#CHALLENGE#'
_WELCOME = b'#WELCOME#'
_FAILURE = b'#FAILURE#'

_ALLOWED_DIGESTS = frozenset([b'md5', b'sha256', b'sha384', b'sha3_256', b'sha3_384'])
_MAX_DIGEST_LEN = max(map(len, _ALLOWED_DIGESTS))
_MD5ONLY_MESSAGE_LENGTH = 20
_MD5_DIGEST_LEN = 16
_LEGACY_LENGTHS = (_MD5ONLY_MESSAGE_LENGTH, _MD5_DIGEST_LEN)


def _get_digest_name_and_payload(message):
    """Takes the name of the digest off a message; it is empty in those of older versions."""
    if len(message) in _LEGACY_LENGTHS:
        return '', message
    if message.startswith(b'{'):
        end = message.find(b'}', 1, _MAX_DIGEST_LEN + 2)
        if end > 0 and message[1:end] in _ALLOWED_DIGESTS:
            return message[1:end].decode('ascii'), message[end + 1:]
    raise AuthenticationError('unsupported message length, missing digest prefix, '
                              f'or unsupported digest: {message=}')


def _digest(authkey, message, name):
    from _hashlib import hmac_digest
    return hmac_digest(authkey, message, name)


def _create_response(authkey, message):
    name = _get_digest_name_and_payload(message)[0]
    if not name:
        try:
            return _digest(authkey, message, 'md5')
        except ValueError:
            # The system does without MD5.
            name = 'sha256'
    return b'{%s}%s' % (name.encode('ascii'), _digest(authkey, message, name))


def _verify_challenge(authkey, message, response):
    from _operator import _compare_digest
    response_digest, response_mac = _get_digest_name_and_payload(response)
    response_digest = response_digest or 'md5'
    try:
        expected = _digest(authkey, message, response_digest)
    except ValueError:
        raise AuthenticationError(f'{response_digest=} unsupported')
    if len(expected) != len(response_mac):
        raise AuthenticationError(f'expected {response_digest!r} of length {len(expected)} '
                                  f'got {len(response_mac)}')
    if not _compare_digest(expected, response_mac):
        raise AuthenticationError('digest received was wrong')


def _check_challenge_key(authkey):
    if not isinstance(authkey, bytes):
        raise ValueError(f'Authkey must be bytes, not {type(authkey)}')


def deliver_challenge(connection, authkey, digest_name='sha256'):
    """Lets the other end show that it knows the key."""
    _check_challenge_key(authkey)
    assert MESSAGE_LENGTH > _MD5ONLY_MESSAGE_LENGTH, 'protocol constraint'
    message = b'{%s}%s' % (digest_name.encode('ascii'), os.urandom(MESSAGE_LENGTH))
    connection.send_bytes(_CHALLENGE + message)
    # A stranger shall not fill the memory.
    response = connection.recv_bytes(256)
    try:
        _verify_challenge(authkey, message, response)
    except AuthenticationError:
        connection.send_bytes(_FAILURE)
        raise
    connection.send_bytes(_WELCOME)


def answer_challenge(connection, authkey):
    """Shows the other end that this one knows the key."""
    _check_challenge_key(authkey)
    message = connection.recv_bytes(256)
    if not message.startswith(_CHALLENGE):
        raise AuthenticationError(f'Protocol error, expected challenge: {message=}')
    message = message[len(_CHALLENGE):]
    if len(message) < _MD5ONLY_MESSAGE_LENGTH:
        raise AuthenticationError('challenge too short: {len(message)} bytes')
    connection.send_bytes(_create_response(authkey, message))
    if connection.recv_bytes(256) != _WELCOME:
        raise AuthenticationError('digest sent was rejected')


# Messages in other forms than pickles.


class ConnectionWrapper:
    """A connection whose objects are written in another form."""

    def __init__(self, conn, dumps, loads):
        self._conn = conn
        self._dumps = dumps
        self._loads = loads
        for name in ('fileno', 'close', 'poll', 'recv_bytes', 'send_bytes'):
            setattr(self, name, getattr(conn, name))

    def send(self, obj):
        self._conn.send_bytes(self._dumps(obj))

    def recv(self):
        return self._loads(self._conn.recv_bytes())


def _xml_dumps(obj):
    import xmlrpc.client
    return xmlrpc.client.dumps((obj,), None, None, None, 1).encode('utf-8')


def _xml_loads(s):
    import xmlrpc.client
    (obj,), _ = xmlrpc.client.loads(s.decode('utf-8'))
    return obj


class XmlListener(Listener):
    def accept(self):
        return ConnectionWrapper(Listener.accept(self), _xml_dumps, _xml_loads)


def XmlClient(*args, **kwds):
    return ConnectionWrapper(Client(*args, **kwds), _xml_dumps, _xml_loads)


def wait(object_list, timeout=None):
    """Waits until there is something to read from some objects. Returns those."""
    with _WaitSelector() as selector:
        for obj in object_list:
            selector.register(obj, selectors.EVENT_READ)
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            ready = selector.select(timeout)
            if ready:
                return [key.fileobj for key, _ in ready]
            if end is not None:
                timeout = end - time.monotonic()
                if timeout < 0:
                    return ready


def reduce_connection(conn):
    return rebuild_connection, (reduction.DupFd(conn.fileno()), conn.readable, conn.writable)


def rebuild_connection(df, readable, writable):
    return Connection(df.detach(), readable, writable)


reduction.register(Connection, reduce_connection)
