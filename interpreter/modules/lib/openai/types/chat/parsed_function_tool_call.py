"""A function that the model wants to have called, with its arguments."""

from .chat_completion_message_function_tool_call import (
    ChatCompletionMessageFunctionToolCall, Function)


class ParsedFunction(Function):
    parsed_arguments: object | None = None


class ParsedFunctionToolCall(ChatCompletionMessageFunctionToolCall):
    function: ParsedFunction
