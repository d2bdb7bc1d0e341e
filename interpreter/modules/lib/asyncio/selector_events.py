"""Loops on selectors: readers, writers and sockets. Their transports: _selector_transports."""

__all__ = ('BaseSelectorEventLoop',)

import select
import sys

import _asyncio
from _asyncio import EventLoop as _EventLoop

from . import base_events
from . import constants
from . import events
from ._later import Later
from .log import logger

errno = Later('errno')
functools = Later('functools')
os = Later('os')
selectors = Later('selectors')
socket = Later('socket')
ssl = Later('ssl')
sslproto = Later('asyncio.sslproto')
trsock = Later('asyncio.trsock')

_EVENT_READ = 1
_EVENT_WRITE = 2


def __getattr__(name):
    if name in ('_SelectorTransport', '_SelectorSocketTransport', '_SelectorDatagramTransport',
                '_HAS_SENDMSG', 'SC_IOV_MAX'):
        from . import _selector_transports
        value = getattr(_selector_transports, name)
        globals().setdefault(name, value)
        return value
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


def _transport_class(name):
    return globals().get(name) or __getattr__(name)


def _test_selector_event(selector, fd, event):
    """Whether the selector waits for an event of a descriptor."""
    try:
        return bool(selector.get_key(fd).events & event)
    except KeyError:
        return False


def _usual_selector():
    """One that waits in the reactor, where a script has not chosen another default."""
    usual = selectors.DefaultSelector
    if usual is selectors.EpollSelector and usual._selector_cls is select.epoll:
        return usual._of(_asyncio.Reactor())
    return usual()


