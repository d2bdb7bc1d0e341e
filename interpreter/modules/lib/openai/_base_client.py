"""What the clients do, blocking or not: requests, retries, errors, objects from responses."""

import json
import math
import random
import time

import weft.http

from ._exceptions import APIConnectionError, APITimeoutError, status_error
from ._given import NOT_GIVEN, is_given, merge
from ._models import BaseModel, add_request_id, construct
from .pagination import _CursorPage as CursorPage
from ._responses import BinaryResponse, LegacyAPIResponse
from ._streaming import AsyncStream, Stream
from ._version import __version__

DEFAULT_TIMEOUT = weft.http.Timeout(600, connect=5.0)
DEFAULT_MAX_RETRIES = 2
DEFAULT_CONNECTION_LIMITS = weft.http.Limits(
    max_connections=1000, max_keepalive_connections=100)

_INITIAL_RETRY_DELAY = 0.5
_MAX_RETRY_DELAY = 8.0
_MAX_RETRY_AFTER = 120


class Options:
    """One request of the interface: what is asked for, and what comes back."""

    def __init__(self, method, url, *, cast_to, body=None, stream=False, extra_headers=None,
                 extra_query=None, extra_body=None, timeout=NOT_GIVEN, max_retries=NOT_GIVEN,
                 post_parser=None, wrap=None, files=None):
        self.method = method
        self.url = url
        self.cast_to = cast_to
        self.body = body
        self.stream = stream
        self.headers = extra_headers
        self.query = extra_query
        self.extra_body = extra_body
        self.timeout = timeout
        self.max_retries = max_retries
        self.post_parser = post_parser
        #: Pairs of names and files: the body is a form then.
        self.files = files
        #: What to make of the response instead of the object: see _responses.
        self.wrap = wrap


