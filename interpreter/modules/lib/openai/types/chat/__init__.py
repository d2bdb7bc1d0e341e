"""The classes of conversations."""

from .chat_completion import ChatCompletion
from .chat_completion_audio import ChatCompletionAudio
from .chat_completion_chunk import ChatCompletionChunk
from .chat_completion_message import ChatCompletionMessage
from .chat_completion_message_custom_tool_call import ChatCompletionMessageCustomToolCall
from .chat_completion_message_function_tool_call import ChatCompletionMessageFunctionToolCall
from .chat_completion_token_logprob import ChatCompletionTokenLogprob
from .parsed_chat_completion import (
    ParsedChatCompletion, ParsedChatCompletionMessage, ParsedChoice)
from .parsed_function_tool_call import ParsedFunction, ParsedFunctionToolCall

ChatCompletionMessageToolCall = ChatCompletionMessageFunctionToolCall


def __getattr__(name):
    from .. import parameter_type
    return parameter_type(__name__, name)
