"""Opening URLs."""

import base64
import contextlib
import http.client
import io
import os
import re
import socket
import string
import sys
import tempfile
import time

from http._dates import format_date as _format_date
from http._message import Message as _Message
from http._message import parse as _parse_headers
from urllib._authentication import *
from urllib._authentication import _basic, parse_http_list, parse_keqv_list
from urllib._handlers import BaseHandler, OpenerDirector, __version__
from urllib._old_splits import (
    _splitattr, _splithost, _splitpasswd, _splitport, _splittag, _splittype, _splituser,
    _splitvalue, unwrap)
from urllib._proxies import (
    _parse_proxy, _proxy_bypass_macosx_sysconf, _proxy_bypass_winreg_override,
    getproxies_environment, proxy_bypass_environment)
from urllib.error import ContentTooShortError, HTTPError, URLError
from urllib.parse import (
    quote, unquote, unquote_to_bytes, urljoin, urlparse, urlsplit, urlunparse)
from urllib.response import addclosehook, addinfourl

__all__ = [
    'Request', 'OpenerDirector', 'BaseHandler', 'HTTPDefaultErrorHandler', 'HTTPRedirectHandler',
    'HTTPCookieProcessor', 'ProxyHandler', 'HTTPPasswordMgr', 'HTTPPasswordMgrWithDefaultRealm',
    'HTTPPasswordMgrWithPriorAuth', 'AbstractBasicAuthHandler', 'HTTPBasicAuthHandler',
    'ProxyBasicAuthHandler', 'AbstractDigestAuthHandler', 'HTTPDigestAuthHandler',
    'ProxyDigestAuthHandler', 'HTTPHandler', 'FileHandler', 'FTPHandler', 'CacheFTPHandler',
    'DataHandler', 'UnknownHandler', 'HTTPErrorProcessor', 'urlopen', 'install_opener',
    'build_opener', 'pathname2url', 'url2pathname', 'getproxies', 'urlretrieve', 'urlcleanup',
    'URLopener', 'FancyURLopener', 'HTTPSHandler',
]

getproxies = getproxies_environment
proxy_bypass = proxy_bypass_environment

_opener = None
_url_tempfiles = []
_port_at_end = re.compile(r':\d+$', re.ASCII)


def urlopen(url, data=None, timeout=socket._GLOBAL_DEFAULT_TIMEOUT, *, context=None):
    """Opens a URL or a Request: the response, which is a file."""
    global _opener
    if context:
        return build_opener(HTTPSHandler(context=context)).open(url, data, timeout)
    if _opener is None:
        _opener = build_opener()
    return _opener.open(url, data, timeout)


def install_opener(opener):
    """Has urlopen use an opener."""
    global _opener
    _opener = opener


def build_opener(*handlers):
    """An opener with handlers, and the usual ones for what these are not for."""
    usual = (ProxyHandler, UnknownHandler, HTTPHandler, HTTPDefaultErrorHandler,
             HTTPRedirectHandler, FTPHandler, FileHandler, HTTPErrorProcessor, DataHandler,
             HTTPSHandler)

    def is_replaced(kind):
        return any(issubclass(each, kind) if isinstance(each, type) else isinstance(each, kind)
                   for each in handlers)

    opener = OpenerDirector()
    for kind in usual:
        if not is_replaced(kind):
            opener.add_handler(kind())
    for handler in handlers:
        opener.add_handler(handler() if isinstance(handler, type) else handler)
    return opener


def _save(response, file, reporthook, result):
    """Copies a response to a file, telling how far it is."""
    headers = response.info()
    block_size, read, number = 8192, 0, 0
    size = int(headers['Content-Length']) if 'content-length' in headers else -1
    with file:
        if reporthook:
            reporthook(number, block_size, size)
        while block := response.read(block_size):
            read += len(block)
            number += 1
            file.write(block)
            if reporthook:
                reporthook(number, block_size, size)
    if read < size:
        raise ContentTooShortError(
            f'retrieval incomplete: got only {read} out of {size} bytes', result)
    return result


def urlretrieve(url, filename=None, reporthook=None, data=None):
    """Copies what a URL leads to into a file. Returns its name, and the headers."""
    kind, path = _splittype(url)
    with contextlib.closing(urlopen(url, data)) as response:
        headers = response.info()
        if kind == 'file' and not filename:
            return os.path.normpath(path), headers
        if filename:
            file = open(filename, 'wb')
        else:
            file = tempfile.NamedTemporaryFile(delete=False)
            filename = file.name
            _url_tempfiles.append(filename)
        return _save(response, file, reporthook, (filename, headers))