class BaseClient:
    """Settings, and everything that needs no waiting."""

    _http_class = None
    _stream_class = None

    def __init__(self, *, base_url, timeout, max_retries, custom_headers, custom_query,
                 http_client):
        check_max_retries(max_retries)
        self.base_url = base_url
        self.max_retries = max_retries
        self._custom_headers = dict(custom_headers or {})
        self._custom_query = dict(custom_query or {})
        if http_client is not None and not isinstance(http_client, self._http_class):
            raise TypeError(
                f'Invalid `http_client` argument; Expected an instance of '
                f'`weft.http.{self._http_class.__name__}` but got {type(http_client)}')
        if not is_given(timeout):
            has_own = http_client is not None and http_client.timeout != weft.http.Timeout(5.0)
            timeout = http_client.timeout if has_own else DEFAULT_TIMEOUT
        self.timeout = timeout
        self._client = http_client or self._http_class(
            timeout=timeout, limits=DEFAULT_CONNECTION_LIMITS, follow_redirects=True)

    @property
    def base_url(self):
        return self._base_url

    @base_url.setter
    def base_url(self, url):
        url = weft.http.URL(url)
        path, mark, query = url.raw_path.partition(b'?')
        if not path.endswith(b'/'):
            url = url.copy_with(raw_path=path + b'/' + mark + query)
        self._base_url = url

    def is_closed(self):
        return self._client.is_closed

    # Requests.

    @property
    def auth_headers(self):
        return {}

    @property
    def default_query(self):
        return dict(self._custom_query)

    @property
    def user_agent(self):
        return f'{type(self).__name__}/Python {__version__}'

    @property
    def default_headers(self):
        return {
            'Accept': 'application/json',
            'Content-Type': 'application/json',
            'User-Agent': self.user_agent,
            **_runtime_headers(),
            **self._custom_headers,
        }

    def _timeout_of(self, options):
        return self.timeout if not is_given(options.timeout) else options.timeout

    def _headers(self, options, retries):
        custom = {name.lower(): value for name, value in (options.headers or {}).items()}
        headers = weft.http.Headers(_merge_headers(
            self.auth_headers, self.default_headers, options.headers))
        self._check_headers(headers, custom)
        if 'x-stainless-retry-count' not in custom:
            headers['x-stainless-retry-count'] = str(retries)
        read = weft.http.Timeout(self._timeout_of(options)).read
        if read is not None and 'x-stainless-read-timeout' not in custom:
            headers['x-stainless-read-timeout'] = str(read)
        return headers

    def _check_headers(self, headers, custom):
        pass

    def _url(self, path):
        url = weft.http.URL(path)
        if url.is_absolute_url:
            return url
        raw_path = self._base_url.raw_path + url.raw_path.lstrip(b'/')
        return self._base_url.copy_with(raw_path=raw_path)

    def _build_request(self, options, retries=0):
        headers = self._headers(options, retries)
        body = options.body
        if options.extra_body is not None:
            body = merge(body, options.extra_body)
        content = form = None
        if options.method == 'GET':
            headers.pop('Content-Type', None)
        elif options.files:
            # The type of a form tells what is between its parts.
            headers.pop('Content-Type', None)
            form = dict(_query_items(body))
        elif body is not None:
            content = _json_bytes(body)
        query = merge(self.default_query, options.query)
        return self._client.build_request(
            options.method, self._url(options.url), headers=headers, content=content, data=form,
            files=options.files, params=_query_items(query) or None, timeout=self._timeout_of(options))

    def _retries_of(self, options):
        retries = options.max_retries if is_given(options.max_retries) else self.max_retries
        check_max_retries(retries)
        return retries

    # Responses.

    def _object(self, data, cast_to):
        """A JSON value as an object of the class that is wanted."""
        if isinstance(cast_to, type) and issubclass(cast_to, BaseModel):
            return construct(cast_to, data)
        convert = getattr(cast_to, '__construct__', None)
        return data if convert is None else convert(data)

    def _parse(self, response, options):
        """What a response is for whoever asked."""
        if options.stream:
            return self._stream_class(cast_to=options.cast_to, response=response, client=self,
                                      options=options)
        cast_to = options.cast_to
        if cast_to is None or cast_to is type(None):
            return None
        if cast_to is str:
            return response.text
        if cast_to is bytes:
            return response.content
        if isinstance(cast_to, type) and issubclass(cast_to, BinaryResponse):
            return cast_to(response)
        if isinstance(cast_to, type) and issubclass(cast_to, weft.http.Response):
            return response
        data = _json_of(response)
        if data is NOT_GIVEN:
            return response.text
        value = self._object(data, cast_to)
        if options.post_parser is not None:
            value = options.post_parser(value)
        if isinstance(value, CursorPage):
            value._client, value._options = self, options
        add_request_id(value, response.headers.get('x-request-id'))
        return value

    def _status_error(self, response):
        message = f'Error code: {response.status_code}'
        body = response.text.strip()
        try:
            body = json.loads(body)
        except ValueError:
            pass
        else:
            error = body.get('error', body) if isinstance(body, dict) else None
            text = error.get('message') if isinstance(error, dict) else None
            if isinstance(text, str) and text:
                message += f' - {text}'
        if isinstance(body, dict):
            body = body.get('error', body)
        return status_error(message, response=response, body=body)

    def _result(self, response, options, retries):
        if options.wrap is not None:
            return options.wrap(raw=response, client=self, options=options,
                                retries_taken=retries)
        return self._parse(response, options)

    # Retries.

    def _should_retry(self, response):
        delay = _retry_after(response.headers)
        if delay is not None and math.isfinite(delay) and delay > _MAX_RETRY_AFTER:
            return False
        wish = response.headers.get('x-should-retry')
        if wish in ('true', 'false'):
            return wish == 'true'
        return response.status_code in (408, 409, 429) or response.status_code >= 500

    def _retry_delay(self, retries, response):
        delay = None if response is None else _retry_after(response.headers)
        if delay is not None and 0 < delay <= _MAX_RETRY_AFTER:
            return delay
        delay = min(_INITIAL_RETRY_DELAY * 2.0 ** min(retries, 1000), _MAX_RETRY_DELAY)
        # Many clients that failed at once are not to come back at once.
        return delay * (1 - 0.25 * random.random())


