"""Whether question and answer may do harm."""

from ..._models import BaseModel, Tagged


class ModerationResult(BaseModel):
    categories: dict[str, bool]
    category_applied_input_types: dict[str, list[str]]
    category_scores: dict[str, float]
    flagged: bool
    model: str
    type: str


class ModerationResults(BaseModel, tag='moderation_results'):
    model: str
    results: list[ModerationResult]
    type: str


class ModerationError(BaseModel, tag='error'):
    code: str
    message: str
    type: str


class Moderation(BaseModel):
    input: Tagged(ModerationResults, ModerationError)
    output: Tagged(ModerationResults, ModerationError)
