"""What is sent: a request with its body."""

import json as _json
import os

from ._errors import RequestNotRead, StreamConsumed
from ._headers import Headers
from ._urls import URL, form_encode, primitive_text


class Request:
    """A request. Its body is bytes, or an iterable of bytes that is sent as it comes."""

    def __init__(self, method, url, *, params=None, headers=None, content=None, data=None,
                 files=None, json=None, extensions=None):
        self.method = method.upper()
        self.url = URL(url)
        if params is not None:
            self.url = self.url.copy_merge_params(params)
        self.headers = Headers(headers)
        self.extensions = dict(extensions or {})
        own, self._body = encode_body(content, data, files, json)
        self._is_consumed = False
        if 'transfer-encoding' in self.headers:
            own.pop('Content-Length', None)
        for name, value in own.items():
            self.headers.setdefault(name, value)
        if self._body == b'' and self.method in ('POST', 'PUT', 'PATCH'):
            self.headers.setdefault('Content-Length', '0')
        if 'host' not in self.headers:
            host = Headers([('Host', self.url.netloc.decode('ascii'))])
            host._list += self.headers._list
            self.headers = host

    @property
    def content(self):
        if not isinstance(self._body, bytes):
            raise RequestNotRead()
        return self._body

    @property
    def is_replayable(self):
        """Whether it can be sent once more."""
        return isinstance(self._body, bytes) or not self._is_consumed

    @property
    def body_in_pieces(self):
        """The iterable that the body is made of; None where the body is bytes."""
        if isinstance(self._body, bytes):
            return None
        if self._is_consumed:
            raise StreamConsumed()
        # What gives a new iterator each time, a list for example, can be sent again.
        self._is_consumed = iter_once(self._body)
        return self._body

    def read(self):
        """Makes the whole body, and keeps it."""
        if not isinstance(self._body, bytes):
            self._body = b''.join(self.body_in_pieces)
        return self._body

    async def aread(self):
        if not isinstance(self._body, bytes):
            pieces = self.body_in_pieces
            if hasattr(pieces, '__aiter__'):
                self._body = b''.join([piece async for piece in pieces])
            else:
                self._body = b''.join(pieces)
        return self._body

    def __repr__(self):
        return f'<{type(self).__name__}({self.method!r}, {str(self.url)!r})>'


def iter_once(body):
    """Whether this is an iterator, which can be gone through but once."""
    return hasattr(body, '__next__') or hasattr(body, '__anext__') or hasattr(body, 'read')


def encode_body(content, data, files, json):
    """Headers and body of what is given, of which there may be one kind."""
    if data is not None and not hasattr(data, 'items'):
        content, data = data, None
    if content is not None:
        return _encode_content(content)
    if files:
        return _encode_multipart(data or {}, files)
    if data:
        items = [(str(name), primitive_text(element)) for name, value in data.items()
                 for element in (value if isinstance(value, (list, tuple)) else (value,))]
        body = form_encode(items).encode('ascii')
        return _headers('application/x-www-form-urlencoded', body), body
    if json is not None:
        body = _json.dumps(json, ensure_ascii=False, separators=(',', ':'),
                           allow_nan=False).encode()
        return _headers('application/json', body), body
    return {}, b''


def _headers(kind, body):
    return {'Content-Length': str(len(body)), 'Content-Type': kind}


def _encode_content(content):
    if isinstance(content, str):
        content = content.encode()
    if isinstance(content, (bytes, bytearray, memoryview)):
        content = bytes(content)
        return ({'Content-Length': str(len(content))} if content else {}), content
    if hasattr(content, '__aiter__') or hasattr(content, '__iter__'):
        return {'Transfer-Encoding': 'chunked'}, content
    raise TypeError(f"Unexpected type for 'content', {type(content)!r}")


def _encode_multipart(data, files):
    boundary = os.urandom(16).hex()
    parts = []
    for name, value in data.items():
        for element in value if isinstance(value, (list, tuple)) else (value,):
            body = element if isinstance(element, bytes) else primitive_text(element).encode()
            parts.append((f'form-data; name="{_escape(name)}"', None, body))
    for name, file in files.items() if hasattr(files, 'items') else files:
        parts.append(_file_part(name, file))
    pieces = []
    for disposition, kind, body in parts:
        kind = f'Content-Type: {kind}\r\n' if kind else ''
        head = f'--{boundary}\r\nContent-Disposition: {disposition}\r\n{kind}\r\n'
        pieces += [head.encode(), body, b'\r\n']
    body = b''.join([*pieces, f'--{boundary}--\r\n'.encode('ascii')])
    return _headers(f'multipart/form-data; boundary={boundary}', body), body


def _file_part(name, file):
    """A file is an open one or bytes, or a tuple of name, the file, and its type."""
    kind = 'application/octet-stream'
    if isinstance(file, tuple):
        file_name, body, *rest = file
        kind = rest[0] if rest and rest[0] else kind
    else:
        body = file
        file_name = os.path.basename(str(getattr(file, 'name', 'upload')))
    if hasattr(body, 'read'):
        body = body.read()
    if isinstance(body, str):
        body = body.encode()
    disposition = f'form-data; name="{_escape(name)}"'
    if file_name is not None:
        disposition += f'; filename="{_escape(file_name)}"'
    return disposition, kind, body


def _escape(name):
    return name.replace('"', '%22').replace('\r', '%0D').replace('\n', '%0A')
