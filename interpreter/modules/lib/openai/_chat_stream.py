"""client.chat.completions.stream(): events, and the completion that grows with them."""

from ._given import NOT_GIVEN, is_given
from ._models import BaseModel, construct
from ._parsing import (
    asks_for_parsing, check_finish_reason, find_tool, parse_arguments, parse_completion,
    parse_content)
from ._partial_json import partial_json
from .types.chat import ChatCompletionChunk, ChatCompletionTokenLogprob
from .types.chat._moderation import Moderation
from .types.chat.chat_completion import ChoiceLogprobs
from .types.chat.parsed_chat_completion import (
    ParsedChatCompletion, ParsedChatCompletionMessage, ParsedChoice)


class ChunkEvent(BaseModel):
    type: str
    chunk: ChatCompletionChunk
    snapshot: ParsedChatCompletion


class ContentDeltaEvent(BaseModel):
    type: str
    delta: str
    snapshot: str
    parsed: object | None = None


class ContentDoneEvent(BaseModel):
    type: str
    content: str
    parsed: object | None = None


class RefusalDeltaEvent(BaseModel):
    type: str
    delta: str
    snapshot: str


class RefusalDoneEvent(BaseModel):
    type: str
    refusal: str


class FunctionToolCallArgumentsDeltaEvent(BaseModel):
    type: str
    name: str
    index: int
    arguments: str
    parsed_arguments: object
    arguments_delta: str


class FunctionToolCallArgumentsDoneEvent(BaseModel):
    type: str
    name: str
    index: int
    arguments: str
    parsed_arguments: object


class LogprobsContentDeltaEvent(BaseModel):
    type: str
    content: list[ChatCompletionTokenLogprob]
    snapshot: list[ChatCompletionTokenLogprob]


class LogprobsContentDoneEvent(BaseModel):
    type: str
    content: list[ChatCompletionTokenLogprob]


class LogprobsRefusalDeltaEvent(BaseModel):
    type: str
    refusal: list[ChatCompletionTokenLogprob]
    snapshot: list[ChatCompletionTokenLogprob]


class LogprobsRefusalDoneEvent(BaseModel):
    type: str
    refusal: list[ChatCompletionTokenLogprob]


_ARGUMENTS = 'tool_calls.function.arguments.'


def _is_indexed(value):
    return isinstance(value, list) and any(
        isinstance(entry, dict) and 'index' in entry for entry in value)


def accumulate(total, delta):
    """Adds what came to what is there: text to text, entries of lists by their index."""
    for key, new in delta.items():
        old = total.get(key)
        if old is None:
            if not _is_indexed(new):
                total[key] = new
                continue
            old = total[key] = []
        if key in ('index', 'type'):
            total[key] = new
        elif isinstance(old, str) and isinstance(new, str) \
                or isinstance(old, (int, float)) and isinstance(new, (int, float)):
            total[key] = old + new
        elif isinstance(old, dict) and isinstance(new, dict):
            accumulate(old, new)
        elif isinstance(old, list) and isinstance(new, list):
            _accumulate_list(old, new)
    return total


def _accumulate_list(old, new):
    plain = all(isinstance(entry, (str, int, float)) for entry in old)
    if plain and (old or not _is_indexed(new)):
        old.extend(new)
        return
    for entry in new:
        if not isinstance(entry, dict):
            raise TypeError(f'Unexpected list delta entry is not a dictionary: {entry}')
        if 'index' not in entry:
            raise RuntimeError(f'Expected list delta entry to have an `index` key; {entry}')
        index = entry['index']
        if index < len(old):
            accumulate(old[index], entry)
        else:
            old.insert(index, entry)