class BaseSelectorEventLoop(base_events.BaseEventLoop):
    """A loop that waits in a selector."""

    def __init__(self, selector=None):
        super().__init__()
        kind = 'EpollSelector'
        if selector is not None or not self._make_own_selector():
            if selector is None:
                selector = _usual_selector()
            kind = selector.__class__.__name__
            self._selector = selector
        if self._debug or 'logging' in sys.modules:
            logger.debug('Using selector: %s', kind)
        self._make_self_pipe()

    _transports = base_events._MadeWhenUsed('weakref', 'WeakValueDictionary')

    def close(self):
        if self.is_running():
            raise RuntimeError('Cannot close a running event loop')
        if self.is_closed():
            return
        self._close_self_pipe()
        super().close()
        if not self._close_own_selector() and self._selector is not None:
            self._selector.close()
            self._selector = None

    _process_events = _EventLoop._process_selector_events

    # Other threads and signal handlers wake the loop by writing to itself.

    def _make_self_pipe(self):
        from _socket import socketpair
        self._ssock, self._csock = socketpair()
        self._ssock.setblocking(False)
        self._csock.setblocking(False)
        self._internal_fds += 1
        self._add_reader(self._ssock.fileno(), self._read_from_self)

    def _close_self_pipe(self):
        self._remove_reader(self._ssock.fileno())
        self._ssock.close()
        self._ssock = None
        self._csock.close()
        self._csock = None
        self._internal_fds -= 1

    def _process_self_data(self, data):
        pass

    def _read_from_self(self):
        while True:
            try:
                data = self._ssock.recv(4096)
            except InterruptedError:
                continue
            except BlockingIOError:
                return
            if not data:
                return
            self._process_self_data(data)

    def _write_to_self(self):
        # Another thread may close the loop meanwhile.
        sock = self._csock
        if sock is None:
            return
        try:
            sock.send(b'\0')
        except OSError:
            if self._debug:
                logger.debug('Fail to write a null byte into the self-pipe socket',
                             exc_info=True)

    # Transports.

    def _make_socket_transport(self, sock, protocol, waiter=None, *, extra=None, server=None):
        self._ensure_fd_no_transport(sock)
        make = _transport_class('_SelectorSocketTransport')
        return make(self, sock, protocol, waiter, extra, server)

    def _make_ssl_transport(self, rawsock, protocol, sslcontext, waiter=None, *,
                            server_side=False, server_hostname=None, extra=None, server=None,
                            ssl_handshake_timeout=constants.SSL_HANDSHAKE_TIMEOUT,
                            ssl_shutdown_timeout=constants.SSL_SHUTDOWN_TIMEOUT):
        self._ensure_fd_no_transport(rawsock)
        ssl_protocol = sslproto.SSLProtocol(
            self, protocol, sslcontext, waiter, server_side, server_hostname,
            ssl_handshake_timeout=ssl_handshake_timeout,
            ssl_shutdown_timeout=ssl_shutdown_timeout)
        make = _transport_class('_SelectorSocketTransport')
        make(self, rawsock, ssl_protocol, extra=extra, server=server)
        return ssl_protocol._app_transport

    def _make_datagram_transport(self, sock, protocol, address=None, waiter=None, extra=None):
        self._ensure_fd_no_transport(sock)
        make = _transport_class('_SelectorDatagramTransport')
        return make(self, sock, protocol, address, waiter, extra)

    def _ensure_fd_no_transport(self, fd):
        """Refuses a descriptor that a transport uses."""
        fileno = fd
        if not isinstance(fileno, int):
            try:
                fileno = int(fileno.fileno())
            except (AttributeError, TypeError, ValueError):
                raise ValueError(f'Invalid file object: {fd!r}') from None
        if '_transports' not in self._made_when_used and type(fileno) is int:
            return
        transport = self._transports.get(fileno)
        if transport and not transport.is_closing():
            raise RuntimeError(f'File descriptor {fd!r} is used by transport {transport!r}')

    # Servers.

    def _start_serving(self, protocol_factory, sock, sslcontext=None, server=None, backlog=100,
                       ssl_handshake_timeout=constants.SSL_HANDSHAKE_TIMEOUT,
                       ssl_shutdown_timeout=constants.SSL_SHUTDOWN_TIMEOUT):
        self._add_reader(sock.fileno(), self._accept_connection, protocol_factory, sock,
                         sslcontext, server, backlog, ssl_handshake_timeout,
                         ssl_shutdown_timeout)

    def _stop_serving(self, sock):
        self._remove_reader(sock.fileno())
        sock.close()

    def _accept_connection(self, protocol_factory, sock, sslcontext=None, server=None,
                           backlog=100,
                           ssl_handshake_timeout=constants.SSL_HANDSHAKE_TIMEOUT,
                           ssl_shutdown_timeout=constants.SSL_SHUTDOWN_TIMEOUT):
        # As many as may wait are accepted in one go.
        for _ in range(backlog):
            try:
                conn, addr = sock.accept()
                if self._debug:
                    logger.debug('%r got a new connection from %r: %r', server, addr, conn)
                conn.setblocking(False)
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as exc:
                if exc.errno not in (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM):
                    raise
                # It would be readable at once again: better wait until somebody has closed
                # a descriptor.
                self.call_exception_handler({
                    'message': 'socket.accept() out of system resource',
                    'exception': exc,
                    'socket': trsock.TransportSocket(sock),
                })
                self._remove_reader(sock.fileno())
                self.call_later(constants.ACCEPT_RETRY_DELAY, self._start_serving,
                                protocol_factory, sock, sslcontext, server, backlog,
                                ssl_handshake_timeout, ssl_shutdown_timeout)
            else:
                self.create_task(self._accept_connection2(
                    protocol_factory, conn, {'peername': addr}, sslcontext, server,
                    ssl_handshake_timeout, ssl_shutdown_timeout))

    async def _accept_connection2(self, protocol_factory, conn, extra, sslcontext=None,
                                  server=None,
                                  ssl_handshake_timeout=constants.SSL_HANDSHAKE_TIMEOUT,
                                  ssl_shutdown_timeout=constants.SSL_SHUTDOWN_TIMEOUT):
        protocol = transport = None
        try:
            protocol = protocol_factory()
            waiter = self.create_future()
            if sslcontext:
                transport = self._make_ssl_transport(
                    conn, protocol, sslcontext, waiter=waiter, server_side=True, extra=extra,
                    server=server, ssl_handshake_timeout=ssl_handshake_timeout,
                    ssl_shutdown_timeout=ssl_shutdown_timeout)
            else:
                transport = self._make_socket_transport(
                    conn, protocol, waiter=waiter, extra=extra, server=server)
            try:
                await waiter
            except BaseException:
                transport.close()
                # The exception's traceback holds this frame.
                waiter = None
                raise
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            if self._debug:
                context = {'message': 'Error on transport creation for incoming connection',
                           'exception': exc}
                if protocol is not None:
                    context['protocol'] = protocol
                if transport is not None:
                    context['transport'] = transport
                self.call_exception_handler(context)

    # Readers and writers: a descriptor's data in the selector is a pair of handles.

    # Where the loop has chosen the selector, native code changes it.

    def _key_of(self, fd):
        return self._selector.get_map().get(fd)

    def _add_handle(self, fd, place, callback, args):
        self._check_closed()
        handle = events.Handle(callback, args, self, None)
        replaced = self._change_handle(fd, place, handle)
        if replaced is not NotImplemented:
            if replaced is not None:
                replaced.cancel()
            return handle
        event = place + 1
        key = self._key_of(fd)
        handles = [None, None] if key is None else list(key.data)
        replaced, handles[place] = handles[place], handle
        if key is None:
            self._selector.register(fd, event, tuple(handles))
        else:
            self._selector.modify(fd, key.events | event, tuple(handles))
            if replaced is not None:
                replaced.cancel()
        return handle

    def _remove_handle(self, fd, place):
        if self.is_closed():
            return False
        removed = self._change_handle(fd, place, None)
        if removed is not NotImplemented:
            if removed is None:
                return False
            removed.cancel()
            return True
        key = self._key_of(fd)
        if key is None:
            return False
        handles = list(key.data)
        removed, handles[place] = handles[place], None
        mask = key.events & ~(place + 1)
        if mask:
            self._selector.modify(fd, mask, tuple(handles))
        else:
            self._selector.unregister(fd)
        if removed is None:
            return False
        removed.cancel()
        return True

    def _add_reader(self, fd, callback, *args):
        return self._add_handle(fd, 0, callback, args)

    def _remove_reader(self, fd):
        return self._remove_handle(fd, 0)

    def _add_writer(self, fd, callback, *args):
        return self._add_handle(fd, 1, callback, args)

    def _remove_writer(self, fd):
        return self._remove_handle(fd, 1)

    def add_reader(self, fd, callback, *args):
        """Has a callback called whenever a descriptor can be read."""
        self._ensure_fd_no_transport(fd)
        self._add_reader(fd, callback, *args)

    def remove_reader(self, fd):
        """Takes back what add_reader() did."""
        self._ensure_fd_no_transport(fd)
        return self._remove_reader(fd)

    def add_writer(self, fd, callback, *args):
        """Has a callback called whenever a descriptor can be written."""
        self._ensure_fd_no_transport(fd)
        self._add_writer(fd, callback, *args)

    def remove_writer(self, fd):
        """Takes back what add_writer() did."""
        self._ensure_fd_no_transport(fd)
        return self._remove_writer(fd)

    # Sockets. Each operation is tried at once; if it would block a reader or writer tries
    # again, and a future waits for it.

    def _check_socket(self, sock):
        base_events._check_ssl_socket(sock)
        if self._debug and sock.gettimeout() != 0:
            raise ValueError('the socket must be non-blocking')

    def _wait_readable(self, fut, sock, callback, *args):
        fd = sock.fileno()
        self._ensure_fd_no_transport(fd)
        handle = self._add_reader(fd, callback, fut, sock, *args)
        fut.add_done_callback(functools.partial(self._sock_read_done, fd, handle=handle))
        return fut

    def _wait_writable(self, fut, sock, callback, *args):
        fd = sock.fileno()
        self._ensure_fd_no_transport(fd)
        handle = self._add_writer(fd, callback, fut, sock, *args)
        fut.add_done_callback(functools.partial(self._sock_write_done, fd, handle=handle))
        return fut

    def _sock_read_done(self, fd, fut, handle=None):
        # A cancelled handle was replaced by that of somebody else.
        if handle is None or not handle.cancelled():
            self.remove_reader(fd)

    def _sock_write_done(self, fd, fut, handle=None):
        if handle is None or not handle.cancelled():
            self.remove_writer(fd)

    def _try_again(self, fut, function, *args):
        """Gives a future the outcome of a function, unless it would block."""
        if fut.done():
            return
        try:
            result = function(*args)
        except (BlockingIOError, InterruptedError):
            return
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            fut.set_exception(exc)
        else:
            fut.set_result(result)

    async def sock_recv(self, sock, n):
        """sock.recv()"""
        self._check_socket(sock)
        try:
            return sock.recv(n)
        except (BlockingIOError, InterruptedError):
            pass
        return await self._wait_readable(self.create_future(), sock, self._sock_recv, n)

    def _sock_recv(self, fut, sock, n):
        self._try_again(fut, _asyncio.receive, self, sock, sock.fileno(), n)

    async def sock_recv_into(self, sock, buf):
        """sock.recv_into()"""
        self._check_socket(sock)
        try:
            return sock.recv_into(buf)
        except (BlockingIOError, InterruptedError):
            pass
        return await self._wait_readable(self.create_future(), sock, self._sock_recv_into, buf)

    def _sock_recv_into(self, fut, sock, buf):
        self._try_again(fut, sock.recv_into, buf)

    async def sock_recvfrom(self, sock, bufsize):
        """sock.recvfrom()"""
        self._check_socket(sock)
        try:
            return sock.recvfrom(bufsize)
        except (BlockingIOError, InterruptedError):
            pass
        return await self._wait_readable(
            self.create_future(), sock, self._sock_recvfrom, bufsize)

    def _sock_recvfrom(self, fut, sock, bufsize):
        self._try_again(fut, sock.recvfrom, bufsize)

    async def sock_recvfrom_into(self, sock, buf, nbytes=0):
        """sock.recvfrom_into()"""
        self._check_socket(sock)
        nbytes = nbytes or len(buf)
        try:
            return sock.recvfrom_into(buf, nbytes)
        except (BlockingIOError, InterruptedError):
            pass
        return await self._wait_readable(
            self.create_future(), sock, self._sock_recvfrom_into, buf, nbytes)

    def _sock_recvfrom_into(self, fut, sock, buf, bufsize):
        self._try_again(fut, sock.recvfrom_into, buf, bufsize)

    async def sock_sendall(self, sock, data):
        """sock.sendall()"""
        self._check_socket(sock)
        try:
            sent = sock.send(data)
        except (BlockingIOError, InterruptedError):
            sent = 0
        if sent == len(data):
            return
        await self._wait_writable(
            self.create_future(), sock, self._sock_sendall, memoryview(data), [sent])

    def _sock_sendall(self, fut, sock, view, pos):
        if fut.done():
            return
        try:
            pos[0] += sock.send(view[pos[0]:])
        except (BlockingIOError, InterruptedError):
            return
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            fut.set_exception(exc)
            return
        if pos[0] == len(view):
            fut.set_result(None)

    async def sock_sendto(self, sock, data, address):
        """sock.sendto()"""
        self._check_socket(sock)
        try:
            return sock.sendto(data, address)
        except (BlockingIOError, InterruptedError):
            pass
        return await self._wait_writable(
            self.create_future(), sock, self._sock_sendto, data, address)

    def _sock_sendto(self, fut, sock, data, address):
        self._try_again(fut, sock.sendto, data, 0, address)

    async def sock_connect(self, sock, address):
        """sock.connect()"""
        self._check_socket(sock)
        if sock.family == socket.AF_INET or (
                base_events._HAS_IPv6 and sock.family == socket.AF_INET6):
            resolved = await self._ensure_resolved(
                address, family=sock.family, type=sock.type, proto=sock.proto, loop=self)
            address = resolved[0][4]
        fut = self.create_future()
        self._sock_connect(fut, sock, address)
        try:
            return await fut
        finally:
            # An exception's traceback holds this frame.
            fut = None

    def _sock_connect(self, fut, sock, address):
        try:
            sock.connect(address)
        except (BlockingIOError, InterruptedError):
            # The system goes on by itself; the socket can be written when it is done.
            self._wait_writable(fut, sock, self._sock_connect_cb, address)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            fut.set_exception(exc)
        else:
            fut.set_result(None)
        finally:
            fut = None

    def _sock_connect_cb(self, fut, sock, address):
        def outcome():
            error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if error != 0:
                raise OSError(error, f'Connect call failed {address}')

        try:
            self._try_again(fut, outcome)
        finally:
            fut = None

    async def sock_accept(self, sock):
        """sock.accept()"""
        self._check_socket(sock)
        fut = self.create_future()
        self._sock_accept(fut, sock)
        return await fut

    def _sock_accept(self, fut, sock):
        if fut.done():
            return
        try:
            conn, address = sock.accept()
            conn.setblocking(False)
        except (BlockingIOError, InterruptedError):
            self._wait_readable(fut, sock, self._sock_accept)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            fut.set_exception(exc)
        else:
            fut.set_result((conn, address))

    async def _sendfile_native(self, transp, file, offset, count):
        # While the file is sent, the socket is not the transport's.
        del self._transports[transp._sock_fd]
        resume_reading = transp.is_reading()
        transp.pause_reading()
        await transp._make_empty_waiter()
        try:
            return await self.sock_sendfile(transp._sock, file, offset, count, fallback=False)
        finally:
            transp._reset_empty_waiter()
            if resume_reading:
                transp.resume_reading()
            self._transports[transp._sock_fd] = transp
