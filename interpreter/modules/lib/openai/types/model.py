"""A model."""

from .._models import BaseModel


class Model(BaseModel):
    id: str
    created: int
    object: str
    owned_by: str
    shutdown_date: str | None = None
