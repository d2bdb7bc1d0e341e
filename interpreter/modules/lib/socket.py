"""Sockets: the native ones with what needs no speed around them."""

import _socket
import errno as _errno
import io as _io
import os as _os
from _socket import *
from enum import IntEnum, IntFlag

EBADF = _errno.EBADF
EAGAIN = _errno.EAGAIN
EWOULDBLOCK = _errno.EWOULDBLOCK

SocketType = _socket.SocketType
error = OSError
timeout = TimeoutError

_GLOBAL_DEFAULT_TIMEOUT = object()
_LOCALHOST = '127.0.0.1'
_LOCALHOST_V6 = '::1'


def _constants(prefix):
    names = {name for name in vars(_socket) if name.startswith(prefix) and name.isupper()}
    return names.__contains__


# The constants are members of these from here on.
IntEnum._convert_('AddressFamily', __name__, _constants('AF_'))
IntEnum._convert_('SocketKind', __name__, _constants('SOCK_'))
IntFlag._convert_('MsgFlag', __name__, _constants('MSG_'))
IntFlag._convert_('AddressInfo', __name__, _constants('AI_'))

__all__ = [
    'fromfd', 'getfqdn', 'create_connection', 'create_server', 'has_dualstack_ipv6',
    'AddressFamily', 'SocketKind', 'SocketType', 'error', 'timeout', 'socketpair', 'socket',
    'send_fds', 'recv_fds', 'getaddrinfo',
]
__all__ += [_name for _name in dir(_socket)
            if not _name.startswith('_') and _name not in __all__]


def _as_member(value, enumeration):
    """The member of an enumeration; the number where it has none."""
    return enumeration._value2member_map_.get(value, value)


class _GiveupOnSendfile(Exception):
    """The system has no short way for this file."""


