"""Images that were made."""

from .._models import BaseModel, Tagged


class Image(BaseModel):
    b64_json: str | None = None
    revised_prompt: str | None = None
    url: str | None = None


class SvgUsage(BaseModel):
    input_tokens: int
    model: str
    output_tokens: int
    reasoning_tokens: int
    total_tokens: int


class UsageInputTokensDetails(BaseModel):
    image_tokens: int
    text_tokens: int


class UsageOutputTokensDetails(BaseModel):
    image_tokens: int
    text_tokens: int


class Usage(BaseModel):
    input_tokens: int
    input_tokens_details: UsageInputTokensDetails
    output_tokens: int
    total_tokens: int
    output_tokens_details: UsageOutputTokensDetails | None = None


class ImagesResponse(BaseModel):
    created: int
    background: str | None = None
    data: list[Image] | None = None
    output_format: str | None = None
    quality: str | None = None
    safety_identifier: str | None = None
    size: str | None = None
    svg_usage: SvgUsage | None = None
    usage: Usage | None = None


# While an image is made, drafts of it come in events.
IMAGE_EVENT = Tagged()
