"""client.chat: conversations."""

from functools import cached_property

from .._given import NOT_GIVEN
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


def _helped(arguments, method):
    """The arguments, of which a header says what method they were given to."""
    headers = {'X-Stainless-Helper-Method': f'chat.completions.{method}',
               **(arguments.get('extra_headers') or {})}
    response_format = arguments.get('response_format', NOT_GIVEN)
    arguments = {**arguments, 'extra_headers': headers}
    if 'response_format' in arguments:
        from .._parsing import response_format_of
        arguments['response_format'] = response_format_of(response_format)
    return arguments, response_format


def _to_parse(arguments):
    """The request of a completion that is parsed."""
    from .._parsing import check_tools, parse_completion
    arguments.pop('stream', None)
    tools = check_tools(arguments.get('tools', NOT_GIVEN))
    arguments, response_format = _helped({**arguments, 'tools': tools}, 'parse')
    return _CREATE.options(
        arguments, defaults={'stream': False},
        post_parser=lambda completion: parse_completion(completion, response_format, tools))


def _to_stream(arguments):
    """The arguments of a completion that comes in events, and what the events are told."""
    tools = arguments.get('tools', NOT_GIVEN)
    if 'tools' in arguments and tools:
        tools = list(tools)
        arguments = {**arguments, 'tools': tools}
    arguments, response_format = _helped(arguments, 'stream')
    return {**arguments, 'stream': True}, {'response_format': response_format,
                                           'input_tools': tools}


class Completions(Resource):
    """client.chat.completions"""

    def parse(self, **arguments):
        """create() whose answer is read as an object of the class response_format."""
        return self._client.request(_to_parse(arguments))

    def stream(self, **arguments):
        """A block in which a completion comes in events."""
        arguments, told = _to_stream(arguments)
        from .._chat_stream import ChatCompletionStreamManager
        return ChatCompletionStreamManager(lambda: self.create(**arguments), **told)

    def create(self, **arguments):
        """Lets a model answer a conversation; with stream=True, piece by piece."""
        return self._client.request(_CREATE.options(arguments))


class AsyncCompletions(AsyncResource):
    """client.chat.completions, for coroutines"""

    async def parse(self, **arguments):
        """create() whose answer is read as an object of the class response_format."""
        return await self._client.request(_to_parse(arguments))

    def stream(self, **arguments):
        """A block in which a completion comes in events."""
        arguments, told = _to_stream(arguments)
        from .._chat_stream import AsyncChatCompletionStreamManager
        return AsyncChatCompletionStreamManager(lambda: self.create(**arguments), **told)

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
