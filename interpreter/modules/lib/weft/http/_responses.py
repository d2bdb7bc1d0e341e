"""What comes back: a response whose body is there, or is read as it comes."""

import codecs
import json as _json

from ._decoders import Chain, LineDecoder, TextDecoder
from ._errors import ErrorsOf, HTTPStatusError, ResponseNotRead, StreamClosed, StreamConsumed
from ._headers import Headers
from ._requests import encode_body

_REASONS = {
    200: 'OK', 201: 'Created', 202: 'Accepted', 204: 'No Content', 206: 'Partial Content',
    301: 'Moved Permanently', 302: 'Found', 303: 'See Other', 304: 'Not Modified',
    307: 'Temporary Redirect', 308: 'Permanent Redirect', 400: 'Bad Request',
    401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed',
    408: 'Request Timeout', 409: 'Conflict', 413: 'Request Entity Too Large',
    422: 'Unprocessable Entity', 429: 'Too Many Requests', 500: 'Internal Server Error',
    502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout',
}
_KINDS = {1: 'Informational response', 3: 'Redirect response', 4: 'Client error',
          5: 'Server error'}


class Response:
    """A response. `source` gives its body in pieces; without it, the body is `content`."""

    def __init__(self, status_code, *, headers=None, content=None, text=None, html=None,
                 json=None, source=None, request=None, http_version='HTTP/1.1', reason=None,
                 default_encoding='utf-8', history=None):
        self.status_code = status_code
        self.headers = Headers(headers)
        self.history = list(history or [])
        self.is_closed = False
        self.is_stream_consumed = False
        self.num_bytes_downloaded = 0
        self.next_request = None
        self.http_version = http_version
        self.default_encoding = default_encoding
        self.extensions = {}
        self._reason = reason
        self._request = request
        self._source = source
        self._encoding = None
        self._elapsed = None
        if source is None:
            self._fill(content, text, html, json)

    def _fill(self, content, text, html, json):
        if text is not None or html is not None:
            content = text if text is not None else html
            kind = 'text/plain' if text is not None else 'text/html'
            self.headers.setdefault('Content-Type', f'{kind}; charset=utf-8')
        own, content = encode_body(content, None, None, json)
        for name, value in own.items():
            self.headers.setdefault(name, value)
        self._content = content if isinstance(content, bytes) else b''.join(content)
        self.is_closed = self.is_stream_consumed = True

    @property
    def request(self):
        if self._request is None:
            raise RuntimeError('The request instance has not been set on this response.')
        return self._request

    @request.setter
    def request(self, request):
        self._request = request

    @property
    def url(self):
        return self.request.url

    @property
    def elapsed(self):
        """From the sending of the request to the end of the response, as a timedelta."""
        if self._elapsed is None:
            raise RuntimeError(
                "'.elapsed' may only be accessed after the response has been read or closed.")
        import datetime
        return datetime.timedelta(seconds=self._elapsed)

    # The status.

    @property
    def reason_phrase(self):
        return _REASONS.get(self.status_code, '') if self._reason is None else self._reason

    @property
    def is_informational(self):
        return self.status_code // 100 == 1

    @property
    def is_success(self):
        return self.status_code // 100 == 2

    @property
    def is_redirect(self):
        return self.status_code // 100 == 3

    @property
    def is_client_error(self):
        return self.status_code // 100 == 4

    @property
    def is_server_error(self):
        return self.status_code // 100 == 5

    @property
    def is_error(self):
        return self.status_code // 100 in (4, 5)

    @property
    def has_redirect_location(self):
        return self.status_code in (301, 302, 303, 307, 308) and 'location' in self.headers

    def raise_for_status(self):
        """Raises HTTPStatusError unless the request succeeded."""
        request = self.request
        if self.is_success:
            return self
        kind = _KINDS.get(self.status_code // 100, 'Invalid status code')
        message = (f"{kind} '{self.status_code} {self.reason_phrase}' for url '{self.url}'")
        if self.has_redirect_location:
            message += f"\nRedirect location: '{self.headers['location']}'"
        message += ('\nFor more information check: '
                    f'https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/{self.status_code}')
        raise HTTPStatusError(message, request=request, response=self)

    # The body as a whole.

    @property
    def content(self):
        try:
            return self._content
        except AttributeError:
            raise ResponseNotRead() from None

    @property
    def charset_encoding(self):
        """The encoding that the headers name."""
        for part in self.headers.get('content-type', '').split(';')[1:]:
            name, _, value = part.partition('=')
            if name.strip().lower() == 'charset':
                return value.strip().strip('"\'')
        return None

    @property
    def encoding(self):
        if self._encoding is None:
            encoding = self.charset_encoding
            self._encoding = encoding if encoding and _is_encoding(encoding) else (
                self.default_encoding)
        return self._encoding

    @encoding.setter
    def encoding(self, encoding):
        self._encoding = encoding

    @property
    def text(self):
        return self.content.decode(self.encoding, 'replace')

    def json(self, **options):
        return _json.loads(self.content, **options)

    def read(self):
        """Reads the rest of the body and keeps it."""
        if not hasattr(self, '_content'):
            self._content = b''.join(self.iter_bytes())
        return self._content

    async def aread(self):
        if not hasattr(self, '_content'):
            self._content = b''.join([piece async for piece in self.aiter_bytes()])
        return self._content

    # The body in pieces. The two kinds of source, blocking and not, have one form.

    def _decoder(self):
        codings = self.headers.get_list('content-encoding', split_commas=True)
        return Chain([coding.lower() for coding in codings])

    def _decoded(self, decode, *piece):
        with ErrorsOf(self._request):
            return decode(*piece)

    def _begin(self):
        if self.is_stream_consumed:
            raise StreamConsumed()
        if self.is_closed:
            raise StreamClosed()
        self.is_stream_consumed = True

    def iter_raw(self, chunk_size=None):
        """The body as it was sent, compressed or not."""
        self._begin()
        chunks = _Chunks(chunk_size)
        try:
            while piece := self._source.read():
                self.num_bytes_downloaded += len(piece)
                yield from chunks.add(piece)
            yield from chunks.finish()
        finally:
            self.close()

    def iter_bytes(self, chunk_size=None):
        """The body, decompressed."""
        chunks = _Chunks(chunk_size)
        if hasattr(self, '_content'):
            yield from chunks.add(self._content)
        else:
            decoder = self._decoder()
            for piece in self.iter_raw():
                yield from chunks.add(self._decoded(decoder.decode, piece))
            yield from chunks.add(self._decoded(decoder.finish))
        yield from chunks.finish()

    def iter_text(self, chunk_size=None):
        decoder = TextDecoder(self.encoding)
        chunks = _Chunks(chunk_size, '')
        for piece in self.iter_bytes():
            yield from chunks.add(decoder.decode(piece))
        yield from chunks.add(decoder.finish())
        yield from chunks.finish()

    def iter_lines(self):
        decoder = LineDecoder()
        for piece in self.iter_text():
            yield from decoder.decode(piece)
        yield from decoder.finish()

    async def aiter_raw(self, chunk_size=None):
        self._begin()
        chunks = _Chunks(chunk_size)
        try:
            while piece := await self._source.read():
                self.num_bytes_downloaded += len(piece)
                for chunk in chunks.add(piece):
                    yield chunk
            for chunk in chunks.finish():
                yield chunk
        finally:
            await self.aclose()

    async def aiter_bytes(self, chunk_size=None):
        chunks = _Chunks(chunk_size)
        if hasattr(self, '_content'):
            for chunk in chunks.add(self._content):
                yield chunk
        else:
            decoder = self._decoder()
            async for piece in self.aiter_raw():
                for chunk in chunks.add(self._decoded(decoder.decode, piece)):
                    yield chunk
            for chunk in chunks.add(self._decoded(decoder.finish)):
                yield chunk
        for chunk in chunks.finish():
            yield chunk

    async def aiter_text(self, chunk_size=None):
        decoder = TextDecoder(self.encoding)
        chunks = _Chunks(chunk_size, '')
        async for piece in self.aiter_bytes():
            for chunk in chunks.add(decoder.decode(piece)):
                yield chunk
        for chunk in [*chunks.add(decoder.finish()), *chunks.finish()]:
            yield chunk

    async def aiter_lines(self):
        decoder = LineDecoder()
        async for piece in self.aiter_text():
            for line in decoder.decode(piece):
                yield line
        for line in decoder.finish():
            yield line

    def close(self):
        """Gives the connection back, or closes it where the body was not read."""
        if not self.is_closed:
            self.is_closed = True
            self._elapsed = self._source.close()

    async def aclose(self):
        if not self.is_closed:
            self.is_closed = True
            self._elapsed = await self._source.close()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        self.close()

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, error, traceback):
        await self.aclose()

    def __repr__(self):
        return f'<Response [{self.status_code} {self.reason_phrase}]>'


class _Chunks:
    """Pieces of one size, the last one excepted; as they come where no size is given."""

    def __init__(self, size, empty=b''):
        self._size = size
        self._rest = empty

    def add(self, piece):
        if not piece:
            return []
        if self._size is None:
            return [piece]
        data = self._rest + piece
        whole = len(data) - len(data) % self._size
        self._rest = data[whole:]
        return [data[start:start + self._size] for start in range(0, whole, self._size)]

    def finish(self):
        return [self._rest] if self._rest else []


def _is_encoding(name):
    try:
        codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return True
