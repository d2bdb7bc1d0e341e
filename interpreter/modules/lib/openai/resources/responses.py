"""client.responses: answers of a model, with tools and reasoning."""

from .._base_client import Options
from ..types.responses import STREAM_EVENT, Response
from ._resource import AsyncResource, Endpoint, Resource

_CREATE = Endpoint(
    'Responses.create', 'POST', '/responses',
    'model stream access_programs background background_options context_management conversation image '
    'include input instructions max_output_tokens max_tool_calls metadata moderation '
    'parallel_tool_calls previous_response_id prompt prompt_cache_key prompt_cache_options '
    'prompt_cache_retention reasoning safety_identifier service_tier store '
    'stream_options temperature text tool_choice tools top_logprobs top_p truncation user',
    Response, chunk=STREAM_EVENT)


def _of_one(method, response_id, cast_to, end='', extra_headers=None, extra_query=None,
            extra_body=None, _wrap=None, **timeout):
    if not response_id:
        raise ValueError(
            f'Expected a non-empty value for `response_id` but received {response_id!r}')
    return Options(method, f'/responses/{response_id}{end}', cast_to=cast_to, wrap=_wrap,
                   extra_headers=extra_headers, extra_query=extra_query, extra_body=extra_body,
                   **timeout)


class Responses(Resource):
    def create(self, **arguments):
        """Lets a model answer; with stream=True, event by event."""
        return self._client.request(_CREATE.options(arguments))

    def retrieve(self, response_id, **extra):
        return self._client.request(_of_one('GET', response_id, Response, **extra))

    def delete(self, response_id, **extra):
        return self._client.request(_of_one('DELETE', response_id, None, **extra))

    def cancel(self, response_id, **extra):
        return self._client.request(_of_one('POST', response_id, Response, '/cancel', **extra))


class AsyncResponses(AsyncResource):
    async def create(self, **arguments):
        """Lets a model answer; with stream=True, event by event."""
        return await self._client.request(_CREATE.options(arguments))

    async def retrieve(self, response_id, **extra):
        return await self._client.request(_of_one('GET', response_id, Response, **extra))

    async def delete(self, response_id, **extra):
        return await self._client.request(_of_one('DELETE', response_id, None, **extra))

    async def cancel(self, response_id, **extra):
        return await self._client.request(
            _of_one('POST', response_id, Response, '/cancel', **extra))
