"""How objects are sent to other processes."""

import copyreg
import functools
import io
import os
import pickle
import sys
from abc import ABCMeta

import _socket

from . import context

__all__ = ['send_handle', 'recv_handle', 'ForkingPickler', 'register', 'dump', 'DupFd', 'sendfds',
           'recvfds']

HAVE_SEND_HANDLE = (hasattr(_socket, 'CMSG_LEN') and hasattr(_socket, 'SCM_RIGHTS')
                    and hasattr(_socket.socket, 'sendmsg'))
# Where descriptors that nobody has received yet may be lost, each is acknowledged.
ACKNOWLEDGE = sys.platform == 'darwin'


class ForkingPickler(pickle.Pickler):
    """A pickler that knows more types than others."""

    _extra_reducers = {}
    _copyreg_dispatch_table = copyreg.dispatch_table

    def __init__(self, *args):
        super().__init__(*args)
        if 'socket' in sys.modules:
            _register_socket(sys.modules['socket'])
        self.dispatch_table = self._copyreg_dispatch_table.copy()
        self.dispatch_table.update(self._extra_reducers)

    @classmethod
    def register(cls, type, reduce):
        """Says how objects of a type are reduced."""
        cls._extra_reducers[type] = reduce

    @classmethod
    def dumps(cls, obj, protocol=None):
        buffer = io.BytesIO()
        cls(buffer, protocol).dump(obj)
        return buffer.getbuffer()

    loads = pickle.loads


register = ForkingPickler.register


def dump(obj, file, protocol=None):
    """Writes an object to a file."""
    ForkingPickler(file, protocol).dump(obj)


# Descriptors.


def sendfds(sock, fds):
    """Sends descriptors over a Unix socket."""
    import array
    numbers = array.array('i', fds)
    sock.sendmsg([bytes([len(numbers) % 256])],
                 [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, numbers)])
    if ACKNOWLEDGE and sock.recv(1) != b'A':
        raise RuntimeError('did not receive acknowledgement of fd')


def recvfds(sock, size):
    """Receives descriptors over a Unix socket."""
    import array
    numbers = array.array('i')
    message, ancillary, _, _ = sock.recvmsg(1, _socket.CMSG_SPACE(numbers.itemsize * size))
    if not message and not ancillary:
        raise EOFError
    if ACKNOWLEDGE:
        sock.send(b'A')
    if len(ancillary) != 1:
        raise RuntimeError('received %d items of ancdata' % len(ancillary))
    level, kind, data = ancillary[0]
    is_rights = (level, kind) == (_socket.SOL_SOCKET, _socket.SCM_RIGHTS)
    if not is_rights or len(data) % numbers.itemsize:
        raise RuntimeError('Invalid data received')
    numbers.frombytes(data)
    if len(numbers) % 256 != message[0]:
        raise AssertionError(f'Len is {len(numbers):n} but msg[0] is {message[0]!r}')
    return list(numbers)


def _socket_of(conn):
    return _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM, 0, os.dup(conn.fileno()))


def send_handle(conn, handle, destination_pid):
    """Sends a descriptor over a connection."""
    sock = _socket_of(conn)
    try:
        sendfds(sock, [handle])
    finally:
        sock.close()


def recv_handle(conn):
    """Receives a descriptor over a connection."""
    sock = _socket_of(conn)
    try:
        return recvfds(sock, 1)[0]
    finally:
        sock.close()


def DupFd(fd):
    """Returns what stands for a descriptor in another process; its detach() gives it."""
    popen = context.get_spawning_popen()
    if popen is not None:
        return popen.DupFd(popen.duplicate_for_child(fd))
    if not HAVE_SEND_HANDLE:
        raise ValueError('SCM_RIGHTS appears not to be available')
    from . import resource_sharer
    return resource_sharer.DupFd(fd)


# Types that a pickler of its own does not know, or reduces otherwise.


def _reduce_method(m):
    owner = m.__class__ if m.__self__ is None else m.__self__
    return getattr, (owner, m.__func__.__name__)


def _reduce_method_descriptor(m):
    return getattr, (m.__objclass__, m.__name__)


def _reduce_partial(p):
    return _rebuild_partial, (p.func, p.args, p.keywords or {})


def _rebuild_partial(func, args, keywords):
    return functools.partial(func, *args, **keywords)


def _reduce_socket(s):
    return _rebuild_socket, (DupFd(s.fileno()), s.family, s.type, s.proto)


def _rebuild_socket(df, family, type, proto):
    import socket
    return socket.socket(family, type, proto, fileno=df.detach())


def _register_socket(module):
    # The module may be in the midst of its import.
    kind = getattr(module, 'socket', None)
    if kind is not None and kind not in ForkingPickler._extra_reducers:
        register(kind, _reduce_socket)


def _register_all():
    class Example:
        def method(self):
            pass

    register(type(Example().method), _reduce_method)
    register(type(list.append), _reduce_method_descriptor)
    register(type(int.__add__), _reduce_method_descriptor)
    register(functools.partial, _reduce_partial)


_register_all()


class AbstractReducer(metaclass=ABCMeta):
    """The base for what takes the place of this module."""

    ForkingPickler = ForkingPickler
    register = register
    dump = dump
    send_handle = send_handle
    recv_handle = recv_handle
    sendfds = sendfds
    recvfds = recvfds
    DupFd = DupFd

    _reduce_method = _reduce_method
    _reduce_method_descriptor = _reduce_method_descriptor
    _rebuild_partial = _rebuild_partial
    _reduce_socket = _reduce_socket
    _rebuild_socket = _rebuild_socket

    def __init__(self, *args):
        _register_all()
