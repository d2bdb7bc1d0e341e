"""A client of HTTP/1.1: a connection, over which one request follows the other."""

import errno as _errno
import io as _io
import re as _re
import socket
import sys as _sys
from collections.abc import Iterable as _Iterable

import http
from http._errors import *
from http._errors import HTTPException
from http._response import (
    _MAXHEADERS, _MAXLINE, _UNKNOWN, HTTPMessage, HTTPResponse, _parse_header_lines, _read_headers,
    parse_headers)
from urllib.parse import urlsplit as _urlsplit

__all__ = [
    'HTTPResponse', 'HTTPConnection', 'HTTPException', 'NotConnected', 'UnknownProtocol',
    'UnknownTransferEncoding', 'UnimplementedFileMode', 'IncompleteRead', 'InvalidURL',
    'ImproperConnectionState', 'CannotSendRequest', 'CannotSendHeader', 'ResponseNotReady',
    'BadStatusLine', 'LineTooLong', 'RemoteDisconnected', 'error', 'responses', 'HTTPSConnection',
]

HTTP_PORT = 80
HTTPS_PORT = 443

# Where a connection is in the exchange of a request for a response.
_CS_IDLE = 'Idle'
_CS_REQ_STARTED = 'Request-started'
_CS_REQ_SENT = 'Request-sent'

globals().update(http.HTTPStatus.__members__)
responses = {status: status.phrase for status in http.HTTPStatus.__members__.values()}
error = HTTPException

_is_legal_header_name = _re.compile(rb'[^:\s][^:\r\n]*').fullmatch
_is_illegal_header_value = _re.compile(rb'\n(?![ \t])|\r(?![ \t\n])').search
_contains_disallowed_url_pchar_re = _re.compile('[\x00-\x20\x7f]')
_contains_disallowed_method_pchar_re = _re.compile('[\x00-\x1f]')

_METHODS_EXPECTING_BODY = {'PATCH', 'POST', 'PUT'}


def _encode(data, name='data'):
    """Text in Latin-1; the error says what to do where that cannot be."""
    try:
        return data.encode('latin-1')
    except UnicodeEncodeError as problem:
        wrong = data[problem.start:problem.end]
        problem.reason = (f"{name.title()} ({wrong!r:.20}) is not valid Latin-1. Use {name}"
                          f".encode('utf-8') if you want to send it encoded in UTF-8.")
        raise problem from None


def _encode_host(name):
    return name.encode('ascii' if name.isascii() else 'idna')


def _strip_ipv6_iface(enc_name):
    """An address in brackets without its zone."""
    address, has_zone, _ = enc_name.partition(b'%')
    if has_zone:
        assert address.startswith(b'['), address
        address += b']'
    return address


def _create_https_context(http_version):
    import ssl
    context = ssl._create_default_https_context()
    if http_version == 11:
        context.set_alpn_protocols(['http/1.1'])
    if context.post_handshake_auth is not None:
        context.post_handshake_auth = True
    return context


def _refuse(found, error, what, text):
    if found:
        raise error(f"{what} can't contain control characters. {text!r} "
                    f"(found at least {found.group()!r})")


