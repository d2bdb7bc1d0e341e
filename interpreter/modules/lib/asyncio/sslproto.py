"""TLS between a transport and a protocol.

`SSLProtocol` is the protocol of the transport below: what comes in is decrypted for the
protocol above, which sees `_SSLProtocolTransport` as its transport.
"""

import enum
import ssl
import warnings
from collections import deque

from . import constants, exceptions, protocols, transports
from .log import logger

SSLAgainErrors = (ssl.SSLWantReadError, ssl.SSLSyscallError)


class SSLProtocolState(enum.Enum):
    """What the connection is at."""
    UNWRAPPED = 'UNWRAPPED'
    DO_HANDSHAKE = 'DO_HANDSHAKE'
    WRAPPED = 'WRAPPED'
    FLUSHING = 'FLUSHING'
    SHUTDOWN = 'SHUTDOWN'


_UNWRAPPED, _HANDSHAKE, _WRAPPED, _FLUSHING, _SHUTDOWN = SSLProtocolState

# A connection goes through its states in order; it can be given up at any time.
_FOLLOWING = {_UNWRAPPED: _HANDSHAKE, _HANDSHAKE: _WRAPPED, _WRAPPED: _FLUSHING,
              _FLUSHING: _SHUTDOWN, _SHUTDOWN: None}

# States in which nothing more is taken for the other end.
_ENDING = (_FLUSHING, _SHUTDOWN, _UNWRAPPED)


class AppProtocolState(enum.Enum):
    """What the protocol above has been told."""
    STATE_INIT = 'STATE_INIT'
    STATE_CON_MADE = 'STATE_CON_MADE'
    STATE_EOF = 'STATE_EOF'
    STATE_CON_LOST = 'STATE_CON_LOST'


_INITIAL, _MADE, _AT_EOF, _LOST = AppProtocolState


def _create_transport_context(server_side, server_hostname):
    """The context for a client that names none."""
    if server_side:
        raise ValueError('Server side SSL needs a valid SSLContext')
    context = ssl.create_default_context()
    if not server_hostname:
        context.check_hostname = False
    return context


def add_flowcontrol_defaults(high, low, kb):
    """The limits of a buffer, by a size in KiB where they are not given."""
    if high is None:
        high = kb * 1024 if low is None else 4 * low
    if low is None:
        low = high // 4
    if not high >= low >= 0:
        raise ValueError(f'high ({high!r}) must be >= low ({low!r}) must be >= 0')
    return high, low


def _positive(name, value, default):
    if value is None:
        return default
    if value <= 0:
        raise ValueError(f'{name} should be a positive number, got {value}')
    return value


