"""The client that blocks, on the module socket."""

import contextlib
import select
import socket
import threading
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
from ._responses import Response
from ._wire import LAST_CHUNK, ResponseParser, chunk

_READ_SIZE = 65536


class Connection:
    """One connection to a server or a proxy."""

    def __init__(self, route, context, timeout):
        try:
            self._socket = socket.create_connection((route.host, route.port), timeout)
        except TimeoutError as error:
            raise ConnectTimeout(str(error)) from error
        except (OSError, UnicodeError) as error:
            raise ConnectError(str(error)) from error
        try:
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if route.is_tunnel:
                self._open_tunnel(route, timeout)
            if context is not None:
                self._start_tls(route, context)
        except BaseException:
            self.close()
            raise

    def _open_tunnel(self, route, timeout):
        self.write(route.connect_head(), timeout)
        parser = ResponseParser('HEAD')
        while (head := parser.head()) is None:
            parser.feed(self.read(timeout))
        if head.status_code // 100 != 2:
            raise ProxyError(f"{head.status_code} {head.reason.decode('latin-1')}")

    def _start_tls(self, route, context):
        try:
            self._socket = context.wrap_socket(self._socket, server_hostname=route.url.host)
        except TimeoutError as error:
            raise ConnectTimeout(str(error)) from error
        except (OSError, ValueError) as error:
            raise ConnectError(str(error)) from error

    def read(self, timeout):
        """What has come; nothing at the end."""
        try:
            self._socket.settimeout(timeout)
            return self._socket.recv(_READ_SIZE)
        except TimeoutError as error:
            raise ReadTimeout(str(error)) from error
        except OSError as error:
            raise ReadError(str(error)) from error

    def write(self, data, timeout):
        try:
            self._socket.settimeout(timeout)
            self._socket.sendall(data)
        except TimeoutError as error:
            raise WriteTimeout(str(error)) from error
        except OSError as error:
            raise WriteError(str(error)) from error

    def is_usable(self):
        """Whether the other side is there still, and silent."""
        descriptor = self._socket.fileno()
        if descriptor < 0:
            return False
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        return not poll.poll(0)

    def close(self):
        with contextlib.suppress(OSError):
            self._socket.close()


class SharedPool:
    """The pool of a client, which threads may share."""

    def __init__(self, limits):
        self._books = Pool(limits)
        self._changed = threading.Condition()

    def acquire(self, route, context, timeouts):
        """A connection, and whether it has served before."""
        deadline = None if timeouts['pool'] is None else time.monotonic() + timeouts['pool']
        with self._changed:
            while True:
                connection = self._books.take(route.place)
                if connection is not None:
                    return connection, True
                if self._books.reserve():
                    break
                rest = None if deadline is None else deadline - time.monotonic()
                if (rest is not None and rest <= 0) or not self._changed.wait(rest):
                    raise PoolTimeout('no connection of the pool became free in time')
        try:
            return Connection(route, context, timeouts['connect']), False
        except BaseException:
            with self._changed:
                self._books.forget()
                self._changed.notify()
            raise

    def release(self, route, connection, keep):
        with self._changed:
            if keep:
                self._books.give_back(route.place, connection)
            else:
                self._books.drop(connection)
            self._changed.notify()

    def close(self):
        with self._changed:
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

    def send(self):
        """Sends the request; gives the head of the response."""
        timeout = self._timeouts['write']
        head = self._route.head(self._request)
        pieces = self._request.body_in_pieces
        # A server may refuse a body before it has all come: its response counts then.
        with contextlib.suppress(WriteError):
            if pieces is None:
                self._connection.write(head + self._request.content, timeout)
            else:
                self._connection.write(head, timeout)
                self._send_pieces(pieces, timeout)
        while (response := self._parser.head()) is None:
            self._parser.feed(self._connection.read(self._timeouts['read']))
        return response

    def _send_pieces(self, pieces, timeout):
        is_chunked = 'content-length' not in self._request.headers
        for piece in pieces:
            if piece:
                self._connection.write(chunk(piece) if is_chunked else piece, timeout)
        if is_chunked:
            self._connection.write(LAST_CHUNK, timeout)

    def read(self):
        """The next piece of the body; nothing at its end."""
        with ErrorsOf(self._request):
            while not (piece := self._parser.body()) and not self._parser.complete:
                self._parser.feed(self._connection.read(self._timeouts['read']))
            return piece

    def close(self):
        """Gives the connection back; the seconds that the exchange took."""
        connection, self._connection = self._connection, None
        if connection is not None:
            parser = self._parser
            keep = parser.complete and parser.keep_alive and not parser.has_rest
            self._pool.release(self._route, connection, keep)
        return time.monotonic() - self._started


