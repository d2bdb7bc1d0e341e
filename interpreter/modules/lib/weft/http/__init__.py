"""HTTP/1.1 for scripts, blocking and for coroutines; its interface is httpx's.

    import weft.http

    response = weft.http.get('https://example.org')

    async with weft.http.AsyncClient(timeout=10) as client:
        response = await client.post('https://example.org', json={'a': 1})
"""

from ._client import USE_CLIENT_DEFAULT
from ._errors import (
    CloseError,
    ConnectError,
    ConnectTimeout,
    DecodingError,
    HTTPError,
    HTTPStatusError,
    InvalidURL,
    LocalProtocolError,
    NetworkError,
    PoolTimeout,
    ProtocolError,
    ProxyError,
    ReadError,
    ReadTimeout,
    RemoteProtocolError,
    RequestError,
    RequestNotRead,
    ResponseNotRead,
    StreamClosed,
    StreamConsumed,
    StreamError,
    TimeoutException,
    TooManyRedirects,
    TransportError,
    UnsupportedProtocol,
    WriteError,
    WriteTimeout,
)
from ._headers import Headers
from ._requests import Request
from ._responses import Response
from ._settings import Limits, Proxy, Timeout
from ._sync import Client
from ._urls import URL, QueryParams

_OF_CLIENTS = ('verify', 'cert', 'proxy', 'trust_env', 'limits')


def _split(options):
    settings = {name: options.pop(name) for name in _OF_CLIENTS if name in options}
    return settings, options


def request(method, url, **options):
    """Sends one request with a client of its own."""
    settings, options = _split(options)
    with Client(**settings) as client:
        return client.request(method, url, **options)


def stream(method, url, **options):
    """As request(), for a block in which the body is read as it comes."""
    return _stream(method, url, *_split(options))


def _stream(method, url, settings, options):
    import contextlib

    @contextlib.contextmanager
    def block():
        with Client(**settings) as client, client.stream(method, url, **options) as response:
            yield response

    return block()


def get(url, **options):
    return request('GET', url, **options)


def options(url, **options):
    return request('OPTIONS', url, **options)


def head(url, **options):
    return request('HEAD', url, **options)


def post(url, **options):
    return request('POST', url, **options)


def put(url, **options):
    return request('PUT', url, **options)


def patch(url, **options):
    return request('PATCH', url, **options)


def delete(url, **options):
    return request('DELETE', url, **options)


def __getattr__(name):
    # asyncio is imported by those who use it.
    if name == 'AsyncClient':
        from ._async import AsyncClient
        globals()[name] = AsyncClient
        return AsyncClient
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


__all__ = [
    'AsyncClient', 'Client', 'CloseError', 'ConnectError', 'ConnectTimeout', 'DecodingError',
    'HTTPError', 'HTTPStatusError', 'Headers', 'InvalidURL', 'Limits', 'LocalProtocolError',
    'NetworkError', 'PoolTimeout', 'ProtocolError', 'Proxy', 'ProxyError', 'QueryParams',
    'ReadError', 'ReadTimeout', 'RemoteProtocolError', 'Request', 'RequestError',
    'RequestNotRead', 'Response', 'ResponseNotRead', 'StreamClosed', 'StreamConsumed',
    'StreamError', 'Timeout', 'TimeoutException', 'TooManyRedirects', 'TransportError', 'URL',
    'USE_CLIENT_DEFAULT', 'UnsupportedProtocol', 'WriteError', 'WriteTimeout', 'delete', 'get',
    'head', 'options', 'patch', 'post', 'put', 'request', 'stream',
]
