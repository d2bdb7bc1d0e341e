"""The vectors of some texts."""

from .._models import BaseModel
from .embedding import Embedding


class Usage(BaseModel):
    prompt_tokens: int
    total_tokens: int


class CreateEmbeddingResponse(BaseModel):
    data: list[Embedding]
    model: str
    object: str
    usage: Usage