def urlcleanup():
    """Removes the files that urlretrieve made, and forgets the opener."""
    global _opener
    for name in _url_tempfiles:
        with contextlib.suppress(OSError):
            os.unlink(name)
    _url_tempfiles.clear()
    _opener = None


def request_host(request):
    """The host of a request in lower case, without its port."""
    host = urlparse(request.full_url)[1] or request.get_header('Host', '')
    return _port_at_end.sub('', host, 1).lower()


class Request:
    """What is asked for: a URL, the method, headers, data."""

    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False,
                 method=None):
        self.full_url = url
        self.headers = {}
        self.unredirected_hdrs = {}
        self._data = None
        self.data = data
        self._tunnel_host = None
        for name, value in headers.items():
            self.add_header(name, value)
        self.origin_req_host = request_host(self) if origin_req_host is None else origin_req_host
        self.unverifiable = unverifiable
        if method:
            self.method = method

    @property
    def full_url(self):
        return f'{self._full_url}#{self.fragment}' if self.fragment else self._full_url

    @full_url.setter
    def full_url(self, url):
        self._full_url, self.fragment = _splittag(unwrap(url))
        self._parse()

    @full_url.deleter
    def full_url(self):
        self._full_url = self.fragment = None
        self.selector = ''

    @property
    def data(self):
        return self._data

    @data.setter
    def data(self, data):
        if data != self._data:
            self._data = data
            # The length of other data would be wrong.
            if self.has_header('Content-length'):
                self.remove_header('Content-length')

    @data.deleter
    def data(self):
        self.data = None

    def _parse(self):
        self.type, rest = _splittype(self._full_url)
        if self.type is None:
            raise ValueError(f'unknown url type: {self.full_url!r}')
        self.host, self.selector = _splithost(rest)
        if self.host:
            self.host = unquote(self.host)

    def get_method(self):
        """The method: GET, or POST with data, where none is set."""
        return getattr(self, 'method', 'GET' if self.data is None else 'POST')

    def get_full_url(self):
        return self.full_url

    def set_proxy(self, host, type):
        """Has the request go by a proxy."""
        if self.type == 'https' and not self._tunnel_host:
            self._tunnel_host = self.host
        else:
            self.type = type
            self.selector = self.full_url
        self.host = host

    def has_proxy(self):
        return self.selector == self.full_url

    def add_header(self, key, val):
        self.headers[key.capitalize()] = val

    def add_unredirected_header(self, key, val):
        """Adds a header that is not sent along when the request is redirected."""
        self.unredirected_hdrs[key.capitalize()] = val

    def has_header(self, header_name):
        return header_name in self.headers or header_name in self.unredirected_hdrs

    def get_header(self, header_name, default=None):
        default = self.unredirected_hdrs.get(header_name, default)
        return self.headers.get(header_name, default)

    def remove_header(self, header_name):
        self.headers.pop(header_name, None)
        self.unredirected_hdrs.pop(header_name, None)

    def header_items(self):
        return list((self.unredirected_hdrs | self.headers).items())


class HTTPErrorProcessor(BaseHandler):
    """Has responses that tell of errors handled as errors."""

    handler_order = 1000

    def http_response(self, request, response):
        code, message, headers = response.code, response.msg, response.info()
        if 200 <= code < 300:
            return response
        return self.parent.error('http', request, response, code, message, headers)

    https_response = http_response


class HTTPDefaultErrorHandler(BaseHandler):
    """Raises errors that no other handler takes."""

    def http_error_default(self, req, fp, code, msg, hdrs):
        raise HTTPError(req.full_url, code, msg, hdrs, fp)