class SyncAPIClient(BaseClient):
    """Sends and waits."""

    _http_class = weft.http.Client
    _stream_class = Stream

    def request(self, options):
        """Sends a request, again where that may help; gives what is asked for."""
        limit = self._retries_of(options)
        options = self._prepare_options(options)
        for retries in range(limit + 1):
            request = self._build_request(options, retries)
            response = None
            try:
                response = self._client.send(request, stream=options.stream or _is_streamed(
                    options))
            except weft.http.TimeoutException as error:
                if retries == limit:
                    raise APITimeoutError(request=request) from error
            except (weft.http.RequestError, weft.http.InvalidURL) as error:
                if retries == limit:
                    raise APIConnectionError(request=request) from error
            else:
                if response.is_success:
                    break
                if retries == limit or not self._should_retry(response):
                    self._raise_for(response)
                response.close()
            time.sleep(self._retry_delay(retries, response))
        return self._result(response, options, retries)

    def _prepare_options(self, options):
        return options

    def _raise_for(self, response):
        try:
            response.read()
        except weft.http.TimeoutException as error:
            raise APITimeoutError(request=response.request) from error
        except weft.http.RequestError as error:
            raise APIConnectionError(request=response.request) from error
        raise self._status_error(response)

    def get(self, path, *, cast_to, options={}, stream=False):
        return self.request(Options('GET', path, cast_to=cast_to, stream=stream,
                                    **_plain_options(options)))

    def post(self, path, *, cast_to, body=None, options={}, stream=False):
        return self.request(Options('POST', path, cast_to=cast_to, body=body, stream=stream,
                                    **_plain_options(options)))

    def put(self, path, *, cast_to, body=None, options={}):
        return self.request(Options('PUT', path, cast_to=cast_to, body=body,
                                    **_plain_options(options)))

    def patch(self, path, *, cast_to, body=None, options={}):
        return self.request(Options('PATCH', path, cast_to=cast_to, body=body,
                                    **_plain_options(options)))

    def delete(self, path, *, cast_to, body=None, options={}):
        return self.request(Options('DELETE', path, cast_to=cast_to, body=body,
                                    **_plain_options(options)))

    def close(self):
        """Closes the connections. The client is not to be used any more."""
        self._client.close()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        self.close()


class AsyncAPIClient(BaseClient):
    """Sends, and lets others run while it waits."""

    _stream_class = AsyncStream

    @property
    def _http_class(self):
        return weft.http.AsyncClient

    async def request(self, options):
        """Sends a request, again where that may help; gives what is asked for."""
        import asyncio
        limit = self._retries_of(options)
        options = await self._prepare_options(options)
        for retries in range(limit + 1):
            request = self._build_request(options, retries)
            response = None
            try:
                response = await self._client.send(
                    request, stream=options.stream or _is_streamed(options))
            except weft.http.TimeoutException as error:
                if retries == limit:
                    raise APITimeoutError(request=request) from error
            except (weft.http.RequestError, weft.http.InvalidURL) as error:
                if retries == limit:
                    raise APIConnectionError(request=request) from error
            else:
                if response.is_success:
                    break
                if retries == limit or not self._should_retry(response):
                    await self._raise_for(response)
                await response.aclose()
            await asyncio.sleep(self._retry_delay(retries, response))
        return self._result(response, options, retries)

    async def _prepare_options(self, options):
        return options

    async def _raise_for(self, response):
        try:
            await response.aread()
        except weft.http.TimeoutException as error:
            raise APITimeoutError(request=response.request) from error
        except weft.http.RequestError as error:
            raise APIConnectionError(request=response.request) from error
        raise self._status_error(response)

    async def get(self, path, *, cast_to, options={}, stream=False):
        return await self.request(Options('GET', path, cast_to=cast_to, stream=stream,
                                          **_plain_options(options)))

    async def post(self, path, *, cast_to, body=None, options={}, stream=False):
        return await self.request(Options('POST', path, cast_to=cast_to, body=body,
                                          stream=stream, **_plain_options(options)))

    async def put(self, path, *, cast_to, body=None, options={}):
        return await self.request(Options('PUT', path, cast_to=cast_to, body=body,
                                          **_plain_options(options)))

    async def patch(self, path, *, cast_to, body=None, options={}):
        return await self.request(Options('PATCH', path, cast_to=cast_to, body=body,
                                          **_plain_options(options)))

    async def delete(self, path, *, cast_to, body=None, options={}):
        return await self.request(Options('DELETE', path, cast_to=cast_to, body=body,
                                          **_plain_options(options)))

    async def close(self):
        """Closes the connections. The client is not to be used any more."""
        await self._client.aclose()

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, error, traceback):
        await self.close()