class _SSLProtocolTransport(transports._FlowControlMixin, transports.Transport):
    """The transport that the protocol above sees."""

    _start_tls_compatible = True
    _sendfile_compatible = constants._SendfileMode.FALLBACK

    def __init__(self, loop, ssl_protocol):
        self._loop = loop
        self._ssl_protocol = ssl_protocol
        self._closed = False

    def __del__(self, _warnings=warnings):
        if not self._closed:
            self._closed = True
            _warnings.warn('unclosed transport <asyncio._SSLProtocolTransport object>',
                           ResourceWarning)

    def get_extra_info(self, name, default=None):
        """What is known of the connection: of TLS, or of the transport below."""
        return self._ssl_protocol._get_extra_info(name, default)

    def set_protocol(self, protocol):
        """Puts another protocol in the place of the one above."""
        self._ssl_protocol._set_app_protocol(protocol)

    def get_protocol(self):
        """The protocol above."""
        return self._ssl_protocol._app_protocol

    def is_closing(self):
        """Whether it is closed, or going to be."""
        return self._closed

    def close(self):
        """Closes in order: what is buffered goes first."""
        if self._closed:
            self._ssl_protocol = None
        else:
            self._closed = True
            self._ssl_protocol._start_shutdown()

    def abort(self):
        """Closes at once."""
        self._force_close(None)

    def _force_close(self, exc):
        self._closed = True
        if self._ssl_protocol is not None:
            self._ssl_protocol._abort(exc)

    def is_reading(self):
        """Whether the protocol above gets what comes in."""
        return not self._ssl_protocol._app_reading_paused

    def pause_reading(self):
        """Keeps what comes in from the protocol above."""
        self._ssl_protocol._pause_reading()

    def resume_reading(self):
        """Gives it on again."""
        self._ssl_protocol._resume_reading()

    def set_write_buffer_limits(self, high=None, low=None):
        """Sets at which sizes of the buffer writing is paused and resumed."""
        self._ssl_protocol._set_write_buffer_limits(high, low)
        self._ssl_protocol._control_app_writing()

    def get_write_buffer_limits(self):
        """The low and the high limit."""
        protocol = self._ssl_protocol
        return protocol._outgoing_low_water, protocol._outgoing_high_water

    def get_write_buffer_size(self):
        """How many bytes wait to be sent."""
        return self._ssl_protocol._get_write_buffer_size()

    def set_read_buffer_limits(self, high=None, low=None):
        """Sets at which sizes of the buffer the transport below is paused and resumed."""
        self._ssl_protocol._set_read_buffer_limits(high, low)
        self._ssl_protocol._control_ssl_reading()

    def get_read_buffer_limits(self):
        """The low and the high limit."""
        protocol = self._ssl_protocol
        return protocol._incoming_low_water, protocol._incoming_high_water

    def get_read_buffer_size(self):
        """How many bytes wait to be decrypted."""
        return self._ssl_protocol._get_read_buffer_size()

    @property
    def _protocol_paused(self):
        # loop.sendfile() asks.
        return self._ssl_protocol._app_writing_paused

    def write(self, data):
        """Sends bytes, sooner or later."""
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError(f'data: expecting a bytes-like instance, got {type(data).__name__}')
        if data:
            self._ssl_protocol._write_appdata((data,))

    def writelines(self, list_of_data):
        """Sends several pieces."""
        self._ssl_protocol._write_appdata(list_of_data)

    def write_eof(self):
        """TLS has no such thing: NotImplementedError."""
        raise NotImplementedError

    def can_write_eof(self):
        """False."""
        return False

    def _test__append_write_backlog(self, data):
        # A seam for tests.
        self._ssl_protocol._write_backlog.append(data)
        self._ssl_protocol._write_buffer_size += len(data)


