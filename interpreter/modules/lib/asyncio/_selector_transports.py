"""The transports of sockets: streams and datagrams."""

import collections
import itertools
import os
import warnings
from _asyncio import (SocketTransportCore, receive as _receive,
                      receive_into as _receive_into)

from . import base_events
from . import constants
from . import futures
from . import protocols
from . import selector_events as own
from . import transports
from . import trsock

_HAS_SENDMSG = True
try:
    SC_IOV_MAX = os.sysconf('SC_IOV_MAX')
except OSError:
    _HAS_SENDMSG = False
    SC_IOV_MAX = 1

# What goes through: whoever raises it wants to end the program.
_ENDING = (SystemExit, KeyboardInterrupt)
_BLOCKING = (BlockingIOError, InterruptedError)


def _address_or_none(ask):
    try:
        return ask()
    except OSError:
        return None


class _SelectorTransport(transports._FlowControlMixin, transports.Transport):
    """What transports of streams and datagrams have in common."""

    # Bytes that are read at a time.
    max_size = 256 * 1024

    # If __init__() fails there is nothing to close.
    _sock = None

    def __init__(self, loop, sock, protocol, extra=None, server=None):
        super().__init__(extra, loop)
        self._extra['socket'] = trsock.TransportSocket(sock)
        self._extra['sockname'] = _address_or_none(sock.getsockname)
        if 'peername' not in self._extra:
            self._extra['peername'] = _address_or_none(sock.getpeername)
        self._sock = sock
        self._sock_fd = sock.fileno()
        self._protocol_connected = False
        self.set_protocol(protocol)
        self._server = server
        self._buffer = collections.deque()
        # Counts what was lost after the connection was.
        self._conn_lost = 0
        self._closing = False
        self._paused = False
        if server is not None:
            server._attach(self)
        loop._transports[self._sock_fd] = self

    def __repr__(self):
        info = [self.__class__.__name__]
        if self._sock is None:
            info.append('closed')
        elif self._closing:
            info.append('closing')
        info.append(f'fd={self._sock_fd}')
        if self._loop is not None and not self._loop.is_closed():
            selector = self._loop._selector
            reads, writes = (
                'polling' if own._test_selector_event(selector, self._sock_fd, event) else 'idle'
                for event in (1, 2))
            info.append(f'read={reads}')
            info.append(f'write=<{writes}, bufsize={self.get_write_buffer_size()}>')
        return f"<{' '.join(info)}>"

    def abort(self):
        self._force_close(None)

    def set_protocol(self, protocol):
        self._protocol = protocol
        self._protocol_connected = True

    def get_protocol(self):
        return self._protocol

    def is_closing(self):
        return self._closing

    def is_reading(self):
        return not self.is_closing() and not self._paused

    def pause_reading(self):
        if not self.is_reading():
            return
        self._paused = True
        self._loop._remove_reader(self._sock_fd)
        if self._loop.get_debug():
            own.logger.debug('%r pauses reading', self)

    def resume_reading(self):
        if self._closing or not self._paused:
            return
        self._paused = False
        self._add_reader(self._sock_fd, self._read_ready)
        if self._loop.get_debug():
            own.logger.debug('%r resumes reading', self)

    def close(self):
        if self._closing:
            return
        self._closing = True
        self._loop._remove_reader(self._sock_fd)
        if not self._buffer:
            self._conn_lost += 1
            self._loop._remove_writer(self._sock_fd)
            self._loop.call_soon(self._call_connection_lost, None)

    def __del__(self, _warn=warnings.warn):
        if self._sock is not None:
            _warn(f'unclosed transport {self!r}', ResourceWarning, source=self)
            self._sock.close()
            if self._server is not None:
                self._server._detach(self)

    def _fatal_error(self, exc, message='Fatal error on transport'):
        """Ends the transport because of an error; the usual ones are not reported."""
        if not isinstance(exc, OSError):
            self._loop.call_exception_handler({
                'message': message,
                'exception': exc,
                'transport': self,
                'protocol': self._protocol,
            })
        elif self._loop.get_debug():
            own.logger.debug('%r: %s', self, message, exc_info=True)
        self._force_close(exc)

    def _force_close(self, exc):
        if self._conn_lost:
            return
        if self._buffer:
            self._buffer.clear()
            self._loop._remove_writer(self._sock_fd)
        if not self._closing:
            self._closing = True
            self._loop._remove_reader(self._sock_fd)
        self._conn_lost += 1
        self._loop.call_soon(self._call_connection_lost, exc)

    def _call_connection_lost(self, exc):
        try:
            if self._protocol_connected:
                self._protocol.connection_lost(exc)
        finally:
            self._sock.close()
            self._sock = None
            self._protocol = None
            self._loop = None
            server, self._server = self._server, None
            if server is not None:
                server._detach(self)

    def get_write_buffer_size(self):
        return sum(map(len, self._buffer))

    def _add_reader(self, fd, callback, *args):
        if self.is_reading():
            self._loop._add_reader(fd, callback, *args)

    def _begin(self, waiter):
        """The protocol is told first, then reading begins, then whoever waits is told."""
        self._loop.call_soon(self._protocol.connection_made, self)
        self._loop.call_soon(self._add_reader, self._sock_fd, self._read_ready)
        if waiter is not None:
            self._loop.call_soon(futures._set_result_unless_cancelled, waiter, None)

    def _warn_of_lost_write(self):
        if self._conn_lost >= constants.LOG_THRESHOLD_FOR_CONNLOST_WRITES:
            own.logger.warning('socket.send() raised exception.')
        self._conn_lost += 1


