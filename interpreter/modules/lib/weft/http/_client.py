"""What a client does before and after the sending, blocking or not."""

import binascii
import os
import sys

from ._errors import (
    InvalidURL,
    RemoteProtocolError,
    TooManyRedirects,
    UnsupportedProtocol,
)
from ._headers import Headers
from ._requests import Request
from ._settings import (
    DEFAULT_LIMITS,
    DEFAULT_MAX_REDIRECTS,
    DEFAULT_TIMEOUT,
    EnvironmentProxies,
    Proxy,
    Timeout,
    ssl_context,
)
from ._urls import URL, QueryParams
from ._wire import request_head

#: What an argument is where the one of the client is meant.
USE_CLIENT_DEFAULT = type('UseClientDefault', (), {'__repr__': lambda _: 'USE_CLIENT_DEFAULT'})()

_USER_AGENT = 'weft-http/' + '.'.join(map(str, sys.version_info[:2]))


class BaseClient:
    """The settings of a client; how it makes requests and follows redirects."""

    def __init__(self, *, auth=None, params=None, headers=None, verify=True, cert=None,
                 proxy=None, timeout=DEFAULT_TIMEOUT, follow_redirects=False,
                 limits=DEFAULT_LIMITS, max_redirects=DEFAULT_MAX_REDIRECTS, event_hooks=None,
                 base_url='', trust_env=True, default_encoding='utf-8'):
        self.auth = auth
        self.params = QueryParams(params)
        self.headers = Headers([
            ('Accept', '*/*'), ('Accept-Encoding', 'gzip, deflate'),
            ('Connection', 'keep-alive'), ('User-Agent', _USER_AGENT)])
        self.headers.update(headers)
        self.timeout = Timeout(timeout)
        self.follow_redirects = follow_redirects
        self.limits = limits
        self.max_redirects = max_redirects
        self.base_url = base_url
        self.default_encoding = default_encoding
        hooks = event_hooks or {}
        self.event_hooks = {name: list(hooks.get(name, ())) for name in ('request', 'response')}
        self.is_closed = False
        self._verify = verify
        self._cert = cert
        self._context = None
        self._proxy = Proxy(proxy) if isinstance(proxy, (str, URL)) else proxy
        self._trust_env = trust_env
        self._environment = EnvironmentProxies(os.environ) if trust_env and not proxy else None

    @property
    def base_url(self):
        return self._base_url

    @base_url.setter
    def base_url(self, url):
        url = URL(url)
        path = url.raw_path
        self._base_url = url if path.endswith(b'/') else url.copy_with(raw_path=path + b'/')

    @property
    def trust_env(self):
        return self._trust_env

    # Requests.

    def build_request(self, method, url, *, content=None, data=None, files=None, json=None,
                      params=None, headers=None, timeout=USE_CLIENT_DEFAULT, extensions=None):
        """A request with the client's own headers and parameters."""
        merged = self.headers.copy()
        merged.update(headers)
        # Without any parameters, those that the URL holds itself stay as they are.
        parameters = self.params.merge(params) if self.params or params else None
        timeout = self.timeout if timeout is USE_CLIENT_DEFAULT else Timeout(timeout)
        return Request(method, self._merge_url(url), params=parameters, headers=merged,
                       content=content, data=data, files=files, json=json,
                       extensions={**(extensions or {}), 'timeout': timeout.as_dict()})

    def _merge_url(self, url):
        url = URL(url)
        if url.is_absolute_url or not self._base_url.host:
            return url
        path = self._base_url.raw_path + url.raw_path.lstrip(b'/')
        return self._base_url.copy_with(raw_path=path)

    def _prepare(self, request, auth):
        """The last checks before a request goes out."""
        if self.is_closed:
            raise RuntimeError('Cannot send a request, as the client has been closed.')
        url = request.url
        if url.scheme not in ('http', 'https'):
            raise UnsupportedProtocol(
                f"Request URL has an unsupported protocol '{url.scheme}://'." if url.scheme else
                "Request URL is missing an 'http://' or 'https://' protocol.", request=request)
        if not url.host:
            raise UnsupportedProtocol('Request URL has no host.', request=request)
        request.extensions.setdefault('timeout', self.timeout.as_dict())
        auth = self.auth if auth is USE_CLIENT_DEFAULT else auth
        if auth is None and url.userinfo and 'authorization' not in request.headers:
            auth = url.username, url.password
        if callable(auth):
            auth(request)
        elif auth is not None:
            request.headers['Authorization'] = basic_auth(*auth)

    # Where to.

    def _proxy_for(self, url):
        if self._environment is not None:
            return self._environment.proxy_for(url)
        return self._proxy

    def _ssl_context(self):
        if self._context is None:
            self._context = ssl_context(self._verify, self._cert)
        return self._context

    # Redirects.

    def _redirection(self, request, response):
        """The request that a redirect asks for."""
        try:
            url = request.url.join(response.headers['location'])
        except InvalidURL as error:
            raise RemoteProtocolError(
                f'Invalid URL in location header: {error}.', request=request) from None
        if url.scheme not in ('http', 'https') or not url.host:
            raise UnsupportedProtocol(f'Redirect to an unsupported URL {str(url)!r}.',
                                      request=request)
        if request.url.fragment and not url.fragment:
            url.fragment = request.url.fragment
        method = _redirect_method(request.method, response.status_code)
        headers = request.headers.copy()
        if url.origin != request.url.origin and not _is_upgrade(request.url, url):
            headers.pop('Authorization', None)
        headers['Host'] = url.netloc.decode('ascii')
        body = request._body
        if method != request.method:
            body = b''
            for name in ('Content-Length', 'Transfer-Encoding', 'Content-Type'):
                headers.pop(name, None)
        following = Request(method, url, headers=headers, content=body or None,
                            extensions=request.extensions)
        following._is_consumed = request._is_consumed and body is request._body
        return following

    def _check_redirects(self, request, history):
        if len(history) > self.max_redirects:
            raise TooManyRedirects('Exceeded maximum allowed redirects.', request=request)