class SSLProtocol(protocols.BufferedProtocol):
    """The protocol of the transport below."""

    # Most bytes that are read at a time.
    max_size = 256 * 1024

    _handshake_start_time = None
    _handshake_timeout_handle = None
    _shutdown_timeout_handle = None

    def __init__(self, loop, app_protocol, sslcontext, waiter, server_side=False,
                 server_hostname=None, call_connection_made=True, ssl_handshake_timeout=None,
                 ssl_shutdown_timeout=None):
        if ssl is None:
            raise RuntimeError('stdlib ssl module not available')
        self._ssl_buffer = bytearray(self.max_size)
        self._ssl_buffer_view = memoryview(self._ssl_buffer)
        self._ssl_handshake_timeout = _positive(
            'ssl_handshake_timeout', ssl_handshake_timeout, constants.SSL_HANDSHAKE_TIMEOUT)
        self._ssl_shutdown_timeout = _positive(
            'ssl_shutdown_timeout', ssl_shutdown_timeout, constants.SSL_SHUTDOWN_TIMEOUT)
        if not sslcontext:
            sslcontext = _create_transport_context(server_side, server_hostname)
        self._server_side = server_side
        self._server_hostname = (server_hostname or None) if not server_side else None
        self._sslcontext = sslcontext
        self._extra = {'sslcontext': sslcontext}
        self._loop = loop
        self._waiter = waiter
        self._set_app_protocol(app_protocol)
        self._app_transport = None
        self._app_transport_created = False
        self._transport = None
        self._write_backlog = deque()
        self._write_buffer_size = 0
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._state = _UNWRAPPED
        self._app_state = _INITIAL if call_connection_made else _MADE
        # Counts the loss of the connection, and writes behind it.
        self._conn_lost = 0
        self._eof_received = False
        self._sslobj = sslcontext.wrap_bio(
            self._incoming, self._outgoing, server_side=server_side,
            server_hostname=self._server_hostname)
        self._ssl_writing_paused = self._ssl_reading_paused = False
        self._app_writing_paused = self._app_reading_paused = False
        self._set_read_buffer_limits()
        self._set_write_buffer_limits()
        self._get_app_transport()

    def _set_app_protocol(self, app_protocol):
        self._app_protocol = app_protocol
        self._app_protocol_is_buffer = (hasattr(app_protocol, 'get_buffer')
                                        and isinstance(app_protocol, protocols.BufferedProtocol))
        if self._app_protocol_is_buffer:
            self._app_protocol_get_buffer = app_protocol.get_buffer
            self._app_protocol_buffer_updated = app_protocol.buffer_updated

    def _get_app_transport(self):
        if self._app_transport is None:
            if self._app_transport_created:
                raise RuntimeError('Creating _SSLProtocolTransport twice')
            self._app_transport = _SSLProtocolTransport(self._loop, self)
            self._app_transport_created = True
        return self._app_transport

    def _get_extra_info(self, name, default=None):
        if name in self._extra:
            return self._extra[name]
        if self._transport is None:
            return default
        return self._transport.get_extra_info(name, default)

    def _wakeup_waiter(self, exc=None):
        waiter, self._waiter = self._waiter, None
        if waiter is None or waiter.cancelled():
            return
        if exc is None:
            waiter.set_result(None)
        else:
            waiter.set_exception(exc)

    def _set_state(self, new_state):
        if new_state is not _UNWRAPPED and new_state is not _FOLLOWING[self._state]:
            raise RuntimeError(f'cannot switch state from {self._state} to {new_state}')
        self._state = new_state

    def _cancel_timer(self, name):
        handle = getattr(self, name)
        if handle is not None:
            handle.cancel()
            setattr(self, name, None)

    # What the transport below calls.

    def connection_made(self, transport):
        """The transport below is there: the handshake begins."""
        self._transport = transport
        self._start_handshake()

    def connection_lost(self, exc):
        """The transport below is gone."""
        self._write_backlog.clear()
        self._outgoing.read()
        self._conn_lost += 1
        if self._app_transport is not None:
            self._app_transport._closed = True
        if self._state is not _HANDSHAKE and self._app_state in (_MADE, _AT_EOF):
            self._app_state = _LOST
            self._loop.call_soon(self._app_protocol.connection_lost, exc)
        self._set_state(_UNWRAPPED)
        self._transport = self._app_transport = self._app_protocol = None
        self._wakeup_waiter(exc)
        self._cancel_timer('_shutdown_timeout_handle')
        self._cancel_timer('_handshake_timeout_handle')

    def get_buffer(self, n):
        """Where the transport below puts bytes."""
        wanted = n if 0 < n <= self.max_size else self.max_size
        if len(self._ssl_buffer) < wanted:
            self._ssl_buffer = bytearray(wanted)
            self._ssl_buffer_view = memoryview(self._ssl_buffer)
        return self._ssl_buffer_view

    def buffer_updated(self, nbytes):
        """So many bytes came in."""
        self._incoming.write(self._ssl_buffer_view[:nbytes])
        state = self._state
        if state is _WRAPPED:
            self._do_read()
        elif state is _HANDSHAKE:
            self._do_handshake()
        elif state is _FLUSHING:
            self._do_flush()
        elif state is _SHUTDOWN:
            self._do_shutdown()

    def eof_received(self):
        """The other end sends nothing more. The transport below is to be closed, unless bytes
        wait that the protocol above does not want yet."""
        self._eof_received = True
        try:
            if self._loop.get_debug():
                logger.debug('%r received EOF', self)
            state = self._state
            if state is _HANDSHAKE:
                self._on_handshake_complete(ConnectionResetError)
            elif state is _WRAPPED:
                self._set_state(_FLUSHING)
                if self._app_reading_paused:
                    return True
                self._do_flush()
            elif state is _FLUSHING:
                self._do_write()
                self._set_state(_SHUTDOWN)
                self._do_shutdown()
            elif state is _SHUTDOWN:
                self._do_shutdown()
        except Exception:
            self._transport.close()
            raise

    def pause_writing(self):
        """The buffer of the transport below is full."""
        assert not self._ssl_writing_paused
        self._ssl_writing_paused = True

    def resume_writing(self):
        """It has room again."""
        assert self._ssl_writing_paused
        self._ssl_writing_paused = False
        self._process_outgoing()

    # The handshake.

    def _start_handshake(self):
        debug = self._loop.get_debug()
        if debug:
            logger.debug('%r starts SSL handshake', self)
        self._handshake_start_time = self._loop.time() if debug else None
        self._set_state(_HANDSHAKE)
        self._handshake_timeout_handle = self._loop.call_later(
            self._ssl_handshake_timeout, self._check_handshake_timeout)
        self._do_handshake()

    def _check_handshake_timeout(self):
        if self._state is _HANDSHAKE:
            self._fatal_error(ConnectionAbortedError(
                f'SSL handshake is taking longer than {self._ssl_handshake_timeout} seconds: '
                'aborting the connection'))

    def _do_handshake(self):
        try:
            self._sslobj.do_handshake()
        except SSLAgainErrors:
            self._process_outgoing()
        except ssl.SSLError as exc:
            self._on_handshake_complete(exc)
        else:
            self._on_handshake_complete(None)

    def _on_handshake_complete(self, handshake_exc):
        self._cancel_timer('_handshake_timeout_handle')
        connection = self._sslobj
        try:
            if handshake_exc is not None:
                raise handshake_exc
            self._set_state(_WRAPPED)
            certificate = connection.getpeercert()
        except Exception as exc:
            handshake_exc = None
            self._handshake_failed(exc)
            return
        if self._handshake_start_time is not None and self._loop.get_debug():
            passed = self._loop.time() - self._handshake_start_time
            logger.debug('%r: SSL handshake took %.1f ms', self, passed * 1e3)
        self._extra.update(peercert=certificate, cipher=connection.cipher(),
                           compression=connection.compression(), ssl_object=connection)
        if self._app_state is _INITIAL:
            self._app_state = _MADE
            self._app_protocol.connection_made(self._get_app_transport())
        self._wakeup_waiter()
        self._do_read()

    def _handshake_failed(self, exc):
        self._set_state(_UNWRAPPED)
        message = 'SSL handshake failed'
        if isinstance(exc, ssl.CertificateError):
            message += ' on verifying the certificate'
        self._fatal_error(exc, message)
        self._wakeup_waiter(exc)

    # The end.

    def _start_shutdown(self):
        if self._state in _ENDING:
            return
        if self._app_transport is not None:
            self._app_transport._closed = True
        if self._state is _HANDSHAKE:
            self._abort(None)
            return
        self._set_state(_FLUSHING)
        self._shutdown_timeout_handle = self._loop.call_later(
            self._ssl_shutdown_timeout, self._check_shutdown_timeout)
        self._do_flush()

    def _check_shutdown_timeout(self):
        if self._state in (_FLUSHING, _SHUTDOWN):
            self._transport._force_close(exceptions.TimeoutError('SSL shutdown timed out'))

    def _do_flush(self):
        self._do_read()
        self._set_state(_SHUTDOWN)
        self._do_shutdown()

    def _do_shutdown(self):
        try:
            if not self._eof_received:
                self._sslobj.unwrap()
        except SSLAgainErrors:
            self._process_outgoing()
        except ssl.SSLError as exc:
            self._on_shutdown_complete(exc)
        else:
            self._process_outgoing()
            self._call_eof_received()
            self._on_shutdown_complete(None)

    def _on_shutdown_complete(self, shutdown_exc):
        self._cancel_timer('_shutdown_timeout_handle')
        if shutdown_exc:
            self._fatal_error(shutdown_exc)
        else:
            self._loop.call_soon(self._transport.close)

    def _abort(self, exc):
        self._set_state(_UNWRAPPED)
        if self._transport is not None:
            self._transport._force_close(exc)

    # Bytes that go out.

    def _write_appdata(self, list_of_data):
        if self._state in _ENDING:
            if self._conn_lost >= constants.LOG_THRESHOLD_FOR_CONNLOST_WRITES:
                logger.warning('SSL connection is closed')
            self._conn_lost += 1
            return
        for data in list_of_data:
            self._write_backlog.append(data)
            self._write_buffer_size += len(data)
        try:
            if self._state is _WRAPPED:
                self._do_write()
        except Exception as exc:
            self._fatal_error(exc, 'Fatal error on SSL protocol')

    def _do_write(self):
        backlog = self._write_backlog
        try:
            while backlog:
                data = backlog[0]
                count = self._sslobj.write(data)
                length = len(data)
                if count < length:
                    # The rest of large data is not copied again and again.
                    backlog[0] = memoryview(data)[count:]
                    self._write_buffer_size -= count
                else:
                    del backlog[0]
                    self._write_buffer_size -= length
        except SSLAgainErrors:
            pass
        self._process_outgoing()

    def _process_outgoing(self):
        if not self._ssl_writing_paused:
            data = self._outgoing.read()
            if data:
                self._transport.write(data)
        self._control_app_writing()

    # Bytes that come in.

    def _do_read(self):
        if self._state is not _WRAPPED and self._state is not _FLUSHING:
            return
        try:
            if not self._app_reading_paused:
                if self._app_protocol_is_buffer:
                    self._do_read__buffered()
                else:
                    self._do_read__copied()
                if self._write_backlog:
                    self._do_write()
                else:
                    self._process_outgoing()
            self._control_ssl_reading()
        except Exception as exc:
            self._fatal_error(exc, 'Fatal error on SSL protocol')

    def _do_read__buffered(self):
        buffer = self._app_protocol_get_buffer(self._get_read_buffer_size())
        room = len(buffer)
        filled, count = 0, 1
        try:
            while count and filled < room:
                count = self._sslobj.read(room - filled, buffer[filled:] if filled else buffer)
                filled += count
            if count:
                # There may be more than there was room for.
                self._loop.call_soon(self._do_read)
        except SSLAgainErrors:
            pass
        if filled:
            self._app_protocol_buffer_updated(filled)
        if not count:
            self._other_end_closed()

    def _do_read__copied(self):
        chunks = []
        is_closed = False
        try:
            while not is_closed:
                chunk = self._sslobj.read(self.max_size)
                if chunk:
                    chunks.append(chunk)
                else:
                    is_closed = True
        except SSLAgainErrors:
            pass
        if chunks:
            self._app_protocol.data_received(
                chunks[0] if len(chunks) == 1 else b''.join(chunks))
        if is_closed:
            self._other_end_closed()

    def _other_end_closed(self):
        self._call_eof_received()
        self._start_shutdown()

    def _call_eof_received(self):
        if self._app_state is not _MADE:
            return
        self._app_state = _AT_EOF
        try:
            if self._app_protocol.eof_received():
                logger.warning('returning true from eof_received() has no effect when using ssl')
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as exc:
            self._fatal_error(exc, 'Error calling eof_received()')

    # The protocol above is told to write less, or more.

    def _control_app_writing(self):
        size = self._get_write_buffer_size()
        if size >= self._outgoing_high_water and not self._app_writing_paused:
            self._app_writing_paused = True
            self._tell('pause_writing')
        elif size <= self._outgoing_low_water and self._app_writing_paused:
            self._app_writing_paused = False
            self._tell('resume_writing')

    def _tell(self, what):
        try:
            getattr(self._app_protocol, what)()
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as exc:
            self._loop.call_exception_handler({
                'message': f'protocol.{what}() failed', 'exception': exc,
                'transport': self._app_transport, 'protocol': self})

    def _get_write_buffer_size(self):
        return self._outgoing.pending + self._write_buffer_size

    def _set_write_buffer_limits(self, high=None, low=None):
        self._outgoing_high_water, self._outgoing_low_water = add_flowcontrol_defaults(
            high, low, constants.FLOW_CONTROL_HIGH_WATER_SSL_WRITE)

    # The protocol above wants to read less, or more; so does this one.

    def _pause_reading(self):
        self._app_reading_paused = True

    def _resume_reading(self):
        if self._app_reading_paused:
            self._app_reading_paused = False
            self._loop.call_soon(self._go_on_reading)

    def _go_on_reading(self):
        if self._state is _WRAPPED:
            self._do_read()
        elif self._state is _FLUSHING:
            self._do_flush()
        elif self._state is _SHUTDOWN:
            self._do_shutdown()

    def _control_ssl_reading(self):
        size = self._get_read_buffer_size()
        if size >= self._incoming_high_water and not self._ssl_reading_paused:
            self._ssl_reading_paused = True
            self._transport.pause_reading()
        elif size <= self._incoming_low_water and self._ssl_reading_paused:
            self._ssl_reading_paused = False
            self._transport.resume_reading()

    def _set_read_buffer_limits(self, high=None, low=None):
        self._incoming_high_water, self._incoming_low_water = add_flowcontrol_defaults(
            high, low, constants.FLOW_CONTROL_HIGH_WATER_SSL_READ)

    def _get_read_buffer_size(self):
        return self._incoming.pending

    def _fatal_error(self, exc, message='Fatal error on transport'):
        if self._transport:
            self._transport._force_close(exc)
        if isinstance(exc, OSError):
            if self._loop.get_debug():
                logger.debug('%r: %s', self, message, exc_info=True)
        elif not isinstance(exc, exceptions.CancelledError):
            self._loop.call_exception_handler({
                'message': message, 'exception': exc, 'transport': self._transport,
                'protocol': self})