class socket(_socket.socket):
    """A socket that also counts the files made of it, and stays open for them."""

    __slots__ = ['__weakref__', '_io_refs', '_closed']

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        if fileno is None:
            family = AF_INET if family == -1 else family
            type = SOCK_STREAM if type == -1 else type
            proto = 0 if proto == -1 else proto
        _socket.socket.__init__(self, family, type, proto, fileno)
        self._io_refs = 0
        self._closed = False

    def __enter__(self):
        return self

    def __exit__(self, *args):
        if not self._closed:
            self.close()

    def __repr__(self):
        cls = self.__class__
        closed = getattr(self, '_closed', False)
        parts = [f"<{cls.__module__}.{cls.__qualname__}{' [closed]' if closed else ''} "
                 f'fd={self.fileno()}, family={self.family}, type={self.type}, '
                 f'proto={self.proto}']
        if not closed:
            for label, address in (('laddr', self.getsockname), ('raddr', self.getpeername)):
                try:
                    value = address()
                except (OSError, AttributeError):
                    continue
                if value:
                    parts.append(f'{label}={value}')
        return ', '.join(parts) + '>'

    def __getstate__(self):
        raise TypeError(f'cannot pickle {self.__class__.__name__!r} object')

    @property
    def family(self):
        """Its family of addresses."""
        return _as_member(super().family, AddressFamily)

    @property
    def type(self):
        """Its kind."""
        return _as_member(super().type, SocketKind)

    def dup(self):
        """Another socket for the same connection."""
        copy = self.__class__(self.family, self.type, self.proto, fileno=dup(self.fileno()))
        copy.settimeout(self.gettimeout())
        return copy

    def accept(self):
        """Waits for a connection; a socket for it, and the address of the other side."""
        descriptor, address = self._accept()
        connection = socket(self.family, self.type, self.proto, fileno=descriptor)
        # What the listening socket has is not inherited everywhere: make it the same.
        if getdefaulttimeout() is None and self.gettimeout():
            connection.setblocking(True)
        return connection, address

    def makefile(self, mode='r', buffering=None, *, encoding=None, errors=None, newline=None):
        """A file that reads and writes by the socket."""
        if not set(mode) <= set('rwb'):
            raise ValueError(f'invalid mode {mode!r} (only r, w, b allowed)')
        writing = 'w' in mode
        reading = 'r' in mode or not writing
        raw = SocketIO(self, 'r' * reading + 'w' * writing)
        self._io_refs += 1
        if buffering is None or buffering < 0:
            buffering = _io.DEFAULT_BUFFER_SIZE
        if buffering == 0:
            if 'b' not in mode:
                raise ValueError('unbuffered streams must be binary')
            return raw
        if reading and writing:
            buffer = _io.BufferedRWPair(raw, raw, buffering)
        else:
            buffer = (_io.BufferedReader if reading else _io.BufferedWriter)(raw, buffering)
        if 'b' in mode:
            return buffer
        text = _io.TextIOWrapper(buffer, _io.text_encoding(encoding), errors, newline)
        text.mode = mode
        return text

    # Whole files.

    def sendfile(self, file, offset=0, count=None):
        """Sends a file, by the system's own way where there is one; how much was sent."""
        try:
            return self._sendfile_use_sendfile(file, offset, count)
        except _GiveupOnSendfile:
            return self._sendfile_use_send(file, offset, count)

    def _sendfile_use_sendfile(self, file, offset=0, count=None):
        self._check_sendfile_params(file, offset, count)
        try:
            descriptor = file.fileno()
            size = _os.fstat(descriptor).st_size
        except (AttributeError, _io.UnsupportedOperation, OSError) as problem:
            raise _GiveupOnSendfile(problem)
        if not size:
            return 0
        if self.gettimeout() == 0:
            raise ValueError('non-blocking sockets are not supported')
        # No call takes more than this on a system of 32 bits.
        block = min(count or size, 2 ** 30)
        sent = 0
        try:
            while not count or sent < count:
                self._wait_to_send()
                part = min(block, count - sent) if count else block
                try:
                    done = _os.sendfile(self.fileno(), descriptor, offset + sent, part)
                except BlockingIOError:
                    continue
                except OSError as problem:
                    if sent == 0:
                        raise _GiveupOnSendfile(problem)
                    raise problem from None
                if done == 0:
                    break
                sent += done
            return sent
        finally:
            if sent > 0 and hasattr(file, 'seek'):
                file.seek(offset + sent)

    def _wait_to_send(self):
        import select
        poll = select.poll()
        poll.register(self.fileno(), select.POLLOUT)
        wait = self.gettimeout()
        if not poll.poll(None if wait is None else wait * 1000):
            raise TimeoutError('timed out')

    def _sendfile_use_send(self, file, offset=0, count=None):
        self._check_sendfile_params(file, offset, count)
        if self.gettimeout() == 0:
            raise ValueError('non-blocking sockets are not supported')
        if offset:
            file.seek(offset)
        size = min(count, 8192) if count else 8192
        sent = 0
        try:
            while not count or count > sent:
                piece = memoryview(file.read(min(count - sent, size) if count else size))
                if not piece:
                    break
                while piece:
                    done = self.send(piece)
                    sent += done
                    piece = piece[done:]
            return sent
        finally:
            if sent > 0 and hasattr(file, 'seek'):
                file.seek(offset + sent)

    def _check_sendfile_params(self, file, offset, count):
        if 'b' not in getattr(file, 'mode', 'b'):
            raise ValueError('file should be opened in binary mode')
        if not self.type & SOCK_STREAM:
            raise ValueError('only SOCK_STREAM type sockets are supported')
        if count is not None:
            if not isinstance(count, int):
                raise TypeError(f'count must be a positive integer (got {count!r})')
            if count <= 0:
                raise ValueError(f'count must be a positive integer (got {count!r})')

    # The end.

    def _decref_socketios(self):
        if self._io_refs > 0:
            self._io_refs -= 1
        if self._closed:
            self.close()

    def _real_close(self, _ss=_socket.socket):
        _ss.close(self)

    def close(self):
        """Closes the socket, as soon as the files made of it are closed."""
        self._closed = True
        if self._io_refs <= 0:
            self._real_close()

    def detach(self):
        """Gives up the descriptor, which stays open."""
        self._closed = True
        return super().detach()

    def get_inheritable(self):
        return _os.get_inheritable(self.fileno())

    def set_inheritable(self, inheritable):
        _os.set_inheritable(self.fileno(), inheritable)

    get_inheritable.__doc__ = 'Whether children have the descriptor, too.'
    set_inheritable.__doc__ = 'Says whether children have the descriptor, too.'