class HTTPRedirectHandler(BaseHandler):
    """Goes where a response says that something is."""

    # How often to one URL, and how often at all.
    max_repeats = 4
    max_redirections = 10
    inf_msg = ('The HTTP server returned a redirect error that would lead to an infinite loop.\n'
               'The last 30x error message was:\n')

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        """The request that follows; HTTPError where the user should be asked."""
        method = req.get_method()
        if not (method in ('GET', 'HEAD') and code in (301, 302, 303, 307, 308)
                or method == 'POST' and code in (301, 302, 303)):
            raise HTTPError(req.full_url, code, msg, headers, fp)
        kept = {name: value for name, value in req.headers.items()
                if name.lower() not in ('content-length', 'content-type')}
        return Request(newurl.replace(' ', '%20'), method='HEAD' if method == 'HEAD' else 'GET',
                       headers=kept, origin_req_host=req.origin_req_host, unverifiable=True)

    def http_error_302(self, req, fp, code, msg, headers):
        location = headers.get('location', headers.get('uri'))
        if location is None:
            return None
        parts = urlparse(location)
        if parts.scheme not in ('http', 'https', 'ftp', ''):
            raise HTTPError(location, code,
                            f"{msg} - Redirection to url '{location}' is not allowed", headers, fp)
        if parts.netloc and not parts.path:
            parts = parts._replace(path='/')
        # Headers are read as ISO 8859-1: these were the bytes.
        location = quote(urlunparse(parts), encoding='iso-8859-1', safe=string.punctuation)
        location = urljoin(req.full_url, location)
        new = self.redirect_request(req, fp, code, msg, headers, location)
        if new is None:
            return None
        visited = getattr(req, 'redirect_dict', None)
        if visited is None:
            visited = req.redirect_dict = {}
        elif (visited.get(location, 0) >= self.max_repeats
              or len(visited) >= self.max_redirections):
            new.redirect_dict = visited
            raise HTTPError(req.full_url, code, self.inf_msg + msg, headers, fp)
        new.redirect_dict = visited
        visited[location] = visited.get(location, 0) + 1
        fp.read()
        fp.close()
        return self.parent.open(new, timeout=req.timeout)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


class ProxyHandler(BaseHandler):
    """Has requests go by proxies."""

    handler_order = 100

    def __init__(self, proxies=None):
        if proxies is None:
            proxies = getproxies()
        assert hasattr(proxies, 'keys'), 'proxies must be a mapping'
        self.proxies = proxies
        for scheme, url in proxies.items():
            self._add(scheme.lower(), url)

    def _add(self, scheme, url):
        method = self.proxy_open
        setattr(self, f'{scheme}_open', lambda request: method(request, url, scheme))

    def proxy_open(self, req, proxy, type):
        original = req.type
        scheme, user, password, host = _parse_proxy(proxy)
        scheme = original if scheme is None else scheme
        if req.host and proxy_bypass(req.host):
            return None
        if user and password:
            req.add_header('Proxy-authorization', _basic(unquote(user), unquote(password)))
        req.set_proxy(unquote(host), scheme)
        if original in (scheme, 'https'):
            return None
        return self.parent.open(req, timeout=req.timeout)


class AbstractHTTPHandler(BaseHandler):
    """HTTP, by connections of any class."""

    def __init__(self, debuglevel=None):
        self._debuglevel = (http.client.HTTPConnection.debuglevel if debuglevel is None
                            else debuglevel)

    def set_http_debuglevel(self, level):
        self._debuglevel = level

    def _get_content_length(self, request):
        return http.client.HTTPConnection._get_content_length(request.data, request.get_method())

    def do_request_(self, request):
        """Adds the headers that a request lacks."""
        host = request.host
        if not host:
            raise URLError('no host given')
        if request.data is not None:
            self._describe_data(request)
        if request.has_proxy():
            host = _splithost(_splittype(request.selector)[1])[0]
        for name, value in [('Host', host), *self.parent.addheaders]:
            name = name.capitalize()
            if not request.has_header(name):
                request.add_unredirected_header(name, value)
        return request

    def _describe_data(self, request):
        if isinstance(request.data, str):
            raise TypeError('POST data should be bytes, an iterable of bytes, or a file object. '
                            'It cannot be of type str.')
        add = request.add_unredirected_header
        if not request.has_header('Content-type'):
            add('Content-type', 'application/x-www-form-urlencoded')
        if not (request.has_header('Content-length') or request.has_header('Transfer-encoding')):
            length = self._get_content_length(request)
            if length is None:
                add('Transfer-encoding', 'chunked')
            else:
                add('Content-length', str(length))

    def do_open(self, http_class, req, **http_conn_args):
        """Sends a request over a connection of a class: the response."""
        host = req.host
        if not host:
            raise URLError('no host given')
        connection = http_class(host, timeout=req.timeout, **http_conn_args)
        connection.set_debuglevel(self._debuglevel)
        headers = dict(req.unredirected_hdrs)
        headers |= {name: value for name, value in req.headers.items() if name not in headers}
        # The response could not be read to its end while another request goes out.
        headers['Connection'] = 'close'
        headers = {name.title(): value for name, value in headers.items()}
        if req._tunnel_host:
            name = 'Proxy-Authorization'
            for_proxy = {name: headers.pop(name)} if name in headers else {}
            connection.set_tunnel(req._tunnel_host, headers=for_proxy)
        try:
            try:
                connection.request(req.get_method(), req.selector, req.data, headers,
                                   encode_chunked=req.has_header('Transfer-encoding'))
            except OSError as error:
                raise URLError(error)
            response = connection.getresponse()
        except:
            connection.close()
            raise
        if connection.sock:
            # The response has its own file of it.
            connection.sock.close()
            connection.sock = None
        response.url = req.get_full_url()
        response.msg = response.reason
        return response


