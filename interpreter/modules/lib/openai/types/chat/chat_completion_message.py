"""What the model says."""

from ..._models import BaseModel, Tagged
from .chat_completion_audio import ChatCompletionAudio
from .chat_completion_message_custom_tool_call import ChatCompletionMessageCustomToolCall
from .chat_completion_message_function_tool_call import ChatCompletionMessageFunctionToolCall


class AnnotationURLCitation(BaseModel):
    end_index: int
    start_index: int
    title: str
    url: str


class Annotation(BaseModel):
    type: str
    url_citation: AnnotationURLCitation


class FunctionCall(BaseModel):
    arguments: str
    name: str


class ChatCompletionMessage(BaseModel):
    content: str | None = None
    refusal: str | None = None
    role: str
    annotations: list[Annotation] | None = None
    audio: ChatCompletionAudio | None = None
    function_call: FunctionCall | None = None
    tool_calls: list[
        Tagged(ChatCompletionMessageFunctionToolCall, ChatCompletionMessageCustomToolCall)
    ] | None = None
