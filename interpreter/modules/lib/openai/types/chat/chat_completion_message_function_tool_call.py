"""A function that the model wants to have called."""

from ..._models import BaseModel


class Function(BaseModel):
    arguments: str
    name: str


class ChatCompletionMessageFunctionToolCall(BaseModel, tag='function'):
    id: str
    function: Function
    type: str
