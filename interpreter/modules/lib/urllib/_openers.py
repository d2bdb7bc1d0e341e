"""The deprecated classes that opened URLs before there were handlers."""

import base64
import functools
import http.client
import io
import os
import re
import socket
import tempfile
import warnings

from http._dates import format_date
from http._message import Message, parse
from urllib import _ftp
from urllib._handlers import __version__
from urllib._old_splits import (
    _splitattr, _splithost, _splitpasswd, _splitport, _splitquery, _splittype, _splituser,
    _to_bytes, unwrap)
from urllib.error import HTTPError, URLError
from urllib.parse import quote, unquote, urljoin, urlparse
from urllib.response import addinfourl


@functools.cache
def localhost():
    """The address of localhost."""
    return socket.gethostbyname('localhost')


@functools.cache
def thishost():
    """The addresses of this machine."""
    try:
        return tuple(socket.gethostbyname_ex(socket.gethostname())[2])
    except socket.gaierror:
        return tuple(socket.gethostbyname_ex('localhost')[2])


@functools.cache
def noheaders():
    """A message without headers."""
    return parse('', Message)


def _basic(user_and_password):
    encoded = base64.b64encode(unquote(user_and_password).encode())
    return 'Basic ' + encoded.decode('ascii')


def _with_data(function, *arguments, data=None):
    return function(*arguments) if data is None else function(*arguments, data)


