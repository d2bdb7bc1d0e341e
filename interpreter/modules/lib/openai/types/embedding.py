"""A vector."""

from .._models import BaseModel


class Embedding(BaseModel):
    embedding: list[float]
    index: int
    object: str