class HTTPHandler(AbstractHTTPHandler):
    """Opens http URLs."""

    def http_open(self, req):
        return self.do_open(http.client.HTTPConnection, req)

    http_request = AbstractHTTPHandler.do_request_


class HTTPSHandler(AbstractHTTPHandler):
    """Opens https URLs."""

    def __init__(self, debuglevel=None, context=None, check_hostname=None):
        kind = http.client.HTTPSConnection
        super().__init__(kind.debuglevel if debuglevel is None else debuglevel)
        if context is None:
            context = http.client._create_https_context(kind._http_vsn)
        if check_hostname is not None:
            context.check_hostname = check_hostname
        self._context = context

    def https_open(self, req):
        return self.do_open(http.client.HTTPSConnection, req, context=self._context)

    https_request = AbstractHTTPHandler.do_request_


class HTTPCookieProcessor(BaseHandler):
    """Keeps cookies, and sends them."""

    def __init__(self, cookiejar=None):
        if cookiejar is None:
            from http.cookiejar import CookieJar
            cookiejar = CookieJar()
        self.cookiejar = cookiejar

    def http_request(self, request):
        self.cookiejar.add_cookie_header(request)
        return request

    def http_response(self, request, response):
        self.cookiejar.extract_cookies(response, request)
        return response

    https_request = http_request
    https_response = http_response


class UnknownHandler(BaseHandler):
    """Refuses URLs of all other schemes."""

    def unknown_open(self, req):
        raise URLError(f'unknown url type: {req.type}')


def _safe_gethostbyname(host):
    try:
        return socket.gethostbyname(host)
    except socket.gaierror:
        return None


def _file_headers(url, path):
    import mimetypes
    facts = os.stat(path)
    kind = mimetypes.guess_type(url)[0] or 'text/plain'
    return _parse_headers(f'Content-type: {kind}\nContent-length: {facts.st_size}\n'
                          f'Last-modified: {_format_date(facts.st_mtime)}\n', _Message)


class FileHandler(BaseHandler):
    """Opens files of this machine."""

    names = None

    def file_open(self, req):
        url = req.selector
        if url[:2] == '//' and url[2:3] != '/' and req.host and req.host != 'localhost':
            if req.host not in self.get_names():
                raise URLError('file:// scheme is supported only on localhost')
            return None
        return self.open_local_file(req)

    def get_names(self):
        """The addresses of this machine."""
        if FileHandler.names is None:
            try:
                FileHandler.names = (*socket.gethostbyname_ex('localhost')[2],
                                     *socket.gethostbyname_ex(socket.gethostname())[2])
            except socket.gaierror:
                FileHandler.names = socket.gethostbyname('localhost'),
        return FileHandler.names

    def open_local_file(self, req):
        host, name = req.host, req.selector
        path = url2pathname(name)
        try:
            headers = _file_headers(name, path)
            port = None
            if host:
                host, port = _splitport(host)
            if not host or not port and _safe_gethostbyname(host) in self.get_names():
                return addinfourl(open(path, 'rb'), headers, f'file://{host or ""}{name}')
        except OSError as error:
            raise URLError(error)
        raise URLError('file not on local host')


class DataHandler(BaseHandler):
    """Opens URLs that are themselves the data."""

    def data_open(self, req):
        url = req.full_url
        kind, data = url.split(':', 1)[1].split(',', 1)
        data = unquote_to_bytes(data)
        if kind.endswith(';base64'):
            kind, data = kind[:-7], base64.decodebytes(data)
        kind = kind or 'text/plain;charset=US-ASCII'
        text = f'Content-type: {kind}\nContent-length: {len(data)}\n'
        return addinfourl(io.BytesIO(data), _parse_headers(text, _Message), url)


def url2pathname(pathname):
    """The path of a file, of what is behind file: in a URL."""
    return unquote(pathname)


def pathname2url(pathname):
    """What stands behind file: in the URL of a file."""
    return quote(pathname)


from urllib._ftp import MAXFTPCACHE, CacheFTPHandler, FTPHandler, ftpcache, ftperrors, ftpwrapper
from urllib._openers import FancyURLopener, URLopener, localhost, noheaders, thishost

for _name in __all__:
    globals()[_name].__module__ = __name__
del _name
