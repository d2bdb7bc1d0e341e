"""The client for coroutines, on transports of the event loop.

What its coroutines wait for are futures that the protocol below completes: there is the one
`yield` at the bottom of `await client.get(...)`.
"""

import asyncio
import collections
import contextlib
import time

from ._client import USE_CLIENT_DEFAULT, BaseClient, Route
from ._errors import (
    ConnectError,
    ConnectTimeout,
    ErrorsOf,
    PoolTimeout,
    ProxyError,
    ReadError,
    ReadTimeout,
    RemoteProtocolError,
    WriteError,
    WriteTimeout,
)
from ._pool import Pool
from ._sync import make_response, may_repeat
from ._wire import LAST_CHUNK, ResponseParser, chunk

#: So much may be there unread before the transport stops to read.
_HIGH_WATER = 256 * 1024


class Connection(asyncio.Protocol):
    """One connection to a server or a proxy."""

    def __init__(self, loop):
        self._loop = loop
        self._transport = None
        self._received = bytearray()
        self._at_end = False
        self._error = None
        self._reader = None
        self._writer = None
        self._is_reading_paused = False
        self._is_writing_paused = False

    @classmethod
    async def open(cls, route, context, timeout):
        loop = asyncio.get_running_loop()
        connection = cls(loop)
        try:
            async with asyncio.timeout(timeout):
                await connection._connect(route, context, timeout)
        except TimeoutError as error:
            connection.close()
            raise ConnectTimeout(str(error)) from error
        except (OSError, UnicodeError, ValueError) as error:
            connection.close()
            raise ConnectError(str(error)) from error
        except BaseException:
            connection.close()
            raise
        return connection

    async def _connect(self, route, context, timeout):
        direct = {}
        if context is not None and not route.is_tunnel:
            direct = {'ssl': context, 'server_hostname': route.url.host}
        await self._loop.create_connection(lambda: self, route.host, route.port, **direct)
        if route.is_tunnel:
            await self._open_tunnel(route, timeout)
            self._transport = await self._loop.start_tls(
                self._transport, self, context, server_hostname=route.url.host)

    async def _open_tunnel(self, route, timeout):
        await self.write(route.connect_head(), timeout)
        parser = ResponseParser('HEAD')
        while (head := parser.head()) is None:
            parser.feed(await self.read(timeout))
        if head.status_code // 100 != 2:
            raise ProxyError(f"{head.status_code} {head.reason.decode('latin-1')}")

    # What the transport calls.

    def connection_made(self, transport):
        self._transport = transport

    def data_received(self, data):
        self._received += data
        if len(self._received) > _HIGH_WATER and not self._is_reading_paused:
            self._is_reading_paused = True
            self._transport.pause_reading()
        _complete(self._reader)

    def eof_received(self):
        self._at_end = True
        _complete(self._reader)
        return False

    def connection_lost(self, error):
        self._at_end = True
        self._error = error
        _complete(self._reader)
        _complete(self._writer)

    def pause_writing(self):
        self._is_writing_paused = True

    def resume_writing(self):
        self._is_writing_paused = False
        _complete(self._writer)

    # What a request needs.

    async def read(self, timeout):
        """What has come; nothing at the end."""
        if not self._received and not self._at_end:
            self._reader = self._loop.create_future()
            try:
                await self._wait(self._reader, timeout, ReadTimeout)
            finally:
                self._reader = None
        if self._error is not None and not self._received:
            raise ReadError(str(self._error)) from self._error
        data = bytes(self._received)
        self._received.clear()
        if self._is_reading_paused:
            self._is_reading_paused = False
            self._transport.resume_reading()
        return data

    async def write(self, data, timeout):
        if self._at_end or self._transport.is_closing():
            raise WriteError(str(self._error or 'the connection is closed'))
        self._transport.write(data)
        if self._is_writing_paused:
            self._writer = self._loop.create_future()
            try:
                await self._wait(self._writer, timeout, WriteTimeout)
            finally:
                self._writer = None
            if self._error is not None:
                raise WriteError(str(self._error)) from self._error

    async def _wait(self, waiter, timeout, error):
        if timeout is None:
            await waiter
            return
        timer = self._loop.call_later(timeout, _expire, waiter, error)
        try:
            await waiter
        finally:
            timer.cancel()

    def is_usable(self):
        """Whether the other side is there still, and silent."""
        return not (self._at_end or self._received or self._transport.is_closing())

    def close(self):
        if self._transport is not None and not self._loop.is_closed():
            self._transport.abort()


