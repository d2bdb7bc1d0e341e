"""What the resources have in common."""

from .._base_client import Options
from .._given import NOT_GIVEN, is_given
from .._responses import APIResponse, AsyncAPIResponse, WithRawResponse, WithStreamingResponse


class Resource:
    """A part of the interface, as the client has it."""

    def __init__(self, client):
        self._client = client

    @property
    def with_raw_response(self):
        """The same methods, which give headers and status beside the object."""
        return WithRawResponse(self)

    @property
    def with_streaming_response(self):
        """The same methods as blocks, in which the body is read when it is asked for."""
        return WithStreamingResponse(self, APIResponse)


class AsyncResource(Resource):
    """A part of the interface, for coroutines."""

    @property
    def with_streaming_response(self):
        return WithStreamingResponse(self, AsyncAPIResponse)


class Endpoint:
    """One method of the interface: its path, what it takes, and what it gives."""

    def __init__(self, name, method, path, parameters, cast_to, *, required=(), either=None,
                 chunk=None):
        self._name = name
        self._method = method
        self._path = path
        self._parameters = parameters.split()
        self._cast_to = cast_to
        self._required = required
        self._either = either
        self._chunk = chunk

    def options(self, arguments, *, post_parser=None, defaults=None):
        """The request that a call with these arguments makes."""
        own = {name: arguments.pop(name, None)
               for name in ('extra_headers', 'extra_query', 'extra_body')}
        timeout = arguments.pop('timeout', NOT_GIVEN)
        wrap = arguments.pop('_wrap', None)
        self._check(arguments)
        body = {name: arguments[name] for name in self._parameters
                if name in arguments and is_given(arguments[name])}
        body.update(defaults or {})
        stream = bool(body.get('stream'))
        return Options(
            self._method, self._path, body=body, stream=stream, timeout=timeout, wrap=wrap,
            cast_to=self._chunk if stream else self._cast_to, post_parser=post_parser, **own)

    def _check(self, arguments):
        for name in arguments:
            if name not in self._parameters:
                raise TypeError(f'{self._name}() got an unexpected keyword argument {name!r}')
        if self._either and any(name not in arguments for name in self._required):
            raise TypeError(f'Missing required arguments; Expected either {self._either} '
                            'arguments to be given')
        missing = [name for name in self._required if name not in arguments]
        if missing:
            raise TypeError(self._missing_text([repr(name) for name in missing]))

    def _missing_text(self, names):
        if len(names) == 1:
            shown = names[0]
        else:
            comma = ',' if len(names) > 2 else ''
            shown = f"{', '.join(names[:-1])}{comma} and {names[-1]}"
        return (f'{self._name}() missing {len(names)} required keyword-only '
                f"argument{'s' if len(names) > 1 else ''}: {shown}")
