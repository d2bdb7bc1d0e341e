"""Sockets with paths, and sendfile(): methods of the loop of Unix, which refers to them."""

import io

from . import base_events
from . import exceptions
from . import selector_events
from . import tasks
from . import unix_events as own
from ._endpoints import _check_ssl_arguments, _remove_stale_socket


def _check_unix_socket(sock):
    socket = own.socket
    if sock.family != socket.AF_UNIX or sock.type != socket.SOCK_STREAM:
        raise ValueError(f'A UNIX Domain Stream Socket was expected, got {sock!r}')


async def create_unix_connection(
        self, protocol_factory, path=None, *, ssl=None, sock=None, server_hostname=None,
        ssl_handshake_timeout=None, ssl_shutdown_timeout=None):
    """Connects to a path; gives a transport and the protocol that it has."""
    assert server_hostname is None or isinstance(server_hostname, str)
    if ssl and server_hostname is None:
        raise ValueError('you have to pass server_hostname when using ssl')
    _check_ssl_arguments(ssl, server_hostname=server_hostname,
                         ssl_handshake_timeout=ssl_handshake_timeout,
                         ssl_shutdown_timeout=ssl_shutdown_timeout)
    if path is not None:
        if sock is not None:
            raise ValueError('path and sock can not be specified at the same time')
        path = own.os.fspath(path)
        sock = own.socket.socket(own.socket.AF_UNIX, own.socket.SOCK_STREAM, 0)
        try:
            sock.setblocking(False)
            await self.sock_connect(sock, path)
        except:
            sock.close()
            raise
    elif sock is None:
        raise ValueError('no path and sock were specified')
    else:
        _check_unix_socket(sock)
        sock.setblocking(False)
    return await self._create_connection_transport(
        sock, protocol_factory, ssl, server_hostname,
        ssl_handshake_timeout=ssl_handshake_timeout, ssl_shutdown_timeout=ssl_shutdown_timeout)


def _bound_socket(path):
    errno, socket = own.errno, own.socket
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    if path[0] not in (0, '\x00'):
        _remove_stale_socket(path)
    try:
        sock.bind(path)
    except BaseException as exc:
        sock.close()
        if isinstance(exc, OSError) and exc.errno == errno.EADDRINUSE:
            # The system does not say which address.
            raise OSError(errno.EADDRINUSE, f'Address {path!r} is already in use') from None
        raise
    return sock


async def create_unix_server(
        self, protocol_factory, path=None, *, sock=None, backlog=100, ssl=None,
        ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True,
        cleanup_socket=True):
    """Listens at a path; each connection gets a protocol of its own."""
    if isinstance(ssl, bool):
        raise TypeError('ssl argument must be an SSLContext or None')
    _check_ssl_arguments(ssl, ssl_handshake_timeout=ssl_handshake_timeout,
                         ssl_shutdown_timeout=ssl_shutdown_timeout)
    if path is not None:
        if sock is not None:
            raise ValueError('path and sock can not be specified at the same time')
        sock = _bound_socket(own.os.fspath(path))
    elif sock is None:
        raise ValueError('path was not specified, and no sock specified')
    else:
        _check_unix_socket(sock)
    if cleanup_socket:
        path = sock.getsockname()
        # Abstract addresses are no files.
        if path[0] not in (0, '\x00'):
            try:
                self._unix_server_sockets[sock] = own.os.stat(path).st_ino
            except FileNotFoundError:
                pass
    sock.setblocking(False)
    server = base_events.Server(self, [sock], protocol_factory, ssl, backlog,
                                ssl_handshake_timeout, ssl_shutdown_timeout)
    if start_serving:
        server._start_serving()
        await tasks.sleep(0)
    return server


def _stop_serving(self, sock):
    """Stops listening, and removes the file if it is still the socket's."""
    inode = self._unix_server_sockets.pop(sock, None)
    path = None if inode is None else sock.getsockname()
    selector_events.BaseSelectorEventLoop._stop_serving(self, sock)
    if path is None:
        return
    try:
        if own.os.stat(path).st_ino == inode:
            own.os.unlink(path)
    except FileNotFoundError:
        pass
    except OSError as err:
        own.logger.error('Unable to clean up listening UNIX socket %r: %r', path, err)


async def _sock_sendfile_native(self, sock, file, offset, count):
    os = own.os
    if not hasattr(os, 'sendfile'):
        raise exceptions.SendfileNotAvailableError('os.sendfile() is not available')
    try:
        fileno = file.fileno()
        size = os.fstat(fileno).st_size
    except (AttributeError, io.UnsupportedOperation, OSError):
        raise exceptions.SendfileNotAvailableError('not a regular file')
    blocksize = count if count else size
    if not blocksize:
        return 0
    fut = self.create_future()
    self._sock_sendfile_native_impl(fut, None, sock, fileno, offset, count, blocksize, 0)
    return await fut


def _sock_sendfile_native_impl(self, fut, registered_fd, sock, fileno, offset, count, blocksize,
                               total_sent):
    """Sends a block, and has itself called for the next."""
    os, errno = own.os, own.errno
    fd = sock.fileno()
    if registered_fd is not None:
        # The caller was the writer.
        self.remove_writer(registered_fd)
    if fut.cancelled():
        self._sock_sendfile_update_filepos(fileno, offset, total_sent)
        return

    def end(set_outcome, outcome):
        self._sock_sendfile_update_filepos(fileno, offset, total_sent)
        set_outcome(outcome)

    if count:
        blocksize = count - total_sent
        if blocksize <= 0:
            return end(fut.set_result, total_sent)
    blocksize = min(blocksize, own.sys.maxsize // 2 + 1)
    try:
        sent = os.sendfile(fd, fileno, offset, blocksize)
    except (BlockingIOError, InterruptedError):
        sent = None
    except OSError as exc:
        if (registered_fd is not None and exc.errno == errno.ENOTCONN
                and type(exc) is not ConnectionError):
            error = ConnectionError('socket is not connected', errno.ENOTCONN)
            error.__cause__ = exc
            exc = error
        if total_sent == 0:
            # Perhaps the file is not of a kind that the system can send.
            exc = exceptions.SendfileNotAvailableError('os.sendfile call failed')
        return end(fut.set_exception, exc)
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as exc:
        return end(fut.set_exception, exc)
    if sent == 0:
        return end(fut.set_result, total_sent)
    offset += sent or 0
    total_sent += sent or 0
    if registered_fd is None:
        self._sock_add_cancellation_callback(fut, sock)
    self.add_writer(fd, self._sock_sendfile_native_impl, fut, fd, sock, fileno, offset, count,
                    blocksize, total_sent)


def _sock_sendfile_update_filepos(self, fileno, offset, total_sent):
    if total_sent > 0:
        own.os.lseek(fileno, offset, own.os.SEEK_SET)


def _sock_add_cancellation_callback(self, fut, sock):
    def remove_writer(fut):
        if fut.cancelled() and (fd := sock.fileno()) != -1:
            self.remove_writer(fd)

    fut.add_done_callback(remove_writer)
