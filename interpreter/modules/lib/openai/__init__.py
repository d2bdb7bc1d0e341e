"""The client of OpenAI and of services with the same interface, on weft.http.

    client = openai.OpenAI(base_url='http://127.0.0.1:8000/v1', api_key='...')
    answer = client.chat.completions.create(model='...', messages=[...])
    print(answer.choices[0].message.content)
"""

import weft.http as _http

from . import types
from ._base_client import (
    DEFAULT_CONNECTION_LIMITS,
    DEFAULT_MAX_RETRIES,
    DEFAULT_TIMEOUT,
)
from ._client import AsyncClient, AsyncOpenAI, Client, OpenAI
from ._exceptions import (
    APIConnectionError,
    APIError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    ContentFilterFinishReasonError,
    InternalServerError,
    LengthFinishReasonError,
    NotFoundError,
    OpenAIError,
    PermissionDeniedError,
    RateLimitError,
    UnprocessableEntityError,
)
from ._given import NOT_GIVEN, NotGiven, Omit, not_given, omit
from ._models import BaseModel
from ._responses import APIResponse, AsyncAPIResponse
from ._streaming import AsyncStream, Stream
from ._version import __title__, __version__

Timeout = _http.Timeout

# The settings of the client that the module itself is: `openai.chat.completions.create(...)`.
api_key = None
organization = None
project = None
base_url = None
timeout = DEFAULT_TIMEOUT
max_retries = DEFAULT_MAX_RETRIES
default_headers = None
default_query = None
http_client = None
_client = None
VERSION = __version__
NoneType = type(None)


class DefaultHttpxClient(_http.Client):
    """weft.http.Client with the settings that the client has."""

    def __init__(self, **settings):
        super().__init__(**{**_default_settings(), **settings})


def _default_settings():
    return {'timeout': DEFAULT_TIMEOUT, 'limits': DEFAULT_CONNECTION_LIMITS,
            'follow_redirects': True}


def DefaultAsyncHttpxClient(**settings):
    """weft.http.AsyncClient with the settings that the client has."""
    return _http.AsyncClient(**{**_default_settings(), **settings})


def pydantic_function_tool(model, *, name=None, description=None):
    """A tool whose arguments are described by a class."""
    from . import _parsing
    return _parsing.pydantic_function_tool(model, name=name, description=description)


__all__ = [
    'APIConnectionError', 'APIError', 'APIResponse', 'APIResponseValidationError',
    'APIStatusError', 'APITimeoutError', 'AsyncAPIResponse', 'AsyncClient', 'AsyncOpenAI',
    'AsyncStream', 'AuthenticationError', 'BadRequestError', 'BaseModel', 'Client',
    'ConflictError', 'ContentFilterFinishReasonError', 'DEFAULT_CONNECTION_LIMITS',
    'DEFAULT_MAX_RETRIES', 'DEFAULT_TIMEOUT', 'DefaultAsyncHttpxClient', 'DefaultHttpxClient',
    'InternalServerError', 'LengthFinishReasonError', 'NOT_GIVEN', 'NoneType', 'NotFoundError',
    'NotGiven', 'Omit', 'OpenAI', 'OpenAIError', 'PermissionDeniedError', 'RateLimitError',
    'Stream', 'Timeout', 'UnprocessableEntityError', '__title__', '__version__', 'not_given',
    'omit', 'pydantic_function_tool', 'types',
]



def __getattr__(name):
    if name not in ('chat', 'completions', 'embeddings', 'files', 'images', 'models', 'responses'):
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    global _client
    if _client is None:
        _client = OpenAI(
            api_key=api_key, organization=organization, project=project, base_url=base_url,
            timeout=timeout, max_retries=max_retries, default_headers=default_headers,
            default_query=default_query, http_client=http_client)
    return getattr(_client, name)


# Messages and tracebacks are to show where scripts find the classes.
for _name in __all__:
    _value = globals()[_name]
    if isinstance(_value, type) and _value.__module__.startswith('openai.'):
        _value.__module__ = 'openai'
del _name, _value
