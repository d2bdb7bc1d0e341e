"""client.chat: conversations."""

from functools import cached_property

from ..types.chat import ChatCompletion, ChatCompletionChunk
from ._resource import AsyncResource, Endpoint, Resource

_CREATE = Endpoint(
    'Completions.create', 'POST', '/chat/completions',
    'model stream messages audio frequency_penalty function_call functions logit_bias logprobs '
    'max_completion_tokens max_tokens metadata modalities moderation n parallel_tool_calls '
    'prediction presence_penalty prompt_cache_key prompt_cache_options prompt_cache_retention '
    'reasoning_effort response_format safety_identifier seed service_tier stop store '
    'stream_options temperature tool_choice tools top_logprobs top_p user verbosity '
    'web_search_options',
    ChatCompletion, chunk=ChatCompletionChunk, required=('messages', 'model'),
    either="('messages' and 'model') or ('messages', 'model' and 'stream')")


class Completions(Resource):
    """client.chat.completions"""

    def create(self, **arguments):
        """Lets a model answer a conversation; with stream=True, piece by piece."""
        return self._client.request(_CREATE.options(arguments))


class AsyncCompletions(AsyncResource):
    """client.chat.completions, for coroutines"""

    async def create(self, **arguments):
        """Lets a model answer a conversation; with stream=True, piece by piece."""
        return await self._client.request(_CREATE.options(arguments))


class Chat(Resource):
    """client.chat"""

    @cached_property
    def completions(self):
        return Completions(self._client)


class AsyncChat(AsyncResource):
    """client.chat, for coroutines"""

    @cached_property
    def completions(self):
        return AsyncCompletions(self._client)