def _check_data(data):
    if not isinstance(data, (bytes, bytearray, memoryview)):
        raise TypeError('data argument must be a bytes-like object, '
                        f'not {type(data).__name__!r}')


class _SelectorSocketTransport(SocketTransportCore, _SelectorTransport):
    """A stream.

    Native are _read_ready(), write(), writelines() and is_closing(); what is not as usual comes back here."""

    _start_tls_compatible = True
    _sendfile_compatible = constants._SendfileMode.TRY_NATIVE

    def __init__(self, loop, sock, protocol, waiter=None, extra=None, server=None):
        super().__init__(loop, sock, protocol, extra, server)
        self._eof = False
        # While a file is sent, by somebody else.
        self._empty_waiter = None
        self._write_ready = self._write_sendmsg if own._HAS_SENDMSG else self._write_send
        # Small pieces go at once: the protocol knows what belongs together.
        base_events._set_nodelay(self._sock)
        self._begin(waiter)

    def set_protocol(self, protocol):
        self._is_buffered = isinstance(protocol, protocols.BufferedProtocol)
        super().set_protocol(protocol)

    def _get_buffer(self):
        buffer = self._protocol.get_buffer(-1)
        if not len(buffer):
            raise RuntimeError('get_buffer() returned an empty buffer')
        return buffer

    def _read_ready__get_buffer(self):
        if self._conn_lost:
            return
        try:
            buffer = self._get_buffer()
        except _ENDING:
            raise
        except BaseException as exc:
            self._fatal_error(exc, 'Fatal error: protocol.get_buffer() call failed.')
            return
        try:
            count = _receive_into(self._loop, self._sock, self._sock_fd, buffer)
        except _BLOCKING:
            return
        except _ENDING:
            raise
        except BaseException as exc:
            self._fatal_error(exc, 'Fatal read error on socket transport')
            return
        if not count:
            self._read_ready__on_eof()
            return
        try:
            self._protocol.buffer_updated(count)
        except _ENDING:
            raise
        except BaseException as exc:
            self._fatal_error(exc, 'Fatal error: protocol.buffer_updated() call failed.')

    def _read_ready_otherwise(self):
        if self._is_buffered:
            self._read_ready__get_buffer()
            return
        if self._conn_lost:
            return
        try:
            data = _receive(self._loop, self._sock, self._sock_fd, self.max_size)
        except _BLOCKING:
            return
        except _ENDING:
            raise
        except BaseException as exc:
            self._fatal_error(exc, 'Fatal read error on socket transport')
            return
        if not data:
            self._read_ready__on_eof()
            return
        try:
            self._protocol.data_received(data)
        except _ENDING:
            raise
        except BaseException as exc:
            self._fatal_error(exc, 'Fatal error: protocol.data_received() call failed.')

    def _read_ready__on_eof(self):
        if self._loop.get_debug():
            own.logger.debug('%r received EOF', self)
        try:
            keep_open = self._protocol.eof_received()
        except _ENDING:
            raise
        except BaseException as exc:
            self._fatal_error(exc, 'Fatal error: protocol.eof_received() call failed.')
            return
        if keep_open:
            # It would be readable for good.
            self._loop._remove_reader(self._sock_fd)
        else:
            self.close()

    def _write_otherwise(self, data):
        _check_data(data)
        if self._eof:
            raise RuntimeError('Cannot call write() after write_eof()')
        if self._empty_waiter is not None:
            raise RuntimeError('unable to write; sendfile is in progress')
        if not data:
            return
        if self._conn_lost:
            self._warn_of_lost_write()
            return
        sent = 0
        if not self._buffer:
            try:
                sent = self._sock.send(data)
            except _BLOCKING:
                pass
            except _ENDING:
                raise
            except BaseException as exc:
                self._fatal_error(exc, 'Fatal write error on socket transport')
                return
        self._keep(data, sent)

    def _keep(self, data, sent):
        """Keeps what was not sent for later."""
        if sent:
            data = memoryview(data)[sent:]
            if not data:
                return
        if not self._buffer:
            self._loop._add_writer(self._sock_fd, self._write_ready)
        self._buffer.append(data)
        self._maybe_pause_protocol()

    def _writelines_otherwise(self, list_of_data):
        if self._eof:
            raise RuntimeError('Cannot call writelines() after write_eof()')
        if self._empty_waiter is not None:
            raise RuntimeError('unable to writelines; sendfile is in progress')
        if not list_of_data:
            return
        self._buffer.extend([memoryview(data) for data in list_of_data])
        self._write_ready()
        if self._buffer:
            self._loop._add_writer(self._sock_fd, self._write_ready)

    def _keep_lines(self, list_of_data, sent):
        self._buffer.extend([memoryview(data) for data in list_of_data])
        self._adjust_leftover_buffer(sent)
        self._loop._add_writer(self._sock_fd, self._write_ready)

    def _get_sendmsg_buffer(self):
        return itertools.islice(self._buffer, own.SC_IOV_MAX)

    def _write_sendmsg(self):
        self._write_some(self._send_many)

    def _write_send(self):
        self._write_some(self._send_first)

    def _send_many(self):
        self._adjust_leftover_buffer(self._sock.sendmsg(self._get_sendmsg_buffer()))

    def _send_first(self):
        data = self._buffer.popleft()
        sent = self._sock.send(data)
        if sent != len(data):
            self._buffer.appendleft(data[sent:])

    def _adjust_leftover_buffer(self, nbytes):
        """Removes what was sent."""
        while nbytes:
            data = self._buffer.popleft()
            if len(data) > nbytes:
                self._buffer.appendleft(data[nbytes:])
                break
            nbytes -= len(data)

    def _write_some(self, send):
        assert self._buffer, 'Data should not be empty'
        if self._conn_lost:
            return
        try:
            send()
        except _BLOCKING:
            return
        except _ENDING:
            raise
        except BaseException as exc:
            self._loop._remove_writer(self._sock_fd)
            self._buffer.clear()
            self._fatal_error(exc, 'Fatal write error on socket transport')
            if self._empty_waiter is not None:
                self._empty_waiter.set_exception(exc)
            return
        # This may write more.
        self._maybe_resume_protocol()
        if self._buffer:
            return
        self._loop._remove_writer(self._sock_fd)
        if self._empty_waiter is not None:
            self._empty_waiter.set_result(None)
        if self._closing:
            self._call_connection_lost(None)
        elif self._eof:
            self._sock.shutdown(own.socket.SHUT_WR)

    def write_eof(self):
        if self._closing or self._eof:
            return
        self._eof = True
        if not self._buffer:
            self._sock.shutdown(own.socket.SHUT_WR)

    def can_write_eof(self):
        return True

    def _call_connection_lost(self, exc):
        super()._call_connection_lost(exc)
        if self._empty_waiter is not None:
            self._empty_waiter.set_exception(ConnectionError('Connection is closed by peer'))

    def _make_empty_waiter(self):
        """A future that is done when nothing waits to be sent."""
        if self._empty_waiter is not None:
            raise RuntimeError('Empty waiter is already set')
        self._empty_waiter = self._loop.create_future()
        if not self._buffer:
            self._empty_waiter.set_result(None)
        return self._empty_waiter

    def _reset_empty_waiter(self):
        self._empty_waiter = None

    def close(self):
        self._write_ready = None
        super().close()