class SocketIO(_io.RawIOBase):
    """The raw file below what makefile() gives."""

    def __init__(self, sock, mode):
        if mode not in ('r', 'w', 'rw', 'rb', 'wb', 'rwb'):
            raise ValueError(f'invalid mode: {mode!r}')
        super().__init__()
        self._sock = sock
        self._mode = mode if 'b' in mode else mode + 'b'
        self._reading = 'r' in mode
        self._writing = 'w' in mode
        self._timeout_occurred = False

    def readinto(self, b):
        """Receives into a buffer; None where nothing has come to a socket that does not wait."""
        self._checkClosed()
        self._checkReadable()
        if self._timeout_occurred:
            raise OSError('cannot read from timed out object')
        try:
            return self._sock.recv_into(b)
        except TimeoutError:
            self._timeout_occurred = True
            raise
        except BlockingIOError:
            return None

    def write(self, b):
        """Sends some of the bytes; how many, or None where a socket that does not wait is full."""
        self._checkClosed()
        self._checkWritable()
        try:
            return self._sock.send(b)
        except BlockingIOError:
            return None

    def readable(self):
        if self.closed:
            raise ValueError('I/O operation on closed socket.')
        return self._reading

    def writable(self):
        if self.closed:
            raise ValueError('I/O operation on closed socket.')
        return self._writing

    def seekable(self):
        if self.closed:
            raise ValueError('I/O operation on closed socket.')
        return super().seekable()

    def fileno(self):
        self._checkClosed()
        return self._sock.fileno()

    @property
    def name(self):
        return -1 if self.closed else self.fileno()

    @property
    def mode(self):
        return self._mode

    def close(self):
        if not self.closed:
            super().close()
            self._sock._decref_socketios()
            self._sock = None


# Sockets made in other ways.


def fromfd(fd, family, type, proto=0):
    """A socket for a copy of a descriptor."""
    return socket(family, type, proto, dup(fd))


def socketpair(family=None, type=SOCK_STREAM, proto=0):
    """Two sockets that are connected with each other."""
    if family is None:
        family = AF_UNIX
    one, other = _socket.socketpair(family, type, proto)
    return (socket(family, type, proto, one.detach()),
            socket(family, type, proto, other.detach()))


def _fallback_socketpair(family=None, type=SOCK_STREAM, proto=0):
    """As socketpair(), by the network of this machine, for systems that have nothing better."""
    family = AF_INET if family is None else family
    host = {AF_INET: _LOCALHOST, AF_INET6: _LOCALHOST_V6}.get(family)
    if host is None:
        raise ValueError('Only AF_INET and AF_INET6 socket address families are supported')
    if type != SOCK_STREAM:
        raise ValueError('Only SOCK_STREAM socket type is supported')
    if proto != 0:
        raise ValueError('Only protocol zero is supported')
    client = socket(family, type, proto)
    server = None
    try:
        with socket(family, type, proto) as listener:
            listener.bind((host, 0))
            listener.listen()
            # The system completes the connection before anybody accepts it.
            client.connect(listener.getsockname()[:2])
            server, _ = listener.accept()
        ends = (server.getsockname(), server.getpeername())
        if ends != (client.getpeername(), client.getsockname()):
            raise ConnectionError('Unexpected peer connection')
    except BaseException:
        client.close()
        if server is not None:
            server.close()
        raise
    return server, client


def send_fds(sock, buffers, fds, flags=0, address=None):
    """Sends descriptors to another process, with some data."""
    import array
    return sock.sendmsg(
        buffers, [(SOL_SOCKET, SCM_RIGHTS, array.array('i', fds))])


