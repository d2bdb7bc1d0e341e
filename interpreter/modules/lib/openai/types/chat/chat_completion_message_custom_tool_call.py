"""A tool of the caller's that the model wants to have called."""

from ..._models import BaseModel


class Custom(BaseModel):
    input: str
    name: str


class ChatCompletionMessageCustomToolCall(BaseModel, tag='custom'):
    id: str
    custom: Custom
    type: str
