"""The classes of client.responses. What comes rarely is an UnknownModel with all its fields."""

from ._events import *
from ._events import STREAM_EVENT
from ._output import *
from .response import Response

ResponseStreamEvent = STREAM_EVENT


def __getattr__(name):
    from .. import parameter_type
    return parameter_type(__name__, name)