def _complete(waiter):
    if waiter is not None and not waiter.done():
        waiter.set_result(None)


def _expire(waiter, error):
    if not waiter.done():
        waiter.set_exception(error('timed out'))


class LoopPool:
    """The pool of a client in one event loop."""

    def __init__(self, limits, loop):
        self.loop = loop
        self._books = Pool(limits)
        self._waiters = collections.deque()

    async def acquire(self, route, context, timeouts):
        """A connection, and whether it has served before."""
        deadline = None if timeouts['pool'] is None else self.loop.time() + timeouts['pool']
        while True:
            connection = self._books.take(route.place)
            if connection is not None:
                return connection, True
            if self._books.reserve():
                break
            await self._wait(deadline)
        try:
            return await Connection.open(route, context, timeouts['connect']), False
        except BaseException:
            self._books.forget()
            self._wake_one()
            raise

    async def _wait(self, deadline):
        waiter = self.loop.create_future()
        self._waiters.append(waiter)
        timer = None
        if deadline is not None:
            timer = self.loop.call_at(deadline, _expire, waiter, PoolTimeout)
        try:
            await waiter
        except BaseException:
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                # Woken and cancelled at once: the next one may have the place.
                self._wake_one()
            raise
        finally:
            if timer is not None:
                timer.cancel()
            with contextlib.suppress(ValueError):
                self._waiters.remove(waiter)

    def _wake_one(self):
        while self._waiters:
            waiter = self._waiters.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return

    def release(self, route, connection, keep):
        if keep:
            self._books.give_back(route.place, connection)
        else:
            self._books.drop(connection)
        self._wake_one()

    def close(self):
        self._books.close()


class Exchange:
    """One request and its response on one connection: the source of a response's body."""

    def __init__(self, pool, route, connection, request):
        self._pool = pool
        self._route = route
        self._connection = connection
        self._request = request
        self._timeouts = request.extensions['timeout']
        self._parser = ResponseParser(request.method)
        self._started = time.monotonic()

    @property
    def has_begun(self):
        return self._parser.started

    def hurry(self, seconds):
        """Waits no longer than this for each further piece."""
        self._timeouts = {**self._timeouts, 'read': seconds}

    async def send(self):
        """Sends the request; gives the head of the response."""
        timeout = self._timeouts['write']
        head = self._route.head(self._request)
        pieces = self._request.body_in_pieces
        # A server may refuse a body before it has all come: its response counts then.
        with contextlib.suppress(WriteError):
            if pieces is None:
                await self._connection.write(head + self._request.content, timeout)
            else:
                await self._connection.write(head, timeout)
                await self._send_pieces(pieces, timeout)
        while (response := self._parser.head()) is None:
            self._parser.feed(await self._connection.read(self._timeouts['read']))
        return response

    async def _send_pieces(self, pieces, timeout):
        is_chunked = 'content-length' not in self._request.headers
        async for piece in _each(pieces):
            if piece:
                await self._connection.write(chunk(piece) if is_chunked else piece, timeout)
        if is_chunked:
            await self._connection.write(LAST_CHUNK, timeout)

    async def read(self):
        """The next piece of the body; nothing at its end."""
        with ErrorsOf(self._request):
            while not (piece := self._parser.body()) and not self._parser.complete:
                self._parser.feed(await self._connection.read(self._timeouts['read']))
            return piece

    async def close(self):
        """Gives the connection back; the seconds that the exchange took."""
        return self.release()

    def release(self):
        connection, self._connection = self._connection, None
        if connection is not None:
            parser = self._parser
            keep = parser.complete and parser.keep_alive and not parser.has_rest
            self._pool.release(self._route, connection, keep)
        return time.monotonic() - self._started