class _SelectorDatagramTransport(_SelectorTransport, transports.DatagramTransport):
    """Datagrams."""

    _buffer_factory = collections.deque
    # What the address of a datagram counts for.
    _header_size = 8

    def __init__(self, loop, sock, protocol, address=None, waiter=None, extra=None):
        super().__init__(loop, sock, protocol, extra)
        self._address = address
        self._buffer_size = 0
        self._begin(waiter)

    def get_write_buffer_size(self):
        return self._buffer_size

    def _read_ready(self):
        if self._conn_lost:
            return
        try:
            data, addr = self._sock.recvfrom(self.max_size)
        except _BLOCKING:
            pass
        except OSError as exc:
            self._protocol.error_received(exc)
        except _ENDING:
            raise
        except BaseException as exc:
            self._fatal_error(exc, 'Fatal read error on datagram transport')
        else:
            self._protocol.datagram_received(data, addr)

    def _send(self, data, addr):
        """Sends a datagram; None if it would block, otherwise whether it worked."""
        try:
            if self._extra['peername']:
                self._sock.send(data)
            else:
                self._sock.sendto(data, addr)
            return True
        except _BLOCKING:
            return None
        except OSError as exc:
            self._protocol.error_received(exc)
            return False
        except _ENDING:
            raise
        except BaseException as exc:
            self._fatal_error(exc, 'Fatal write error on datagram transport')
            return False

    def sendto(self, data, addr=None):
        _check_data(data)
        if self._address:
            if addr not in (None, self._address):
                raise ValueError(f'Invalid address: must be None or {self._address}')
            addr = self._address
        if self._conn_lost and self._address:
            self._warn_of_lost_write()
            return
        if not self._buffer:
            if self._send(data, addr) is not None:
                return
            self._loop._add_writer(self._sock_fd, self._sendto_ready)
        # The caller may change the data.
        self._buffer.append((bytes(data), addr))
        self._buffer_size += len(data) + self._header_size
        self._maybe_pause_protocol()

    def _sendto_ready(self):
        while self._buffer:
            data, addr = self._buffer.popleft()
            self._buffer_size -= len(data) + self._header_size
            sent = self._send(data, addr)
            if sent is None:
                self._buffer.appendleft((data, addr))
                self._buffer_size += len(data) + self._header_size
                break
            if not sent:
                return
        # This may send more.
        self._maybe_resume_protocol()
        if not self._buffer:
            self._loop._remove_writer(self._sock_fd)
            if self._closing:
                self._call_connection_lost(None)
