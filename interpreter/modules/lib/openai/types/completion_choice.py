"""One way in which a text may go on."""

from .._models import BaseModel


class Logprobs(BaseModel):
    text_offset: list[int] | None = None
    token_logprobs: list[float] | None = None
    tokens: list[str] | None = None
    top_logprobs: list[dict[str, float]] | None = None


class CompletionChoice(BaseModel):
    finish_reason: str
    index: int
    logprobs: Logprobs | None = None
    text: str
