"""Answers whose content and arguments of tools have been parsed."""

from .chat_completion import ChatCompletion, Choice
from .chat_completion_message import ChatCompletionMessage
from .parsed_function_tool_call import ParsedFunctionToolCall


class ParsedChatCompletionMessage(ChatCompletionMessage):
    parsed: object | None = None
    tool_calls: list[ParsedFunctionToolCall] | None = None


class ParsedChoice(Choice):
    message: ParsedChatCompletionMessage


class ParsedChatCompletion(ChatCompletion):
    choices: list[ParsedChoice]
