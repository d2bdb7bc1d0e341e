"""Sending files: the loop's methods for it.

The functions are methods of BaseEventLoop, which refers to them.
"""

from . import base_events as base
from . import constants
from . import exceptions
from . import protocols
from . import transports


def _check_sendfile_params(self, sock, file, offset, count):
    if 'b' not in getattr(file, 'mode', 'b'):
        raise ValueError('file should be opened in binary mode')
    if sock.type != base.socket.SOCK_STREAM:
        raise ValueError('only SOCK_STREAM type sockets are supported')
    if count is not None:
        message = f'count must be a positive integer (got {count!r})'
        if not isinstance(count, int):
            raise TypeError(message)
        if count <= 0:
            raise ValueError(message)
    message = f'offset must be a non-negative integer (got {offset!r})'
    if not isinstance(offset, int):
        raise TypeError(message)
    if offset < 0:
        raise ValueError(message)


async def sock_sendfile(self, sock, file, offset=0, count=None, *, fallback=True):
    """Sends a file; gives the number of bytes."""
    if self._debug and sock.gettimeout() != 0:
        raise ValueError('the socket must be non-blocking')
    base._check_ssl_socket(sock)
    self._check_sendfile_params(sock, file, offset, count)
    try:
        return await self._sock_sendfile_native(sock, file, offset, count)
    except exceptions.SendfileNotAvailableError:
        if not fallback:
            raise
    return await self._sock_sendfile_fallback(sock, file, offset, count)


async def _sock_sendfile_native(self, sock, file, offset, count):
    raise exceptions.SendfileNotAvailableError(
        f'syscall sendfile is not available for socket {sock!r} and file {file!r} combination')


async def _copy(self, file, offset, count, size, send):
    """Reads a file and sends what it reads."""
    if offset:
        file.seek(offset)
    buffer = bytearray(min(count, size) if count else size)
    total = 0
    try:
        while not count or total < count:
            view = memoryview(buffer)
            if count:
                view = view[:count - total]
            read = await self.run_in_executor(None, file.readinto, view)
            if not read:
                break
            await send(view[:read])
            total += read
        return total
    finally:
        if total > 0 and hasattr(file, 'seek'):
            file.seek(offset + total)


async def _sock_sendfile_fallback(self, sock, file, offset, count):
    async def send(data):
        await self.sock_sendall(sock, data)

    return await _copy(self, file, offset, count, constants.SENDFILE_FALLBACK_READBUFFER_SIZE,
                       send)


async def sendfile(self, transport, file, offset=0, count=None, *, fallback=True):
    """Sends a file over a transport; gives the number of bytes."""
    if transport.is_closing():
        raise RuntimeError('Transport is closing')
    modes = constants._SendfileMode
    mode = getattr(transport, '_sendfile_compatible', modes.UNSUPPORTED)
    if mode is modes.UNSUPPORTED:
        raise RuntimeError(f'sendfile is not supported for transport {transport!r}')
    if mode is modes.TRY_NATIVE:
        try:
            return await self._sendfile_native(transport, file, offset, count)
        except exceptions.SendfileNotAvailableError:
            if not fallback:
                raise
    if not fallback:
        raise RuntimeError('fallback is disabled and native sendfile is not '
                           f'supported for transport {transport!r}')
    return await self._sendfile_fallback(transport, file, offset, count)


async def _sendfile_native(self, transp, file, offset, count):
    raise exceptions.SendfileNotAvailableError('sendfile syscall is not supported')


async def _sendfile_fallback(self, transp, file, offset, count):
    protocol = _SendfileFallbackProtocol(transp)

    async def send(data):
        await protocol.drain()
        transp.write(data)

    try:
        return await _copy(self, file, offset, count, 16384, send)
    finally:
        await protocol.restore()


class _SendfileFallbackProtocol(protocols.Protocol):
    """Stands in for the protocol of a transport while a file is sent."""

    def __init__(self, transp):
        if not isinstance(transp, transports._FlowControlMixin):
            raise TypeError('transport should be _FlowControlMixin instance')
        self._transport = transp
        self._proto = transp.get_protocol()
        self._should_resume_reading = transp.is_reading()
        self._should_resume_writing = transp._protocol_paused
        transp.pause_reading()
        transp.set_protocol(self)
        self._write_ready_fut = None
        if self._should_resume_writing:
            self._write_ready_fut = transp._loop.create_future()

    async def drain(self):
        """Waits until the transport takes more."""
        if self._transport.is_closing():
            raise ConnectionError('Connection closed by peer')
        if self._write_ready_fut is not None:
            await self._write_ready_fut

    def connection_made(self, transport):
        raise RuntimeError('Invalid state: connection should have been established already.')

    def connection_lost(self, exc):
        if self._write_ready_fut is not None:
            # Somebody waits in drain().
            error = ConnectionError('Connection is closed by peer') if exc is None else exc
            self._write_ready_fut.set_exception(error)
        self._proto.connection_lost(exc)

    def pause_writing(self):
        if self._write_ready_fut is None:
            self._write_ready_fut = self._transport._loop.create_future()

    def resume_writing(self):
        if self._write_ready_fut is not None:
            self._write_ready_fut.set_result(False)
            self._write_ready_fut = None

    def data_received(self, data):
        raise RuntimeError('Invalid state: reading should be paused')

    def eof_received(self):
        raise RuntimeError('Invalid state: reading should be paused')

    async def restore(self):
        """Gives the transport its own protocol back."""
        self._transport.set_protocol(self._proto)
        if self._should_resume_reading:
            self._transport.resume_reading()
        if self._write_ready_fut is not None:
            # Nobody can wait for it any more.
            self._write_ready_fut.cancel()
        if self._should_resume_writing:
            self._proto.resume_writing()