class Client(BaseClient):
    """An HTTP client that keeps its connections for further requests."""

    def __init__(self, **settings):
        super().__init__(**settings)
        self._pool = SharedPool(self.limits)

    def request(self, method, url, *, content=None, data=None, files=None, json=None, params=None,
                headers=None, auth=USE_CLIENT_DEFAULT, follow_redirects=USE_CLIENT_DEFAULT,
                timeout=USE_CLIENT_DEFAULT, extensions=None):
        request = self.build_request(
            method, url, content=content, data=data, files=files, json=json, params=params,
            headers=headers, timeout=timeout, extensions=extensions)
        return self.send(request, auth=auth, follow_redirects=follow_redirects)

    @contextlib.contextmanager
    def stream(self, method, url, *, auth=USE_CLIENT_DEFAULT,
               follow_redirects=USE_CLIENT_DEFAULT, **options):
        """A response whose body is read as it comes; closed at the end of the block."""
        response = self.send(self.build_request(method, url, **options), stream=True, auth=auth,
                             follow_redirects=follow_redirects)
        try:
            yield response
        finally:
            response.close()

    def send(self, request, *, stream=False, auth=USE_CLIENT_DEFAULT,
             follow_redirects=USE_CLIENT_DEFAULT):
        follow = (self.follow_redirects if follow_redirects is USE_CLIENT_DEFAULT
                  else follow_redirects)
        history = []
        self._prepare(request, auth)
        while True:
            with ErrorsOf(request):
                self._check_redirects(request, history)
                for hook in self.event_hooks['request']:
                    hook(request)
                response = self._send_once(request)
            response.history = list(history)
            try:
                for hook in self.event_hooks['response']:
                    hook(response)
                if response.has_redirect_location:
                    following = self._redirection(request, response)
                    if follow:
                        response.read()
                        history.append(response)
                        request = following
                        continue
                    response.next_request = following
                if not stream:
                    response.read()
                return response
            except BaseException:
                response.close()
                raise

    def _send_once(self, request):
        context = self._ssl_context() if request.url.scheme == 'https' else None
        route = Route(request.url, self._proxy_for(request.url))
        while True:
            connection, is_used = self._pool.acquire(route, context, request.extensions['timeout'])
            exchange = Exchange(self._pool, route, connection, request)
            try:
                head = exchange.send()
            except (ReadError, RemoteProtocolError):
                has_begun = exchange.has_begun
                exchange.close()
                # The server has closed an idle connection at this very moment.
                if is_used and not has_begun and may_repeat(request):
                    continue
                raise
            except BaseException:
                exchange.close()
                raise
            return make_response(head, exchange, request, self.default_encoding)

    def get(self, url, **options):
        return self.request('GET', url, **options)

    def options(self, url, **options):
        return self.request('OPTIONS', url, **options)

    def head(self, url, **options):
        return self.request('HEAD', url, **options)

    def post(self, url, **options):
        return self.request('POST', url, **options)

    def put(self, url, **options):
        return self.request('PUT', url, **options)

    def patch(self, url, **options):
        return self.request('PATCH', url, **options)

    def delete(self, url, **options):
        return self.request('DELETE', url, **options)

    def close(self):
        """Closes the idle connections. The client is not to be used any more."""
        if not self.is_closed:
            self.is_closed = True
            self._pool.close()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        self.close()

    def __del__(self):
        # A client that was never made whole has no pool.
        if not getattr(self, 'is_closed', True) and hasattr(self, '_pool'):
            with contextlib.suppress(Exception):
                self.close()


def may_repeat(request):
    """Whether sending a request twice does no harm."""
    return (request.method in ('GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE')
            and request.is_replayable)


def make_response(head, exchange, request, default_encoding):
    """The response of which the head is there."""
    return Response(
        head.status_code, headers=head.headers, source=exchange, request=request,
        http_version='HTTP/' + head.version.decode('ascii'),
        reason=head.reason.decode('ascii', 'ignore'), default_encoding=default_encoding)