class URLopener:
    """Opens a URL by the method that is named by its scheme."""

    __tempfiles = None
    version = f'Python-urllib/{__version__}'

    def __init__(self, proxies=None, **x509):
        warnings.warn(f'{type(self).__name__} style of invoking requests is deprecated. '
                      'Use newer urlopen functions/methods', DeprecationWarning, stacklevel=3)
        if proxies is None:
            from urllib import request
            proxies = request.getproxies()
        assert hasattr(proxies, 'keys'), 'proxies must be a mapping'
        self.proxies = proxies
        self.key_file = x509.get('key_file')
        self.cert_file = x509.get('cert_file')
        self.addheaders = [('User-Agent', self.version), ('Accept', '*/*')]
        self.__tempfiles = []
        self.tempcache = None
        self.ftpcache = _ftp.ftpcache

    def __del__(self):
        self.close()

    def close(self):
        self.cleanup()

    def cleanup(self, unlink=os.unlink):
        """Removes the files that were made."""
        for file in self.__tempfiles or ():
            try:
                unlink(file)
            except OSError:
                pass
        if self.__tempfiles:
            self.__tempfiles.clear()
        if self.tempcache:
            self.tempcache.clear()

    def addheader(self, *args):
        """Adds a header for requests by HTTP."""
        self.addheaders.append(args)

    def open(self, fullurl, data=None):
        """Opens a URL."""
        fullurl = quote(unwrap(_to_bytes(fullurl)), safe="%/:=&?~#+!$,;'@()*[]|")
        if self.tempcache and fullurl in self.tempcache:
            name, headers = self.tempcache[fullurl]
            return addinfourl(open(name, 'rb'), headers, fullurl)
        kind, url = _splittype(fullurl)
        kind = kind or 'file'
        proxy = self.proxies.get(kind)
        if kind in self.proxies:
            kind, host = _splittype(proxy)
            url = _splithost(host)[0], fullurl
        self.type = kind
        name = f'open_{kind}'.replace('-', '_')
        if not hasattr(self, name) or name == 'open_local_file':
            if proxy:
                return self.open_unknown_proxy(proxy, fullurl, data)
            return self.open_unknown(fullurl, data)
        try:
            return _with_data(getattr(self, name), url, data=data)
        except URLError:
            raise
        except OSError as error:
            raise OSError('socket error', error) from error

    def open_unknown(self, fullurl, data=None):
        raise OSError('url error', 'unknown url type', _splittype(fullurl)[0])

    def open_unknown_proxy(self, proxy, fullurl, data=None):
        raise OSError('url error', f'invalid proxy for {_splittype(fullurl)[0]}', proxy)

    def retrieve(self, url, filename=None, reporthook=None, data=None):
        """Copies what a URL leads to into a file: its name, and the headers."""
        from urllib import request
        url = unwrap(_to_bytes(url))
        if self.tempcache and url in self.tempcache:
            return self.tempcache[url]
        kind, rest = _splittype(url)
        if filename is None and (not kind or kind == 'file'):
            try:
                response = self.open_local_file(rest)
                response.close()
                return request.url2pathname(_splithost(rest)[1]), response.info()
            except OSError:
                pass
        response = self.open(url, data)
        try:
            if filename:
                file = open(filename, 'wb')
            else:
                path = _splithost(rest or '')[1]
                path = _splitattr(_splitquery(path or '')[0] or '')[0]
                descriptor, filename = tempfile.mkstemp(os.path.splitext(path)[1])
                self.__tempfiles.append(filename)
                file = os.fdopen(descriptor, 'wb')
            result = filename, response.info()
            if self.tempcache is not None:
                self.tempcache[url] = result
            return request._save(response, file, reporthook, result)
        finally:
            response.close()

    def _open_generic_http(self, connection_factory, url, data):
        from urllib import request
        proxy_user = None
        if isinstance(url, str):
            host, selector = _splithost(url)
            user = None
            if host:
                user, host = _splituser(host)
                host = unquote(host)
            real = host
        else:
            host, selector = url
            proxy_user, host = _splituser(host)
            kind, url = _splittype(selector)
            user = real = None
            if kind.lower() == 'http':
                real, rest = _splithost(url)
                if real:
                    user, real = _splituser(real)
                if user:
                    selector = f'{kind}://{real}{rest}'
                if request.proxy_bypass(real):
                    host = real
        if not host:
            raise OSError('http error', 'no host given')
        connection = connection_factory(host)
        headers = {}
        if proxy_user:
            headers['Proxy-Authorization'] = _basic(proxy_user)
        if user:
            headers['Authorization'] = _basic(user)
        if real:
            headers['Host'] = real
        headers['Connection'] = 'close'
        headers |= dict(self.addheaders)
        if data is None:
            connection.request('GET', selector, headers=headers)
        else:
            headers['Content-Type'] = 'application/x-www-form-urlencoded'
            connection.request('POST', selector, data, headers)
        try:
            response = connection.getresponse()
        except http.client.BadStatusLine:
            raise URLError('http protocol error: bad status line')
        if 200 <= response.status < 300:
            return addinfourl(response, response.msg, f'http:{url}', response.status)
        return self.http_error(url, response.fp, response.status, response.reason, response.msg,
                               data)

    def open_http(self, url, data=None):
        return self._open_generic_http(http.client.HTTPConnection, url, data)

    def http_error(self, url, fp, errcode, errmsg, headers, data=None):
        """Calls the method of an error, or that for all others."""
        method = getattr(self, f'http_error_{errcode}', None)
        if method:
            result = _with_data(method, url, fp, errcode, errmsg, headers, data=data)
            if result:
                return result
        return self.http_error_default(url, fp, errcode, errmsg, headers)

    def http_error_default(self, url, fp, errcode, errmsg, headers):
        fp.close()
        raise HTTPError(url, errcode, errmsg, headers, None)

    def _https_connection(self, host):
        context = None
        if self.key_file or self.cert_file:
            kind = http.client.HTTPSConnection
            context = http.client._create_https_context(kind._http_vsn)
            context.load_cert_chain(self.cert_file, self.key_file)
        return http.client.HTTPSConnection(host, context=context)

    def open_https(self, url, data=None):
        return self._open_generic_http(self._https_connection, url, data)

    def open_file(self, url):
        if not isinstance(url, str):
            raise URLError('file error: proxy support for file protocol currently not implemented')
        if url[:2] == '//' and url[2:3] != '/' and url[2:12].lower() != 'localhost/':
            raise ValueError('file:// scheme is supported only on localhost')
        return self.open_local_file(url)

    def open_local_file(self, url):
        from urllib import request
        host, file = _splithost(url)
        path = request.url2pathname(file)
        try:
            headers = request._file_headers(url, path)
        except OSError as error:
            raise URLError(error.strerror, error.filename)
        if host:
            host, port = _splitport(host)
            if port or socket.gethostbyname(host) not in (localhost(), *thishost()):
                raise URLError('local file error: not on local host')
            if file.startswith('./'):
                raise ValueError('local file url may start with / or file:. '
                                 f'Unknown url of type: {url}')
        url = f'file://{file}' if file.startswith('/') else file
        return addinfourl(open(path, 'rb'), headers, url)

    def open_ftp(self, url):
        from urllib import request
        if not isinstance(url, str):
            raise URLError('ftp error: proxy support for ftp protocol currently not implemented')
        host, path = _splithost(url)
        if not host:
            raise URLError('ftp error: no host given')
        host, port = _splitport(host)
        user, host = _splituser(host)
        user, password = _splitpasswd(user) if user else ('', '')
        host = socket.gethostbyname(unquote(host))
        path, attributes = _splitattr(path)
        *folders, file = unquote(path).split('/')
        if folders and not folders[0]:
            del folders[0]
        if folders and not folders[0]:
            folders[0] = '/'
        port = int(port or 21)
        user, password = unquote(user or ''), unquote(password or '')
        key = user, host, port, '/'.join(folders)
        if len(self.ftpcache) > request.MAXFTPCACHE:
            for other in [each for each in self.ftpcache if each != key]:
                self.ftpcache.pop(other).close()
        try:
            if key not in self.ftpcache:
                self.ftpcache[key] = request.ftpwrapper(user, password, host, port, folders)
            found, length = self.ftpcache[key].retrfile(
                file, _ftp.transfer_type(file, attributes))
            return addinfourl(found, _ftp.describe(f'ftp:{url}', length), f'ftp:{url}')
        except _ftp.ftperrors() as error:
            raise URLError(f'ftp error: {error}') from error

    def open_data(self, url, data=None):
        if not isinstance(url, str):
            raise URLError('data error: proxy support for data protocol currently not implemented')
        kind, comma, data = url.partition(',')
        if not comma:
            raise OSError('data error', 'bad data URL')
        kind = kind or 'text/plain;charset=US-ASCII'
        encoding = ''
        before, semicolon, last = kind.rpartition(';')
        if semicolon and '=' not in last:
            kind, encoding = before, last
        if encoding == 'base64':
            data = base64.decodebytes(data.encode('ascii')).decode('latin-1')
        else:
            data = unquote(data)
        text = (f'Date: {format_date()}\nContent-type: {kind}\n'
                f'Content-Length: {len(data)}\n\n{data}')
        return addinfourl(io.StringIO(text), parse(text, Message), url)