class ChatCompletionStreamState:
    """The completion as far as it has come, for streams and for whoever has chunks."""

    def __init__(self, *, input_tools=NOT_GIVEN, response_format=NOT_GIVEN):
        self._tools = list(input_tools) if is_given(input_tools) else []
        self._response_format = response_format
        self._rich = response_format if isinstance(response_format, type) else NOT_GIVEN
        self._snapshot = None
        self._choices = []

    @property
    def current_completion_snapshot(self):
        assert self._snapshot is not None
        return self._snapshot

    def get_final_completion(self):
        return parse_completion(self.current_completion_snapshot, self._rich, self._tools)

    def handle_chunk(self, chunk):
        """The events of a chunk."""
        if self._snapshot is None:
            self._snapshot = self._first(chunk)
        else:
            self._add(chunk)
        events = [ChunkEvent(type='chunk', chunk=chunk, snapshot=self._snapshot)]
        for choice in chunk.choices:
            while len(self._choices) <= choice.index:
                self._choices.append(_ChoiceState(self._tools, self._response_format))
            events += self._choices[choice.index].events(
                choice, self._snapshot.choices[choice.index])
        return events

    def _first(self, chunk):
        data = chunk.to_dict()
        data.pop('obfuscation', None)
        choices = [_choice_of(choice) for choice in chunk.choices]
        return construct(ParsedChatCompletion, {
            'system_fingerprint': None, **data, 'choices': choices, 'object': 'chat.completion'})

    def _add(self, chunk):
        snapshot = self._snapshot
        for choice in chunk.choices:
            if choice.index < len(snapshot.choices):
                held = snapshot.choices[choice.index]
                self._add_delta(held, choice)
            else:
                held = construct(ParsedChoice, _choice_of(choice))
                snapshot.choices.append(held)
            if choice.finish_reason:
                held.finish_reason = choice.finish_reason
                if asks_for_parsing(self._response_format, self._tools):
                    check_finish_reason(choice.finish_reason, snapshot)
            self._parse_so_far(held, choice)
            _add_logprobs(held, choice)
        snapshot.usage = chunk.usage
        snapshot.system_fingerprint = chunk.system_fingerprint
        if chunk.moderation is not None:
            snapshot.moderation = construct(Moderation, chunk.moderation.to_dict())

    def _add_delta(self, held, choice):
        before = held.message.tool_calls or []
        data = held.message.model_dump(exclude={'parsed'})
        for call in data.get('tool_calls') or ():
            call['function'].pop('parsed_arguments', None)
        held.message = construct(ParsedChatCompletionMessage,
                                 accumulate(data, choice.delta.to_dict()))
        for old, new in zip(before, held.message.tool_calls or ()):
            if old.type == 'function':
                new.function.parsed_arguments = old.function.parsed_arguments

    def _parse_so_far(self, held, choice):
        message = held.message
        if is_given(self._rich) and not message.refusal and (message.content or '').strip():
            message.parsed = partial_json(message.content)
        for delta in choice.delta.tool_calls or ():
            call = message.tool_calls[delta.index]
            if call.type == 'function' and call.function.arguments:
                tool = find_tool(self._tools, call.function.name)
                if tool and tool['function'].get('strict'):
                    call.function.parsed_arguments = partial_json(call.function.arguments)


def _choice_of(choice):
    """The choice of a completion that the first delta of one begins."""
    return {**choice.model_dump(exclude_unset=True, exclude={'delta'}),
            'message': accumulate({}, choice.delta.to_dict())}


def _add_logprobs(held, choice):
    if choice.logprobs is None:
        return
    if held.logprobs is None:
        held.logprobs = ChoiceLogprobs(content=choice.logprobs.content,
                                       refusal=choice.logprobs.refusal)
        return
    for name in 'content', 'refusal':
        if new := getattr(choice.logprobs, name):
            setattr(held.logprobs, name, (getattr(held.logprobs, name) or []) + new)


