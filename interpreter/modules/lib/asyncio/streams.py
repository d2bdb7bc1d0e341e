"""Streams: reading and writing with await."""

__all__ = ('StreamReader', 'StreamWriter', 'StreamReaderProtocol', 'open_connection',
           'start_server', 'open_unix_connection', 'start_unix_server')

import collections
import sys
import weakref
from _asyncio import StreamReaderCore, StreamReaderProtocolCore, StreamWriterCore
from _warnings import warn as _warn

from . import coroutines
from . import events
from . import exceptions
from . import format_helpers
from . import protocols
from ._later import Later
from .log import logger
from .tasks import sleep

operator = Later('operator')
socket = Later('socket')
warnings = Later('warnings')

# The most bytes that are looked through for a separator.
_DEFAULT_LIMIT = 64 * 1024


async def _open(connect, limit, *args, **kwds):
    loop = events.get_running_loop()
    reader = StreamReader(limit=limit, loop=loop)
    protocol = StreamReaderProtocol(reader, loop=loop)
    transport, _ = await getattr(loop, connect)(lambda: protocol, *args, **kwds)
    return reader, StreamWriter(transport, protocol, reader, loop)


def _server_factory(client_connected_cb, limit, loop):
    def factory():
        reader = StreamReader(limit=limit, loop=loop)
        return StreamReaderProtocol(reader, client_connected_cb, loop=loop)

    return factory