def recv_fds(sock, bufsize, maxfds, flags=0):
    """Receives data, and descriptors; then flags and address, as recvmsg() has them."""
    import array
    fds = array.array('i')
    data, ancillary, message_flags, address = sock.recvmsg(
        bufsize, CMSG_LEN(maxfds * fds.itemsize))
    for level, kind, content in ancillary:
        if level == SOL_SOCKET and kind == SCM_RIGHTS:
            fds.frombytes(content[:len(content) - len(content) % fds.itemsize])
    return data, list(fds), message_flags, address


# Names and addresses.


def getfqdn(name=''):
    """The whole name of a host."""
    name = name.strip()
    if not name or name in ('0.0.0.0', '::'):
        name = gethostname()
    try:
        host, aliases, _ = gethostbyaddr(name)
    except OSError:
        return name
    return next((alias for alias in (host, *aliases) if '.' in alias), host)


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """What is known of a host and a service: family, kind, protocol, name, address of each."""
    return [
        (_as_member(family, AddressFamily), _as_member(kind, SocketKind), protocol, name, address)
        for family, kind, protocol, name, address in _socket.getaddrinfo(
            host, port, family, type, proto, flags)
    ]


def create_connection(address, timeout=_GLOBAL_DEFAULT_TIMEOUT, source_address=None, *,
                      all_errors=False):
    """Connects with the first address of a host that takes the connection."""
    host, port = address
    problems = []
    for family, kind, protocol, _, place in getaddrinfo(host, port, 0, SOCK_STREAM):
        sock = None
        try:
            sock = socket(family, kind, protocol)
            if timeout is not _GLOBAL_DEFAULT_TIMEOUT:
                sock.settimeout(timeout)
            if source_address:
                sock.bind(source_address)
            sock.connect(place)
            return sock
        except error as problem:
            if not all_errors:
                problems.clear()
            problems.append(problem)
            if sock is not None:
                sock.close()
    try:
        if not problems:
            raise error('getaddrinfo returns an empty list')
        if not all_errors:
            raise problems[0]
        raise ExceptionGroup('create_connection failed', problems)
    finally:
        # An error that is kept holds this frame, which is not to hold the error.
        problems.clear()


def has_dualstack_ipv6():
    """Whether a socket for IPv6 can serve IPv4, too."""
    if not has_ipv6 or not hasattr(_socket, 'IPPROTO_IPV6') or not hasattr(_socket, 'IPV6_V6ONLY'):
        return False
    try:
        with socket(AF_INET6, SOCK_STREAM) as sock:
            sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0)
            return True
    except error:
        return False


def create_server(address, *, family=AF_INET, backlog=None, reuse_port=False,
                  dualstack_ipv6=False):
    """A socket that listens at an address."""
    if reuse_port and not hasattr(_socket, 'SO_REUSEPORT'):
        raise ValueError('SO_REUSEPORT not supported on this platform')
    if dualstack_ipv6:
        if not has_dualstack_ipv6():
            raise ValueError('dualstack_ipv6 not supported on this platform')
        if family != AF_INET6:
            raise ValueError('dualstack_ipv6 requires AF_INET6 family')
    sock = socket(family, SOCK_STREAM)
    try:
        if _os.name not in ('nt', 'cygwin') and hasattr(_socket, 'SO_REUSEADDR'):
            try:
                sock.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
            except error:
                # Not a matter of life and death.
                pass
        if reuse_port:
            sock.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
        if has_ipv6 and family == AF_INET6:
            only = not dualstack_ipv6
            if hasattr(_socket, 'IPV6_V6ONLY') and hasattr(_socket, 'IPPROTO_IPV6'):
                sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, int(only))
        try:
            sock.bind(address)
        except error as problem:
            text = f'{problem.strerror} (while attempting to bind on address {address!r})'
            raise error(problem.errno, text) from None
        sock.listen() if backlog is None else sock.listen(backlog)
        return sock
    except error:
        sock.close()
        raise