def check_max_retries(value):
    if value is None:
        raise TypeError('max_retries cannot be None. Use 0 to disable retries or a large integer '
                        'for a larger retry budget.')
    if not isinstance(value, int):
        raise TypeError('max_retries must be a non-negative integer')
    if value < 0:
        raise ValueError('max_retries must be a non-negative integer')


def _is_streamed(options):
    """Whether whoever asked reads the body for himself."""
    return options.wrap is not None and options.wrap is not LegacyAPIResponse


def _plain_options(options):
    """The options of the methods that are named like HTTP's, under the names used here."""
    names = {'headers': 'extra_headers', 'params': 'extra_query', 'extra_json': 'extra_body'}
    return {names.get(name, name): value for name, value in options.items()}


def _merge_headers(*mappings):
    """As merge(), but names in capital and in small letters are the same."""
    merged = {}
    for mapping in mappings:
        for name, value in (mapping or {}).items():
            merged[name.lower()] = (name, value)
    return {name: value for name, value in merged.values() if is_given(value)}


def _runtime_headers():
    return {
        'X-Stainless-Lang': 'python',
        'X-Stainless-Package-Version': __version__,
        'X-Stainless-Runtime': 'weft',
        'X-Stainless-Runtime-Version': _runtime_version(),
    }


def _runtime_version():
    import sys
    return '.'.join(map(str, sys.version_info[:3]))


def _json_bytes(body):
    return json.dumps(body, default=_json_default, ensure_ascii=False, separators=(',', ':'),
                      allow_nan=False).encode()


def _json_default(value):
    if isinstance(value, BaseModel):
        return value.model_dump(exclude_unset=True, mode='json')
    if hasattr(value, 'isoformat'):
        return value.isoformat()
    if hasattr(value, '__iter__'):
        return list(value)
    raise TypeError(f'Object of type {type(value).__name__} is not JSON serializable')


def _json_of(response):
    """The JSON of a response; NOT_GIVEN where it is text of another kind."""
    kind = response.headers.get('content-type', '*').split(';')[0]
    if kind.endswith('json'):
        return response.json()
    try:
        return response.json()
    except ValueError:
        return NOT_GIVEN


def _query_items(query):
    """The pairs of a query, lists and dicts in brackets."""
    items = []
    for name, value in query.items():
        _add_query_items(items, name, value)
    return items


def _add_query_items(items, name, value):
    if isinstance(value, dict):
        for key, item in value.items():
            _add_query_items(items, f'{name}[{key}]', item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _add_query_items(items, f'{name}[]', item)
    elif value is not None:
        items.append((name, value))


def _retry_after(headers):
    """For how many seconds the service asks us to wait."""
    for name, unit in (('retry-after-ms', 1000), ('retry-after', 1)):
        try:
            return float(headers.get(name, '')) / unit
        except ValueError:
            continue
    date = headers.get('retry-after')
    return None if date is None else _seconds_until(date)


_MONTHS = ('jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec')


def _seconds_until(date):
    """From now to a date in the form `Sun, 06 Nov 1994 08:49:37 GMT`."""
    try:
        day, month, year, clock = date.partition(',')[2].split()[:4]
        hour, minute, second = map(int, clock.split(':'))
        days = _days_since_1970(int(year), _MONTHS.index(month.lower()) + 1, int(day))
    except ValueError:
        return None
    return days * 86400 + hour * 3600 + minute * 60 + second - time.time()


def _days_since_1970(year, month, day):
    # Years begin in March here, so that the day of a leap year is the last one.
    year -= month <= 2
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return year * 365 + year // 4 - year // 100 + year // 400 + of_year - 719468