class _ChoiceState:
    """Which ends of a choice have been told."""

    def __init__(self, tools, response_format):
        self._tools = tools
        self._response_format = response_format
        self._told = set()
        self._call = None

    def events(self, choice, held):
        """The events of a delta."""
        delta, message = choice.delta, held.message
        if delta.content is not None and message.content is not None:
            yield ContentDeltaEvent(type='content.delta', delta=delta.content,
                                    snapshot=message.content, parsed=message.parsed)
        if delta.refusal is not None and message.refusal is not None:
            yield RefusalDeltaEvent(type='refusal.delta', delta=delta.refusal,
                                    snapshot=message.refusal)
        for new in delta.tool_calls or ():
            call = message.tool_calls[new.index]
            if call.type == 'function':
                yield FunctionToolCallArgumentsDeltaEvent(
                    type=_ARGUMENTS + 'delta', name=call.function.name, index=new.index,
                    arguments=call.function.arguments,
                    parsed_arguments=call.function.parsed_arguments,
                    arguments_delta=new.function.arguments or '')
        if choice.logprobs is not None and held.logprobs is not None:
            if choice.logprobs.content and held.logprobs.content:
                yield LogprobsContentDeltaEvent(
                    type='logprobs.content.delta', content=choice.logprobs.content,
                    snapshot=held.logprobs.content)
            if choice.logprobs.refusal and held.logprobs.refusal:
                yield LogprobsRefusalDeltaEvent(
                    type='logprobs.refusal.delta', refusal=choice.logprobs.refusal,
                    snapshot=held.logprobs.refusal)
        yield from self._ends(choice, held)

    def _ends(self, choice, held):
        if held.finish_reason:
            yield from self._content_ends(held)
            yield from self._call_ends(held)
        for new in choice.delta.tool_calls or ():
            if self._call != new.index:
                yield from self._content_ends(held)
                yield from self._call_ends(held)
            self._call = new.index

    def _once(self, what):
        is_new = what not in self._told
        self._told.add(what)
        return is_new

    def _content_ends(self, held):
        message, logprobs = held.message, held.logprobs
        if message.content and self._once('content'):
            message.parsed = parse_content(self._response_format, message)
            yield ContentDoneEvent(type='content.done', content=message.content,
                                   parsed=message.parsed)
        if message.refusal is not None and self._once('refusal'):
            yield RefusalDoneEvent(type='refusal.done', refusal=message.refusal)
        if logprobs is not None:
            if logprobs.content is not None and self._once('logprobs.content'):
                yield LogprobsContentDoneEvent(type='logprobs.content.done',
                                               content=logprobs.content)
            if logprobs.refusal is not None and self._once('logprobs.refusal'):
                yield LogprobsRefusalDoneEvent(type='logprobs.refusal.done',
                                               refusal=logprobs.refusal)

    def _call_ends(self, held):
        if self._call is None or not self._once(self._call):
            return
        call = held.message.tool_calls[self._call]
        if call.type == 'function':
            function = call.function
            function.parsed_arguments = parse_arguments(self._tools, function)
            yield FunctionToolCallArgumentsDoneEvent(
                type=_ARGUMENTS + 'done', index=self._call, name=function.name,
                arguments=function.arguments, parsed_arguments=function.parsed_arguments)


class _BaseStream:
    def __init__(self, *, raw_stream, response_format, input_tools):
        self._raw_stream = raw_stream
        self._response = raw_stream.response
        self._iterator = self._events()
        self._state = ChatCompletionStreamState(response_format=response_format,
                                                input_tools=input_tools)

    @property
    def current_completion_snapshot(self):
        return self._state.current_completion_snapshot


class ChatCompletionStream(_BaseStream):
    """The events of a completion."""

    def _events(self):
        for chunk in self._raw_stream:
            if chunk.object == 'chat.completion.chunk':
                yield from self._state.handle_chunk(chunk)

    def __next__(self):
        return next(self._iterator)

    def __iter__(self):
        yield from self._iterator

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        self._response.close()

    def until_done(self):
        for _ in self._iterator:
            pass
        return self

    def get_final_completion(self):
        """The completion, when it has come to its end."""
        self.until_done()
        return self._state.get_final_completion()


class AsyncChatCompletionStream(_BaseStream):
    """The events of a completion, for coroutines."""

    async def _events(self):
        async for chunk in self._raw_stream:
            if chunk.object == 'chat.completion.chunk':
                for event in self._state.handle_chunk(chunk):
                    yield event

    async def __anext__(self):
        return await anext(self._iterator)

    async def __aiter__(self):
        async for event in self._iterator:
            yield event

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        await self.close()

    async def close(self):
        await self._response.aclose()

    async def until_done(self):
        async for _ in self._iterator:
            pass
        return self

    async def get_final_completion(self):
        """The completion, when it has come to its end."""
        await self.until_done()
        return self._state.get_final_completion()


class ChatCompletionStreamManager:
    """The block in which a completion is asked for, and its events come."""

    def __init__(self, api_request, *, response_format, input_tools):
        self._request = api_request
        self._options = {'response_format': response_format, 'input_tools': input_tools}
        self._stream = None

    def __enter__(self):
        self._stream = ChatCompletionStream(raw_stream=self._request(), **self._options)
        return self._stream

    def __exit__(self, *error):
        if self._stream is not None:
            self._stream.close()


class AsyncChatCompletionStreamManager(ChatCompletionStreamManager):
    """The block in which a completion is asked for, and its events come, for coroutines."""

    async def __aenter__(self):
        stream = await self._request()
        self._stream = AsyncChatCompletionStream(raw_stream=stream, **self._options)
        return self._stream

    async def __aexit__(self, *error):
        if self._stream is not None:
            await self._stream.close()