async def _each(pieces):
    if hasattr(pieces, '__aiter__'):
        async for piece in pieces:
            yield piece
    else:
        for piece in pieces:
            yield piece


class AsyncClient(BaseClient):
    """An HTTP client for coroutines that keeps its connections for further requests."""

    def __init__(self, **settings):
        super().__init__(**settings)
        self._pool = None

    async def request(self, method, url, *, content=None, data=None, files=None, json=None,
                      params=None, headers=None, auth=USE_CLIENT_DEFAULT,
                      follow_redirects=USE_CLIENT_DEFAULT, timeout=USE_CLIENT_DEFAULT,
                      extensions=None):
        request = self.build_request(
            method, url, content=content, data=data, files=files, json=json, params=params,
            headers=headers, timeout=timeout, extensions=extensions)
        return await self.send(request, auth=auth, follow_redirects=follow_redirects)

    @contextlib.asynccontextmanager
    async def stream(self, method, url, *, auth=USE_CLIENT_DEFAULT,
                     follow_redirects=USE_CLIENT_DEFAULT, **options):
        """A response whose body is read as it comes; closed at the end of the block."""
        response = await self.send(self.build_request(method, url, **options), stream=True,
                                   auth=auth, follow_redirects=follow_redirects)
        try:
            yield response
        finally:
            await response.aclose()

    async def send(self, request, *, stream=False, auth=USE_CLIENT_DEFAULT,
                   follow_redirects=USE_CLIENT_DEFAULT):
        follow = (self.follow_redirects if follow_redirects is USE_CLIENT_DEFAULT
                  else follow_redirects)
        history = []
        self._prepare(request, auth)
        while True:
            with ErrorsOf(request):
                self._check_redirects(request, history)
                for hook in self.event_hooks['request']:
                    await hook(request)
                response = await self._send_once(request)
            response.history = list(history)
            try:
                for hook in self.event_hooks['response']:
                    await hook(response)
                if response.has_redirect_location:
                    following = self._redirection(request, response)
                    if follow:
                        await response.aread()
                        history.append(response)
                        request = following
                        continue
                    response.next_request = following
                if not stream:
                    await response.aread()
                return response
            except BaseException:
                await response.aclose()
                raise

    async def _send_once(self, request):
        context = self._ssl_context() if request.url.scheme == 'https' else None
        route = Route(request.url, self._proxy_for(request.url))
        pool = self._pool_of_loop()
        while True:
            connection, is_used = await pool.acquire(route, context, request.extensions['timeout'])
            exchange = Exchange(pool, route, connection, request)
            try:
                head = await exchange.send()
            except (ReadError, RemoteProtocolError):
                has_begun = exchange.has_begun
                exchange.release()
                # The server has closed an idle connection at this very moment.
                if is_used and not has_begun and may_repeat(request):
                    continue
                raise
            except BaseException:
                exchange.release()
                raise
            return make_response(head, exchange, request, self.default_encoding)

    def _pool_of_loop(self):
        """Connections belong to a loop. In another one, new ones are made."""
        loop = asyncio.get_running_loop()
        if self._pool is None or self._pool.loop is not loop:
            self._pool = LoopPool(self.limits, loop)
        return self._pool

    async def get(self, url, **options):
        return await self.request('GET', url, **options)

    async def options(self, url, **options):
        return await self.request('OPTIONS', url, **options)

    async def head(self, url, **options):
        return await self.request('HEAD', url, **options)

    async def post(self, url, **options):
        return await self.request('POST', url, **options)

    async def put(self, url, **options):
        return await self.request('PUT', url, **options)

    async def patch(self, url, **options):
        return await self.request('PATCH', url, **options)

    async def delete(self, url, **options):
        return await self.request('DELETE', url, **options)

    async def aclose(self):
        """Closes the idle connections. The client is not to be used any more."""
        if not self.is_closed:
            self.is_closed = True
            if self._pool is not None:
                self._pool.close()
                # The transports close themselves in the next turn of the loop.
                await asyncio.sleep(0)

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, error, traceback):
        await self.aclose()
