"""An answer with everything around it."""

from ..._models import BaseModel, Tagged
from ._output import OUTPUT_ITEM


class AccessPrograms(BaseModel):
    cyber: str


class IncompleteDetails(BaseModel):
    reason: str | None = None


class MisalignmentSteer(BaseModel):
    message: str


class Misalignment(BaseModel):
    detailed_explanation: str | None = None
    error_type: str | None = None
    review_target: str | None = None
    steer: MisalignmentSteer | None = None


class ResponseError(BaseModel):
    code: str
    message: str
    misalignment: Misalignment | None = None
    param: str | None = None
    type: str | None = None


class Conversation(BaseModel):
    id: str


class Image(BaseModel):
    context_compression: str


class ResponsePrompt(BaseModel):
    id: str
    variables: dict | None = None
    version: str | None = None


class PromptCacheOptions(BaseModel):
    mode: str
    ttl: str
    comparison_response_id: str | None = None


class Reasoning(BaseModel):
    context: str | None = None
    effort: str | None = None
    generate_summary: str | None = None
    mode: str | None = None
    summary: str | None = None


class ResponseFormatText(BaseModel, tag='text'):
    type: str


class ResponseFormatJSONObject(BaseModel, tag='json_object'):
    type: str


class ResponseFormatTextJSONSchemaConfig(BaseModel, tag='json_schema'):
    name: str
    schema_: dict
    type: str
    description: str | None = None
    strict: bool | None = None


class ResponseTextConfig(BaseModel):
    format: Tagged(ResponseFormatText, ResponseFormatTextJSONSchemaConfig,
                   ResponseFormatJSONObject) | None = None
    verbosity: str | None = None


class ToolChoiceFunction(BaseModel, tag='function'):
    name: str
    type: str


class FunctionTool(BaseModel, tag='function'):
    name: str
    parameters: dict | None = None
    strict: bool | None = None
    type: str
    allowed_callers: list[str] | None = None
    async_: bool | None = None
    defer_loading: bool | None = None
    description: str | None = None
    output_schema: dict | None = None


class CacheWriteTokensDetails(BaseModel):
    ttl_12h_tokens: int
    ttl_30m_tokens: int


class InputTokensDetails(BaseModel):
    cache_write_tokens: int
    cached_tokens: int
    cache_write_tokens_details: CacheWriteTokensDetails | None = None


class OutputTokensDetails(BaseModel):
    reasoning_tokens: int


class ResponseUsage(BaseModel):
    input_tokens: int
    input_tokens_details: InputTokensDetails
    output_tokens: int
    output_tokens_details: OutputTokensDetails
    total_tokens: int


class Response(BaseModel):
    id: str
    access_programs: AccessPrograms | None = None
    created_at: float
    error: ResponseError | None = None
    incomplete_details: IncompleteDetails | None = None
    instructions: str | list[OUTPUT_ITEM] | None = None
    metadata: dict[str, str] | None = None
    model: str
    object: str
    output: list[OUTPUT_ITEM]
    parallel_tool_calls: bool
    temperature: float | None = None
    tool_choice: Tagged(ToolChoiceFunction)
    tools: list[Tagged(FunctionTool)]
    top_p: float | None = None
    background: bool | None = None
    completed_at: float | None = None
    conversation: Conversation | None = None
    image: Image | None = None
    input_transformations: list | None = None
    max_output_tokens: int | None = None
    max_tool_calls: int | None = None
    moderation: dict | None = None
    previous_response_id: str | None = None
    prompt: ResponsePrompt | None = None
    prompt_cache_diagnostics: Tagged() | None = None
    prompt_cache_key: str | None = None
    prompt_cache_options: PromptCacheOptions | None = None
    prompt_cache_retention: str | None = None
    reasoning: Reasoning | None = None
    safety_identifier: str | None = None
    service_tier: str | None = None
    status: str | None = None
    text: ResponseTextConfig | None = None
    tool_usage: dict | None = None
    top_logprobs: int | None = None
    truncation: str | None = None
    usage: ResponseUsage | None = None
    user: str | None = None

    @property
    def output_text(self):
        """All the text of the output."""
        return ''.join(
            part.text
            for item in self.output if item.type == 'message'
            for part in item.content if part.type == 'output_text' and part.text is not None)