class FancyURLopener(URLopener):
    """Goes where responses lead, and asks for passwords."""

    def __init__(self, *args, **kwargs):
        URLopener.__init__(self, *args, **kwargs)
        self.auth_cache = {}
        self.tries = 0
        self.maxtries = 10

    def http_error_default(self, url, fp, errcode, errmsg, headers):
        return addinfourl(fp, headers, f'http:{url}', errcode)

    def http_error_302(self, url, fp, errcode, errmsg, headers, data=None):
        self.tries += 1
        try:
            if self.maxtries and self.tries >= self.maxtries:
                method = getattr(self, 'http_error_500', self.http_error_default)
                return method(url, fp, 500, 'Internal Server Error: Redirect Recursion', headers)
            return self.redirect_internal(url, fp, errcode, errmsg, headers, data)
        finally:
            self.tries = 0

    def http_error_301(self, url, fp, errcode, errmsg, headers, data=None):
        return self.http_error_302(url, fp, errcode, errmsg, headers, data)

    http_error_303 = http_error_301

    def http_error_307(self, url, fp, errcode, errmsg, headers, data=None):
        if data is None:
            return self.http_error_302(url, fp, errcode, errmsg, headers, data)
        return self.http_error_default(url, fp, errcode, errmsg, headers)

    http_error_308 = http_error_307

    def redirect_internal(self, url, fp, errcode, errmsg, headers, data):
        location = headers.get('location', headers.get('uri'))
        if location is None:
            return None
        fp.close()
        location = urljoin(f'{self.type}:{url}', location)
        if urlparse(location).scheme not in ('http', 'https', 'ftp', ''):
            raise HTTPError(location, errcode,
                            f"{errmsg} Redirection to url '{location}' is not allowed.",
                            headers, fp)
        return self.open(location)

    def _authenticate(self, header, method, url, fp, errcode, errmsg, headers, data, retry):
        match = re.match('[ \t]*([^ \t]+)[ \t]+realm="([^"]*)"', headers.get(header, ''))
        if not match or match[1].lower() != 'basic' or not retry:
            URLopener.http_error_default(self, url, fp, errcode, errmsg, headers)
        return _with_data(getattr(self, method.format(self.type)), url, match[2], data=data)

    def http_error_401(self, url, fp, errcode, errmsg, headers, data=None, retry=False):
        return self._authenticate('www-authenticate', 'retry_{}_basic_auth', url, fp, errcode,
                                  errmsg, headers, data, retry)

    def http_error_407(self, url, fp, errcode, errmsg, headers, data=None, retry=False):
        return self._authenticate('proxy-authenticate', 'retry_proxy_{}_basic_auth', url, fp,
                                  errcode, errmsg, headers, data, retry)

    def _with_password(self, host, realm):
        """A host with user and password; None where there are none."""
        at = host.find('@') + 1
        user, password = self.get_user_passwd(host[at:], realm, at)
        if not (user or password):
            return None
        return f"{quote(user, safe='')}:{quote(password, safe='')}@{host[at:]}"

    def _retry(self, scheme, url, realm, data):
        host, selector = _splithost(url)
        host = self._with_password(host, realm)
        return host and _with_data(self.open, f'{scheme}://{host}{selector}', data=data)

    def _retry_proxy(self, scheme, url, realm, data):
        host, selector = _splithost(url)
        proxy, path = _splithost(_splittype(self.proxies[scheme])[1])
        proxy = self._with_password(proxy, realm)
        if not proxy:
            return None
        self.proxies[scheme] = f'{scheme}://{proxy}{path}'
        return _with_data(self.open, f'{scheme}://{host}{selector}', data=data)

    def retry_http_basic_auth(self, url, realm, data=None):
        return self._retry('http', url, realm, data)

    def retry_https_basic_auth(self, url, realm, data=None):
        return self._retry('https', url, realm, data)

    def retry_proxy_http_basic_auth(self, url, realm, data=None):
        return self._retry_proxy('http', url, realm, data)

    def retry_proxy_https_basic_auth(self, url, realm, data=None):
        return self._retry_proxy('https', url, realm, data)

    def get_user_passwd(self, host, realm, clear_cache=0):
        """The user and the password for a realm of a host."""
        key = f'{realm}@{host.lower()}'
        if clear_cache:
            self.auth_cache.pop(key, None)
        elif key in self.auth_cache:
            return self.auth_cache[key]
        user, password = self.prompt_user_passwd(host, realm)
        if user or password:
            self.auth_cache[key] = user, password
        return user, password

    def prompt_user_passwd(self, host, realm):
        """Asks on the terminal."""
        import getpass
        try:
            user = input(f'Enter username for {realm} at {host}: ')
            return user, getpass.getpass(f'Enter password for {user} in {realm} at {host}: ')
        except KeyboardInterrupt:
            print()
            return None, None