def _redirect_method(method, status_code):
    if status_code == 303 and method != 'HEAD':
        return 'GET'
    if status_code == 302 and method != 'HEAD':
        return 'GET'
    if status_code == 301 and method == 'POST':
        return 'GET'
    return method


def _is_upgrade(url, location):
    """Whether a redirect leads from http to https, else to the same place."""
    return (url.host == location.host and url.scheme == 'http' and location.scheme == 'https'
            and url.effective_port == 80 and location.effective_port == 443)


def basic_auth(user, password):
    """The value of an Authorization header."""
    pair = f'{user}:{password}'.encode()
    return 'Basic ' + binascii.b2a_base64(pair, newline=False).decode('ascii')


class Route:
    """How to come to the place that a URL names: directly, or by a proxy."""

    def __init__(self, url, proxy):
        self.url = url
        self.proxy = proxy
        self.is_tunnel = proxy is not None and url.scheme == 'https'
        near = url if proxy is None else proxy.url
        self.host, self.port = near.host, near.effective_port
        #: Requests for the same place may use the same connection.
        self.place = (url.origin if proxy is None or self.is_tunnel else None,
                      proxy and str(proxy.url))

    def head(self, request):
        """The head of a request, as the next hop wants it."""
        headers = request.headers.raw_text()
        target = request.url.raw_path.decode('ascii')
        if self.proxy is not None and not self.is_tunnel:
            target = f"http://{request.url.netloc.decode('ascii')}{target}"
            headers += self._proxy_headers()
        return request_head(request.method, target, headers)

    def connect_head(self):
        """What asks the proxy for a tunnel."""
        host = f'[{self.url.host}]' if ':' in self.url.host else self.url.host
        place = f'{host}:{self.url.effective_port}'
        return request_head('CONNECT', place, [
            ('Host', place), ('Accept', '*/*'), *self._proxy_headers()])

    def _proxy_headers(self):
        headers = Headers(self.proxy.headers)
        if self.proxy.auth is not None:
            headers['Proxy-Authorization'] = basic_auth(*self.proxy.auth)
        return headers.raw_text()