async def open_connection(host=None, port=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """Connects to a server; gives a reader and a writer."""
    return await _open('create_connection', limit, host, port, **kwds)


async def start_server(client_connected_cb, host=None, port=None, *, limit=_DEFAULT_LIMIT,
                       **kwds):
    """Listens; a function is called with a reader and a writer for each connection."""
    loop = events.get_running_loop()
    factory = _server_factory(client_connected_cb, limit, loop)
    return await loop.create_server(factory, host, port, **kwds)


async def open_unix_connection(path=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """As open_connection(), for a path."""
    return await _open('create_unix_connection', limit, path, **kwds)


async def start_unix_server(client_connected_cb, path=None, *, limit=_DEFAULT_LIMIT, **kwds):
    """As start_server(), for a path."""
    loop = events.get_running_loop()
    factory = _server_factory(client_connected_cb, limit, loop)
    return await loop.create_unix_server(factory, path, **kwds)


class FlowControlMixin(protocols.Protocol):
    """Has writers wait while the transport has too much to send."""

    def __init__(self, loop=None):
        self._loop = events.get_event_loop() if loop is None else loop
        self._paused = False
        self._drain_waiters = collections.deque()
        self._connection_lost = False

    def pause_writing(self):
        assert not self._paused
        self._paused = True
        if self._loop.get_debug():
            logger.debug('%r pauses writing', self)

    def resume_writing(self):
        assert self._paused
        self._paused = False
        if self._loop.get_debug():
            logger.debug('%r resumes writing', self)
        self._wake_waiters(None)

    def connection_lost(self, exc):
        self._connection_lost = True
        if self._paused:
            self._wake_waiters(exc)

    def _wake_waiters(self, exc):
        for waiter in self._drain_waiters:
            if waiter.done():
                continue
            if exc is None:
                waiter.set_result(None)
            else:
                waiter.set_exception(exc)

    async def _drain_helper(self):
        if self._connection_lost:
            raise ConnectionResetError('Connection lost')
        if not self._paused:
            return
        waiter = self._loop.create_future()
        self._drain_waiters.append(waiter)
        try:
            await waiter
        finally:
            self._drain_waiters.remove(waiter)

    def _get_close_waiter(self, stream):
        raise NotImplementedError


_usual_drain_helper = FlowControlMixin._drain_helper


class StreamReaderProtocol(StreamReaderProtocolCore, FlowControlMixin, protocols.Protocol):
    """Feeds a reader with what a transport gives."""

    _source_traceback = None

    def __init__(self, stream_reader, client_connected_cb=None, loop=None):
        super().__init__(loop=loop)
        # A reader that nobody else has any more need not be fed.
        self._stream_reader_wr = None
        if stream_reader is not None:
            self._stream_reader_wr = weakref.ref(stream_reader)
            self._source_traceback = stream_reader._source_traceback
        if client_connected_cb is not None:
            # Nobody else has it yet.
            self._strong_reader = stream_reader
        self._reject_connection = False
        self._task = None
        self._transport = None
        self._client_connected_cb = client_connected_cb
        self._over_ssl = False
        self._closed = self._loop.create_future()

    @property
    def _stream_reader(self):
        return None if self._stream_reader_wr is None else self._stream_reader_wr()

    def _replace_transport(self, transport):
        self._transport = transport
        self._over_ssl = transport.get_extra_info('sslcontext') is not None

    def connection_made(self, transport):
        if self._reject_connection:
            context = {'message': 'An open stream was garbage collected prior to establishing '
                                  'network connection; call "stream.close()" explicitly.'}
            if self._source_traceback:
                context['source_traceback'] = self._source_traceback
            self._loop.call_exception_handler(context)
            transport.abort()
            return
        self._replace_transport(transport)
        reader = self._stream_reader
        if reader is not None:
            reader.set_transport(transport)
        if self._client_connected_cb is None:
            return
        writer = StreamWriter(transport, self, reader, self._loop)
        result = self._client_connected_cb(reader, writer)
        if coroutines.iscoroutine(result):
            self._task = self._loop.create_task(result)
            self._task.add_done_callback(lambda task: self._client_is_done(task, transport))
        self._strong_reader = None

    def _client_is_done(self, task, transport):
        if task.cancelled():
            transport.close()
            return
        exc = task.exception()
        if exc is not None:
            self._loop.call_exception_handler({
                'message': 'Unhandled exception in client_connected_cb',
                'exception': exc,
                'transport': transport,
            })
            transport.close()

    def connection_lost(self, exc):
        reader = self._stream_reader
        if reader is not None:
            if exc is None:
                reader.feed_eof()
            else:
                reader.set_exception(exc)
        if not self._closed.done():
            if exc is None:
                self._closed.set_result(None)
            else:
                self._closed.set_exception(exc)
        super().connection_lost(exc)
        self._stream_reader_wr = None
        self._stream_writer = None
        self._task = None
        self._transport = None

    def eof_received(self):
        reader = self._stream_reader
        if reader is not None:
            reader.feed_eof()
        # With TLS there is no half that stays open.
        return not self._over_ssl

    def _get_close_waiter(self, stream):
        return self._closed

    def __del__(self):
        # Nobody need ask for the exception.
        closed = getattr(self, '_closed', None)
        if closed is not None and closed.done() and not closed.cancelled():
            closed.exception()


class StreamWriter(StreamWriterCore):
    """Writes to a transport."""

    def __init__(self, transport, protocol, reader, loop):
        assert reader is None or isinstance(reader, StreamReader)
        self._transport = transport
        self._protocol = protocol
        self._reader = reader
        self._loop = loop
        self._complete_fut = loop.create_future()
        self._complete_fut.set_result(None)

    def __repr__(self):
        info = [self.__class__.__name__, f'transport={self._transport!r}']
        if self._reader is not None:
            info.append(f'reader={self._reader!r}')
        return f"<{' '.join(info)}>"

    @property
    def transport(self):
        """The transport."""
        return self._transport

    def writelines(self, data):
        """Writes pieces of data."""
        self._transport.writelines(data)

    def write_eof(self):
        """Says that no more data comes."""
        return self._transport.write_eof()

    def can_write_eof(self):
        """Whether write_eof() works."""
        return self._transport.can_write_eof()

    def close(self):
        """Closes the stream."""
        return self._transport.close()

    def is_closing(self):
        """Whether it is closed, or will be."""
        return self._transport.is_closing()

    async def wait_closed(self):
        """Waits until it is closed."""
        await self._protocol._get_close_waiter(self)

    def get_extra_info(self, name, default=None):
        """What the transport knows under a name."""
        return self._transport.get_extra_info(name, default)

    async def _drain(self):
        exc = None if self._reader is None else self._reader.exception()
        if exc is not None:
            raise exc
        if self._transport.is_closing():
            # A writer in a loop gives way, so that connection_lost() is called.
            await sleep(0)
        await self._protocol._drain_helper()

    async def start_tls(self, sslcontext, *, server_hostname=None, ssl_handshake_timeout=None,
                        ssl_shutdown_timeout=None):
        """Goes on encrypted."""
        protocol = self._protocol
        await self.drain()
        transport = await self._loop.start_tls(
            self._transport, protocol, sslcontext,
            server_side=protocol._client_connected_cb is not None,
            server_hostname=server_hostname, ssl_handshake_timeout=ssl_handshake_timeout,
            ssl_shutdown_timeout=ssl_shutdown_timeout)
        self._transport = transport
        protocol._replace_transport(transport)

    def __del__(self, _warn=_warn):
        if self._transport.is_closing():
            return
        if self._loop.is_closed():
            _warn('loop is closed', ResourceWarning)
        else:
            self.close()
            _warn(f'unclosed {self!r}', ResourceWarning)


def _called(name):
    """Names the Python half of a native method after it."""
    def rename(function):
        function.__name__ = name
        function.__qualname__ = f'StreamReader.{name}'
        return function

    return rename


class StreamReader(StreamReaderCore):
    """Reads what it is fed with."""

    _source_traceback = None

    def __init__(self, limit=_DEFAULT_LIMIT, loop=None):
        if limit <= 0:
            raise ValueError('Limit cannot be <= 0')
        self._limit = limit
        self._loop = events.get_event_loop() if loop is None else loop
        if self._loop.get_debug():
            self._source_traceback = format_helpers.extract_stack(sys._getframe(1))

    def __repr__(self):
        info = ['StreamReader']
        if length := self._length():
            info.append(f'{length} bytes')
        if self._eof:
            info.append('eof')
        if self._limit != _DEFAULT_LIMIT:
            info.append(f'limit={self._limit}')
        for name in ('waiter', 'exception', 'transport'):
            value = getattr(self, f'_{name}')
            if value:
                info.append(f'{name}={value!r}')
        if self._paused:
            info.append('paused')
        return f"<{' '.join(info)}>"

    def set_exception(self, exc):
        """Has whoever reads get an exception."""
        self._exception = exc
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.cancelled():
            waiter.set_exception(exc)

    def set_transport(self, transport):
        """Sets the transport that is paused when too much waits to be read."""
        assert self._transport is None, 'Transport already set'
        self._transport = transport

    def feed_eof(self):
        """No more data comes."""
        self._eof = True
        self._wakeup_waiter()

    def _pause_transport(self):
        try:
            self._transport.pause_reading()
        except NotImplementedError:
            # It cannot be paused: no need to try again.
            self._transport = None
        else:
            self._paused = True

    async def _wait_for_data(self, func_name):
        """Waits until something has come."""
        # Two readers would each get parts of what both want.
        if self._waiter is not None:
            raise RuntimeError(f'{func_name}() called while another coroutine is '
                               'already waiting for incoming data')
        assert not self._eof, '_wait_for_data after EOF'
        if self._paused:
            # More is wanted than the limit says.
            self._paused = False
            self._transport.resume_reading()
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _take(self, count):
        """Removes bytes from the buffer."""
        if count >= len(self._buffer):
            data = bytes(self._buffer)
            self._buffer.clear()
        else:
            data = bytes(memoryview(self._buffer)[:count])
            del self._buffer[:count]
        if self._paused:
            self._maybe_resume_transport()
        return data

    def _refuse_line(self, message, consumed):
        newline = b'\n'
        if self._buffer.startswith(newline, consumed):
            del self._buffer[:consumed + len(newline)]
        else:
            self._buffer.clear()
        self._maybe_resume_transport()
        raise ValueError(message)

    def _find_separator(self, separators, offset):
        """Where the first separator begins and ends: the one that ends first."""
        found = None
        for separator in separators:
            begin = self._buffer.find(separator, offset)
            if begin != -1:
                end = begin + len(separator)
                if found is None or end < found[1]:
                    found = begin, end
        return found

    @_called('readuntil')
    async def _read_until_otherwise(self, separator):
        """readuntil() with several separators, or with what is not bytes."""
        separators = sorted(separator, key=len) if isinstance(separator, tuple) else [separator]
        if not separators:
            raise ValueError('Separator should contain at least one element')
        shortest, longest = len(separators[0]), len(separators[-1])
        if shortest == 0:
            raise ValueError('Separator should be at least one-byte string')
        if self._exception is not None:
            raise self._exception
        # What lies before has been looked through.
        offset = 0
        while True:
            length = len(self._buffer)
            if length - offset >= shortest:
                found = self._find_separator(separators, offset)
                if found is not None:
                    break
                offset = max(0, length + 1 - longest)
                if offset > self._limit:
                    raise exceptions.LimitOverrunError(
                        'Separator is not found, and chunk exceed the limit', offset)
            # A separator may have come together with the end.
            if self._eof:
                partial = bytes(self._buffer)
                self._buffer.clear()
                raise exceptions.IncompleteReadError(partial, None)
            await self._wait_for_data('readuntil')
        begin, end = found
        if begin > self._limit:
            raise exceptions.LimitOverrunError(
                'Separator is found, but chunk is longer than limit', begin)
        return self._take(end)

    @_called('read')
    async def _read_otherwise(self, n):
        """read() of everything, or of what is no usual number."""
        if self._exception is not None:
            raise self._exception
        if n < 0:
            blocks = []
            while block := await self.read(self._limit):
                blocks.append(block)
            return b''.join(blocks)
        return await self.read(operator.index(n))

    @_called('readexactly')
    async def _read_exactly_otherwise(self, n):
        if n < 0:
            raise ValueError('readexactly size can not be less than zero')
        return await self.readexactly(operator.index(n))

    def _refuse_separator(self, message, consumed):
        raise exceptions.LimitOverrunError(message, consumed)

    def _refuse_incomplete(self, expected):
        partial = bytes(self._buffer)
        self._buffer.clear()
        raise exceptions.IncompleteReadError(partial, expected)

    def __aiter__(self):
        return self

    __anext__ = StreamReaderCore._next_line

    @_called('__anext__')
    async def _next_otherwise(self):
        line = await self.readline()
        if line == b'':
            raise StopAsyncIteration
        return line
