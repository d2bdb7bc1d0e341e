"""Reading the answers of a model, and the arguments of tools, as what was asked for."""

import json

from ._exceptions import ContentFilterFinishReasonError, LengthFinishReasonError
from ._given import is_given
from ._models import construct
from ._schemas import is_parseable, read_json, strict_schema
from .types.chat.parsed_chat_completion import ParsedChatCompletion


class PydanticFunctionTool(dict):
    """The definition of a function whose arguments are an object of a class."""

    def __init__(self, definition, model):
        super().__init__(definition)
        self.model = model


def pydantic_function_tool(model, *, name=None, description=None):
    """A tool whose arguments are described by a class."""
    function = PydanticFunctionTool(
        {'name': name or model.__name__, 'strict': True, 'parameters': strict_schema(model)},
        model)
    description = model.__doc__ if description is None else description
    if description is not None:
        function['description'] = description
    return {'type': 'function', 'function': function}


def check_tools(tools):
    """The tools; ValueError for one whose arguments cannot be parsed."""
    if not is_given(tools):
        return tools
    tools = list(tools)
    for tool in tools:
        if tool['type'] != 'function':
            raise ValueError('Currently only `function` tool types support auto-parsing; '
                             f"Received `{tool['type']}`")
        if tool['function'].get('strict') is not True:
            raise ValueError(f"`{tool['function']['name']}` is not strict. Only `strict` function "
                             'tools can be auto-parsed')
    return tools


def response_format_of(kind):
    """What the service is to be told of a class."""
    if not is_given(kind) or kind is None or isinstance(kind, dict):
        return kind
    if not is_parseable(kind):
        raise TypeError(f'Unsupported response_format type - {kind}')
    schema = {'schema': strict_schema(kind), 'name': kind.__name__, 'strict': True}
    return {'type': 'json_schema', 'json_schema': schema}


def is_rich(response_format):
    """Whether answers are to be read as a class."""
    return is_given(response_format) and not isinstance(response_format, (dict, type(None)))


def asks_for_parsing(response_format, tools):
    return is_rich(response_format) or any(
        tool['type'] == 'function' and tool['function'].get('strict') for tool in tools)


def check_finish_reason(reason, completion):
    if reason == 'length':
        raise LengthFinishReasonError(completion=completion)
    if reason == 'content_filter':
        raise ContentFilterFinishReasonError(completion=completion)


def parse_completion(completion, response_format, tools):
    """The completion, with what its messages hold as objects."""
    tools = list(tools) if is_given(tools) and tools else []
    data = completion.to_dict()
    for choice, raw in zip(completion.choices, data['choices']):
        check_finish_reason(choice.finish_reason, completion)
        message = raw['message']
        calls = []
        for call, raw_call in zip(choice.message.tool_calls or (),
                                  message.get('tool_calls') or ()):
            if call.type == 'custom':
                import logging
                logging.getLogger('openai.lib.parsing').warning(
                    'Custom tool calls are not callable. Ignoring tool call: %s - %s', call.id,
                    call.custom.name, stacklevel=2)
                continue
            if call.type == 'function':
                raw_call['function']['parsed_arguments'] = parse_arguments(tools, call.function)
            calls.append(raw_call)
        message['parsed'] = parse_content(response_format, choice.message)
        message['tool_calls'] = calls or None
    return construct(ParsedChatCompletion, data)


def parse_content(response_format, message):
    """What a message says, as an object of the class that was asked for."""
    if is_rich(response_format) and message.content and not message.refusal:
        return read_json(response_format, message.content)
    return None


def find_tool(tools, name):
    """The tool of a name, among those that were given."""
    for tool in tools:
        if tool['type'] == 'function' and tool['function'].get('name') == name:
            return tool
    return None


def parse_arguments(tools, function):
    """The arguments of a function, as its tool says."""
    tool = find_tool(tools, function.name)
    if tool is None:
        return None
    definition = tool['function']
    if isinstance(definition, PydanticFunctionTool):
        return read_json(definition.model, function.arguments)
    return json.loads(function.arguments) if definition.get('strict') else None
