"""The name under which scripts look for calls of functions."""

from .chat_completion_message_function_tool_call import (
    ChatCompletionMessageFunctionToolCall,
    Function,
)

ChatCompletionMessageToolCall = ChatCompletionMessageFunctionToolCall
__all__ = ['ChatCompletionMessageToolCall', 'Function']
