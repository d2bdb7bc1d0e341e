"""The events of a streamed answer."""

from ..._models import BaseModel, Tagged
from ._output import ANNOTATION, CONTENT_PART, OUTPUT_ITEM, Logprob
from .response import Response


class Part(BaseModel):
    text: str
    type: str


_OF_RESPONSE = {'response': Response, 'sequence_number': int, 'type': str}
_OF_ITEM = {'item': OUTPUT_ITEM, 'output_index': int, 'sequence_number': int, 'type': str}
_PLACE = {'item_id': str, 'output_index': int, 'sequence_number': int, 'type': str}
_DELTA = {'delta': str, **_PLACE}
_ARGUMENTS = {'arguments': str, **_PLACE}
_PART = {'content_index': int, 'item_id': str, 'output_index': int, 'part': CONTENT_PART,
         'sequence_number': int, 'type': str}
_SUMMARY_PART = {'item_id': str, 'output_index': int, 'part': Part, 'sequence_number': int,
                 'summary_index': int, 'type': str}

#: The classes of events, by their tags: name and fields.
_EVENTS = {
    'response.created': ('ResponseCreatedEvent', _OF_RESPONSE),
    'response.queued': ('ResponseQueuedEvent', _OF_RESPONSE),
    'response.in_progress': ('ResponseInProgressEvent', _OF_RESPONSE),
    'response.completed': ('ResponseCompletedEvent', _OF_RESPONSE),
    'response.failed': ('ResponseFailedEvent', _OF_RESPONSE),
    'response.incomplete': ('ResponseIncompleteEvent', _OF_RESPONSE),
    'response.output_item.added': ('ResponseOutputItemAddedEvent', _OF_ITEM),
    'response.output_item.done': ('ResponseOutputItemDoneEvent', _OF_ITEM),
    'response.content_part.added': ('ResponseContentPartAddedEvent', _PART),
    'response.content_part.done': ('ResponseContentPartDoneEvent', _PART),
    'response.output_text.delta': ('ResponseTextDeltaEvent', {
        'content_index': int, 'delta': str, 'item_id': str, 'logprobs': list[Logprob],
        'output_index': int, 'sequence_number': int, 'type': str}),
    'response.output_text.done': ('ResponseTextDoneEvent', {
        'content_index': int, 'item_id': str, 'logprobs': list[Logprob], 'output_index': int,
        'sequence_number': int, 'text': str, 'type': str}),
    'response.output_text.annotation.added': ('ResponseOutputTextAnnotationAddedEvent', {
        'annotation': ANNOTATION, 'annotation_index': int, 'content_index': int, 'item_id': str,
        'output_index': int, 'sequence_number': int, 'type': str}),
    'response.refusal.delta': ('ResponseRefusalDeltaEvent', {'content_index': int, **_DELTA}),
    'response.refusal.done': ('ResponseRefusalDoneEvent', {
        'content_index': int, 'item_id': str, 'output_index': int, 'refusal': str,
        'sequence_number': int, 'type': str}),
    'response.function_call_arguments.delta': (
        'ResponseFunctionCallArgumentsDeltaEvent', _DELTA),
    'response.function_call_arguments.done': (
        'ResponseFunctionCallArgumentsDoneEvent', _ARGUMENTS),
    'response.reasoning_summary_part.added': (
        'ResponseReasoningSummaryPartAddedEvent', _SUMMARY_PART),
    'response.reasoning_summary_part.done': (
        'ResponseReasoningSummaryPartDoneEvent', {**_SUMMARY_PART, 'status': str | None}),
    'response.reasoning_summary_text.delta': ('ResponseReasoningSummaryTextDeltaEvent', {
        'delta': str, 'item_id': str, 'output_index': int, 'sequence_number': int,
        'summary_index': int, 'type': str}),
    'response.reasoning_summary_text.done': ('ResponseReasoningSummaryTextDoneEvent', {
        'item_id': str, 'output_index': int, 'sequence_number': int, 'summary_index': int,
        'text': str, 'type': str}),
    'response.reasoning_text.delta': (
        'ResponseReasoningTextDeltaEvent', {'content_index': int, **_DELTA}),
    'response.reasoning_text.done': ('ResponseReasoningTextDoneEvent', {
        'content_index': int, 'item_id': str, 'output_index': int, 'sequence_number': int,
        'text': str, 'type': str}),
    'error': ('ResponseErrorEvent', {
        'code': str | None, 'message': str, 'param': str | None, 'sequence_number': int,
        'type': str}),
}


def _event(tag, name, fields):
    return type(BaseModel)(name, (BaseModel,), {
        '__slots__': (), '__module__': __name__, '__annotations__': fields}, tag=tag)


_CLASSES = [_event(tag, name, fields) for tag, (name, fields) in _EVENTS.items()]
globals().update((cls.__name__, cls) for cls in _CLASSES)

#: What the events of a stream are.
STREAM_EVENT = Tagged(*_CLASSES)

__all__ = [cls.__name__ for cls in _CLASSES]
