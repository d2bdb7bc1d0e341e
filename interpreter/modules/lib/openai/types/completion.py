"""How a text may go on."""

from .._models import BaseModel
from .completion_choice import CompletionChoice
from .completion_usage import CompletionUsage


class Completion(BaseModel):
    id: str
    choices: list[CompletionChoice]
    created: int
    model: str
    object: str
    system_fingerprint: str | None = None
    usage: CompletionUsage | None = None
