"""What the model puts out: messages, calls of functions, reasoning."""

from ..._models import BaseModel, Tagged


class AnnotationFileCitation(BaseModel, tag='file_citation'):
    file_id: str
    filename: str
    index: int
    type: str


class AnnotationURLCitation(BaseModel, tag='url_citation'):
    end_index: int
    start_index: int
    title: str
    type: str
    url: str


class AnnotationContainerFileCitation(BaseModel, tag='container_file_citation'):
    container_id: str
    end_index: int
    file_id: str
    filename: str
    start_index: int
    type: str


class AnnotationFilePath(BaseModel, tag='file_path'):
    file_id: str
    index: int
    type: str


ANNOTATION = Tagged(AnnotationFileCitation, AnnotationURLCitation,
                    AnnotationContainerFileCitation, AnnotationFilePath)


class LogprobTopLogprob(BaseModel):
    token: str
    bytes: list[int]
    logprob: float


class Logprob(BaseModel):
    token: str
    bytes: list[int]
    logprob: float
    top_logprobs: list[LogprobTopLogprob]


class ResponseOutputText(BaseModel, tag='output_text'):
    annotations: list[ANNOTATION]
    text: str
    type: str
    logprobs: list[Logprob] | None = None


class ResponseOutputRefusal(BaseModel, tag='refusal'):
    refusal: str
    type: str


class ResponseOutputMessage(BaseModel, tag='message'):
    id: str
    content: list[Tagged(ResponseOutputText, ResponseOutputRefusal)]
    role: str
    status: str
    type: str
    phase: str | None = None


class ResponseFunctionToolCall(BaseModel, tag='function_call'):
    arguments: str
    call_id: str
    name: str
    type: str
    id: str | None = None
    async_: bool | None = None
    caller: dict | None = None
    namespace: str | None = None
    status: str | None = None


class Summary(BaseModel):
    text: str
    type: str


class Content(BaseModel, tag='reasoning_text'):
    text: str
    type: str


class ResponseReasoningItem(BaseModel, tag='reasoning'):
    id: str
    summary: list[Summary]
    type: str
    content: list[Content] | None = None
    encrypted_content: str | None = None
    status: str | None = None


OUTPUT_ITEM = Tagged(ResponseOutputMessage, ResponseFunctionToolCall, ResponseReasoningItem)
CONTENT_PART = Tagged(ResponseOutputText, ResponseOutputRefusal, Content)

__all__ = [
    'ResponseFunctionToolCall', 'ResponseOutputMessage', 'ResponseOutputRefusal',
    'ResponseOutputText', 'ResponseReasoningItem',
]