class HTTPConnection:
    """A connection to a server, made when the first request is sent."""

    _http_vsn = 11
    _http_vsn_str = 'HTTP/1.1'
    response_class = HTTPResponse
    default_port = HTTP_PORT
    auto_open = 1
    debuglevel = 0

    def __init__(self, host, port=None, timeout=socket._GLOBAL_DEFAULT_TIMEOUT,
                 source_address=None, blocksize=8192):
        self.timeout = timeout
        self.source_address = source_address
        self.blocksize = blocksize
        self.sock = None
        self._buffer = []
        self.__response = None
        self.__state = _CS_IDLE
        self._method = None
        self._tunnel_host = self._tunnel_port = None
        self._tunnel_headers = {}
        self._raw_proxy_headers = None
        self.host, self.port = self._get_hostport(host, port)
        self._validate_host(self.host)
        self._create_connection = socket.create_connection

    @staticmethod
    def _is_textIO(stream):
        return isinstance(stream, _io.TextIOBase)

    @staticmethod
    def _get_content_length(body, method):
        """How many bytes the content has; None where nobody knows."""
        if body is None:
            return 0 if method.upper() in _METHODS_EXPECTING_BODY else None
        if hasattr(body, 'read'):
            return None
        try:
            return memoryview(body).nbytes
        except TypeError:
            return len(body) if isinstance(body, str) else None

    def _get_hostport(self, host, port):
        if port is None:
            port = self.default_port
            colon = host.rfind(':')
            if colon > host.rfind(']'):
                number = host[colon + 1:]
                try:
                    port = int(number) if number else port
                except ValueError:
                    raise InvalidURL(f"nonnumeric port: '{number}'")
                host = host[:colon]
        if host[:1] == '[' and host[-1:] == ']':
            host = host[1:-1]
        return host, port

    def set_debuglevel(self, level):
        self.debuglevel = level

    def _report(self, *words):
        if self.debuglevel > 0:
            print(*words)

    def _wrap_ipv6(self, ip):
        return b'[%b]' % ip if b':' in ip and not ip.startswith(b'[') else ip

    def set_tunnel(self, host, port=None, headers=None):
        """Has the connection go to a host through the proxy that it is made to."""
        if self.sock:
            raise RuntimeError("Can't set up tunnel for established connection")
        self._tunnel_host, self._tunnel_port = self._get_hostport(host, port)
        if headers:
            self._tunnel_headers = headers.copy()
        else:
            self._tunnel_headers.clear()
        if not any(name.lower() == 'host' for name in self._tunnel_headers):
            name = self._tunnel_host.encode('idna').decode('ascii')
            self._tunnel_headers['Host'] = f'{name}:{self._tunnel_port:d}'

    def _tunnel(self):
        target = self._wrap_ipv6(self._tunnel_host.encode('idna'))
        version = self._http_vsn_str.encode('ascii')
        lines = [b'CONNECT %b:%d %b' % (target, self._tunnel_port, version)]
        lines += (f'{name}: {value}'.encode('latin-1')
                  for name, value in self._tunnel_headers.items())
        self.send(b'\r\n'.join([*lines, b'', b'']))
        response = self.response_class(self.sock, method=self._method)
        try:
            _, code, message = response._read_status()
            self._raw_proxy_headers = _read_headers(response.fp)
            for header in self._raw_proxy_headers:
                self._report('header:', header.decode())
            if code != 200:
                self.close()
                raise OSError(f'Tunnel connection failed: {code} {message.strip()}')
        finally:
            response.close()

    def get_proxy_response_headers(self):
        """The headers with which the proxy answered."""
        if self._raw_proxy_headers is None:
            return None
        return _parse_header_lines(self._raw_proxy_headers)

    def connect(self):
        """Makes the connection."""
        _sys.audit('http.client.connect', self, self.host, self.port)
        self.sock = self._create_connection((self.host, self.port), self.timeout,
                                            self.source_address)
        try:
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as problem:
            if problem.errno != _errno.ENOPROTOOPT:
                raise
        if self._tunnel_host:
            self._tunnel()

    def close(self):
        """Closes the connection; the next request makes another."""
        self.__state = _CS_IDLE
        try:
            sock, self.sock = self.sock, None
            if sock:
                sock.close()
        finally:
            response, self.__response = self.__response, None
            if response:
                response.close()

    def send(self, data):
        """Sends bytes, a file of them or bytes that an iterable gives."""
        if self.sock is None:
            if not self.auto_open:
                raise NotConnected()
            self.connect()
        self._report('send:', repr(data))
        if hasattr(data, 'read'):
            for block in self._blocks(data, 'sending a readable'):
                _sys.audit('http.client.send', self, block)
                self.sock.sendall(block)
            return
        _sys.audit('http.client.send', self, data)
        try:
            self.sock.sendall(data)
        except TypeError:
            if not isinstance(data, _Iterable):
                raise TypeError('data should be a bytes-like object or an iterable, '
                                f'got {type(data)!r}')
            for block in data:
                self.sock.sendall(block)

    def _blocks(self, file, what):
        self._report(what)
        is_text = self._is_textIO(file)
        if is_text:
            self._report('encoding file using iso-8859-1')
        while block := file.read(self.blocksize):
            yield block.encode('iso-8859-1') if is_text else block

    def _read_readable(self, readable):
        return self._blocks(readable, 'reading a readable')

    def _output(self, s):
        """Adds a line to the request that is being made."""
        self._buffer.append(s)

    def _send_output(self, message_body=None, encode_chunked=False):
        """Sends the lines of the request, and its content."""
        lines = b'\r\n'.join([*self._buffer, b'', b''])
        self._buffer.clear()
        self.send(lines)
        if message_body is None:
            return
        in_chunks = encode_chunked and self._http_vsn == 11
        for block in self._content(message_body):
            if not block:
                self._report('Zero length chunk ignored')
                continue
            if in_chunks:
                block = b'%X\r\n' % len(block) + block + b'\r\n'
            self.send(block)
        if in_chunks:
            self.send(b'0\r\n\r\n')

    def _content(self, body):
        if hasattr(body, 'read'):
            return self._read_readable(body)
        try:
            memoryview(body)
            return (body,)
        except TypeError:
            pass
        try:
            return iter(body)
        except TypeError:
            raise TypeError('message_body should be a bytes-like object or an iterable, '
                            f'got {type(body)!r}')

    def _forget_response(self):
        if self.__response and self.__response.isclosed():
            self.__response = None

    def putrequest(self, method, url, skip_host=False, skip_accept_encoding=False):
        """Begins a request."""
        self._forget_response()
        if self.__state != _CS_IDLE:
            raise CannotSendRequest(self.__state)
        self.__state = _CS_REQ_STARTED
        self._validate_method(method)
        self._method = method
        url = url or '/'
        self._validate_path(url)
        self._output(self._encode_request(f'{method} {url} {self._http_vsn_str}'))
        if self._http_vsn != 11:
            return
        if not skip_host:
            self.putheader('Host', self._host_for(url))
        if not skip_accept_encoding:
            self.putheader('Accept-Encoding', 'identity')

    def _host_for(self, url):
        netloc = _urlsplit(url).netloc if url.startswith('http') else ''
        if netloc:
            return _strip_ipv6_iface(_encode_host(netloc))
        host, port = self.host, self.port
        if self._tunnel_host:
            host, port = self._tunnel_host, self._tunnel_port
        name = self._wrap_ipv6(_encode_host(host))
        if ':' in host:
            name = _strip_ipv6_iface(name)
        return name if port == self.default_port else f'{name.decode("ascii")}:{port}'

    def _encode_request(self, request):
        return request.encode('ascii')

    def _validate_method(self, method):
        found = _contains_disallowed_method_pchar_re.search(method)
        _refuse(found, ValueError, 'method', method)

    def _validate_path(self, url):
        _refuse(_contains_disallowed_url_pchar_re.search(url), InvalidURL, 'URL', url)

    def _validate_host(self, host):
        _refuse(_contains_disallowed_url_pchar_re.search(host), InvalidURL, 'URL', host)

    def putheader(self, header, *values):
        """Adds a header to the request."""
        if self.__state != _CS_REQ_STARTED:
            raise CannotSendHeader()
        name = header.encode('ascii') if hasattr(header, 'encode') else header
        if not _is_legal_header_name(name):
            raise ValueError(f'Invalid header name {name!r}')
        encoded = []
        for value in values:
            if hasattr(value, 'encode'):
                value = value.encode('latin-1')
            elif isinstance(value, int):
                value = str(value).encode('ascii')
            if _is_illegal_header_value(value):
                raise ValueError(f'Invalid header value {value!r}')
            encoded.append(value)
        self._output(name + b': ' + b'\r\n\t'.join(encoded))

    def endheaders(self, message_body=None, *, encode_chunked=False):
        """Sends the request."""
        if self.__state != _CS_REQ_STARTED:
            raise CannotSendHeader()
        self.__state = _CS_REQ_SENT
        self._send_output(message_body, encode_chunked=encode_chunked)

    def request(self, method, url, body=None, headers={}, *, encode_chunked=False):
        """Makes a request and sends it."""
        self._send_request(method, url, body, headers, encode_chunked)

    def _send_request(self, method, url, body, headers, encode_chunked):
        given = {name.lower() for name in headers}
        skips = {}
        if 'host' in given:
            skips['skip_host'] = 1
        if 'accept-encoding' in given:
            skips['skip_accept_encoding'] = 1
        self.putrequest(method, url, **skips)
        if 'content-length' in given:
            encode_chunked = False
        elif 'transfer-encoding' not in given:
            length = self._get_content_length(body, method)
            encode_chunked = length is None and body is not None
            if encode_chunked:
                self._report(f'Unable to determine size of {body!r}')
                self.putheader('Transfer-Encoding', 'chunked')
            elif length is not None:
                self.putheader('Content-Length', str(length))
        for name, value in headers.items():
            self.putheader(name, value)
        if isinstance(body, str):
            body = _encode(body, 'body')
        self.endheaders(body, encode_chunked=encode_chunked)

    def getresponse(self):
        """The response to the request, when its headers are there."""
        self._forget_response()
        if self.__state != _CS_REQ_SENT or self.__response:
            raise ResponseNotReady(self.__state)
        arguments = (self.debuglevel,) if self.debuglevel > 0 else ()
        response = self.response_class(self.sock, *arguments, method=self._method)
        try:
            try:
                response.begin()
            except ConnectionError:
                self.close()
                raise
            self.__state = _CS_IDLE
            if response.will_close:
                self.close()
            else:
                self.__response = response
            return response
        except:
            response.close()
            raise


class HTTPSConnection(HTTPConnection):
    """A connection by TLS."""

    default_port = HTTPS_PORT

    def __init__(self, host, port=None, *, timeout=socket._GLOBAL_DEFAULT_TIMEOUT,
                 source_address=None, context=None, blocksize=8192):
        super().__init__(host, port, timeout, source_address, blocksize=blocksize)
        self._context = _create_https_context(self._http_vsn) if context is None else context

    def connect(self):
        """Makes the connection, and what TLS asks for."""
        super().connect()
        name = self._tunnel_host or self.host
        self.sock = self._context.wrap_socket(self.sock, server_hostname=name)
