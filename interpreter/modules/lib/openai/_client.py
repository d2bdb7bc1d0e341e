"""The two clients."""

import os
from functools import cached_property

from . import resources
from ._base_client import DEFAULT_MAX_RETRIES, AsyncAPIClient, SyncAPIClient
from ._exceptions import OpenAIError
from ._given import NOT_GIVEN, Omit, is_given, merge
from ._responses import APIResponse, AsyncAPIResponse, WithRawResponse, WithStreamingResponse

_DEFAULT_BASE_URL = 'https://api.openai.com/v1'
_NO_CREDENTIALS = (
    'Missing credentials. Please pass an `api_key`, `workload_identity`, `admin_api_key`, or set '
    'the `OPENAI_API_KEY` or `OPENAI_ADMIN_KEY` environment variable.')
_NO_AUTHENTICATION = (
    'Could not resolve authentication method. Expected either api_key or admin_api_key to be '
    'set. Or for the `Authorization` header to be explicitly omitted.')


class _Settings:
    """Arguments and environment of a client; what both clients make of them."""

    def __init__(self, *, api_key=None, admin_api_key=None, organization=None, project=None,
                 webhook_secret=None, base_url=None, websocket_base_url=None, timeout=NOT_GIVEN,
                 max_retries=DEFAULT_MAX_RETRIES, default_headers=None, default_query=None,
                 http_client=None, _strict_response_validation=False,
                 _enforce_credentials=True):
        environment = os.environ.get
        if api_key is None:
            api_key = environment('OPENAI_API_KEY')
        self._api_key_provider = api_key if callable(api_key) else None
        self.api_key = '' if callable(api_key) else api_key or ''
        self.admin_api_key = admin_api_key or environment('OPENAI_ADMIN_KEY')
        if _enforce_credentials and not (api_key or self.admin_api_key):
            raise OpenAIError(_NO_CREDENTIALS)
        self.organization = _or_environment(organization, 'OPENAI_ORG_ID')
        self.project = _or_environment(project, 'OPENAI_PROJECT_ID')
        self.webhook_secret = _or_environment(webhook_secret, 'OPENAI_WEBHOOK_SECRET')
        self.websocket_base_url = websocket_base_url
        if not base_url:
            base_url = environment('OPENAI_BASE_URL') or _DEFAULT_BASE_URL
        super().__init__(
            base_url=base_url, timeout=timeout, max_retries=max_retries,
            custom_headers={**_environment_headers(), **(default_headers or {})},
            custom_query=default_query, http_client=http_client)

    @property
    def auth_headers(self):
        key = self.api_key or self.admin_api_key
        return {'Authorization': f'Bearer {key}'} if key else {}

    @property
    def default_headers(self):
        return {
            **super().default_headers,
            'X-Stainless-Async': self._kind,
            'OpenAI-Organization': Omit() if self.organization is None else self.organization,
            'OpenAI-Project': Omit() if self.project is None else self.project,
            **self._custom_headers,
        }

    def _check_headers(self, headers, custom):
        if 'authorization' not in headers and is_given(custom.get('authorization', '')):
            raise TypeError(_NO_AUTHENTICATION)

    def copy(self, *, api_key=None, admin_api_key=None, organization=None, project=None,
             webhook_secret=None, websocket_base_url=None, base_url=None, timeout=NOT_GIVEN,
             http_client=None, max_retries=NOT_GIVEN, default_headers=None,
             set_default_headers=None, default_query=None, set_default_query=None,
             _extra_kwargs={}):
        """A client with the same connections, some settings of which are others."""
        if default_headers is not None and set_default_headers is not None:
            raise ValueError('The `default_headers` and `set_default_headers` arguments are '
                             'mutually exclusive')
        if default_query is not None and set_default_query is not None:
            raise ValueError('The `default_query` and `set_default_query` arguments are '
                             'mutually exclusive')
        headers = set_default_headers
        if headers is None:
            headers = {**self._custom_headers, **(default_headers or {})}
        query = set_default_query
        if query is None:
            query = {**self._custom_query, **(default_query or {})}
        return type(self)(
            api_key=api_key or self._api_key_provider or self.api_key,
            admin_api_key=admin_api_key or self.admin_api_key,
            organization=organization or self.organization, project=project or self.project,
            webhook_secret=webhook_secret or self.webhook_secret,
            websocket_base_url=websocket_base_url or self.websocket_base_url,
            base_url=base_url or self.base_url,
            timeout=timeout if is_given(timeout) else self.timeout,
            http_client=http_client or self._client,
            max_retries=max_retries if is_given(max_retries) else self.max_retries,
            default_headers=headers, default_query=query, **_extra_kwargs)

    with_options = copy

    @property
    def with_raw_response(self):
        return WithRawResponse(self)


class OpenAI(_Settings, SyncAPIClient):
    """A client that waits for each response."""

    _kind = 'false'

    def _prepare_options(self, options):
        if self._api_key_provider is not None:
            self.api_key = self._api_key_provider()
        return options

    chat = cached_property(resources.Chat)
    completions = cached_property(resources.Completions)
    embeddings = cached_property(resources.Embeddings)
    files = cached_property(resources.Files)
    images = cached_property(resources.Images)
    models = cached_property(resources.Models)
    responses = cached_property(resources.Responses)

    @property
    def with_streaming_response(self):
        return WithStreamingResponse(self, APIResponse)


class AsyncOpenAI(_Settings, AsyncAPIClient):
    """A client for coroutines: others run while it waits for a response."""

    _kind = 'async:asyncio'

    async def _prepare_options(self, options):
        if self._api_key_provider is not None:
            self.api_key = await self._api_key_provider()
        return options

    chat = cached_property(resources.AsyncChat)
    completions = cached_property(resources.AsyncCompletions)
    embeddings = cached_property(resources.AsyncEmbeddings)
    files = cached_property(resources.AsyncFiles)
    images = cached_property(resources.AsyncImages)
    models = cached_property(resources.AsyncModels)
    responses = cached_property(resources.AsyncResponses)

    @property
    def with_streaming_response(self):
        return WithStreamingResponse(self, AsyncAPIResponse)


def _or_environment(value, name):
    return os.environ.get(name) if value is None else value


def _environment_headers():
    """What OPENAI_CUSTOM_HEADERS adds, a header a line."""
    lines = os.environ.get('OPENAI_CUSTOM_HEADERS', '').split('\n')
    pairs = (line.partition(':') for line in lines if ':' in line)
    return merge({name.strip(): value.strip() for name, _, value in pairs})


Client = OpenAI
AsyncClient = AsyncOpenAI
