"""Responses as they are: headers and status beside the object, or the body piece by piece."""

class _BaseResponse:
    """A response, and the object that it holds."""

    def __init__(self, *, raw, client, options, retries_taken=0):
        self.http_response = raw
        self.retries_taken = retries_taken
        self._client = client
        self._options = options
        self._parsed = {}

    headers = property(lambda self: self.http_response.headers)
    http_request = property(lambda self: self.http_response.request)
    status_code = property(lambda self: self.http_response.status_code)
    url = property(lambda self: self.http_response.url)
    method = property(lambda self: self.http_request.method)
    http_version = property(lambda self: self.http_response.http_version)
    elapsed = property(lambda self: self.http_response.elapsed)
    is_closed = property(lambda self: self.http_response.is_closed)
    request_id = property(lambda self: self.headers.get('x-request-id'))

    def _parse(self, to):
        key = self._options.cast_to if to is None else to
        if key not in self._parsed:
            options = self._options
            if to is not None:
                import copy
                options = copy.copy(options)
                options.cast_to = to
            self._parsed[key] = self._client._parse(self.http_response, options)
        return self._parsed[key]

    def __repr__(self):
        return (f'<{type(self).__name__} [{self.status_code} '
                f'{self.http_response.reason_phrase}] type={self._options.cast_to}>')


class LegacyAPIResponse(_BaseResponse):
    """What `with_raw_response` gives: the body has been read."""

    content = property(lambda self: self.http_response.content)
    text = property(lambda self: self.http_response.text)

    def json(self, **options):
        return self.http_response.json(**options)

    def parse(self, *, to=None):
        return self._parse(to)


class APIResponse(_BaseResponse):
    """What `with_streaming_response` gives: the body is read when it is asked for."""

    def parse(self, *, to=None):
        if not self._options.stream:
            self.read()
        return self._parse(to)

    def read(self):
        return self.http_response.read()

    def text(self):
        self.read()
        return self.http_response.text

    def json(self):
        self.read()
        return self.http_response.json()

    def close(self):
        self.http_response.close()

    def iter_bytes(self, chunk_size=None):
        return self.http_response.iter_bytes(chunk_size)

    def iter_text(self, chunk_size=None):
        return self.http_response.iter_text(chunk_size)

    def iter_lines(self):
        return self.http_response.iter_lines()


class AsyncAPIResponse(_BaseResponse):
    """What `with_streaming_response` gives, for coroutines."""

    async def parse(self, *, to=None):
        if not self._options.stream:
            await self.read()
        return self._parse(to)

    async def read(self):
        return await self.http_response.aread()

    async def text(self):
        await self.read()
        return self.http_response.text

    async def json(self):
        await self.read()
        return self.http_response.json()

    async def close(self):
        await self.http_response.aclose()

    def iter_bytes(self, chunk_size=None):
        return self.http_response.aiter_bytes(chunk_size)

    def iter_text(self, chunk_size=None):
        return self.http_response.aiter_text(chunk_size)

    def iter_lines(self):
        return self.http_response.aiter_lines()


class BinaryResponse:
    """A response that is no JSON: what files hold."""

    def __init__(self, response):
        self.response = response

    content = property(lambda self: self.response.content)
    text = property(lambda self: self.response.text)
    encoding = property(lambda self: self.response.encoding)
    charset_encoding = property(lambda self: self.response.charset_encoding)

    def json(self, **options):
        return self.response.json(**options)

    def read(self):
        return self.response.read()

    async def aread(self):
        return await self.response.aread()

    def iter_bytes(self, chunk_size=None):
        return self.response.iter_bytes(chunk_size)

    def iter_text(self, chunk_size=None):
        return self.response.iter_text(chunk_size)

    def iter_lines(self):
        return self.response.iter_lines()

    def write_to_file(self, file):
        """Puts the content into a file."""
        with open(file, 'wb') as target:
            for piece in self.response.iter_bytes():
                target.write(piece)

    stream_to_file = write_to_file

    def close(self):
        self.response.close()


class WithRawResponse:
    """A resource whose methods give raw responses."""

    def __init__(self, resource, wrap=LegacyAPIResponse):
        self._resource = resource
        self._wrap = wrap

    def __getattr__(self, name):
        value = getattr(self._resource, name)
        if not callable(value):
            return type(self)(value, *self._more())
        return self._method(value)

    def _more(self):
        return (self._wrap,)

    def _method(self, method):
        return lambda *args, **options: method(*args, **options, _wrap=self._wrap)


class WithStreamingResponse(WithRawResponse):
    """A resource whose methods are blocks, in which a response is read."""

    def _method(self, method):
        return lambda *args, **options: _Block(method, args, {**options, '_wrap': self._wrap})


class _Block:
    """`with` and `async with`, at the end of which a response is closed."""

    def __init__(self, method, args, options):
        self._call = lambda: method(*args, **options)

    def __enter__(self):
        self._response = self._call()
        return self._response

    def __exit__(self, kind, error, traceback):
        self._response.close()

    async def __aenter__(self):
        self._response = await self._call()
        return self._response

    async def __aexit__(self, kind, error, traceback):
        await self._response.close()
