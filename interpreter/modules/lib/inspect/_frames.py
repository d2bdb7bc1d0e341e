"""Frames and tracebacks, and where in the source they are."""

import inspect
import sys
from collections import namedtuple

_PLACE = 'filename lineno function code_context index'
_Traceback = namedtuple('_Traceback', _PLACE)
_FrameInfo = namedtuple('_FrameInfo', 'frame ' + _PLACE)


def _describe(info):
    fields = [f'{name}={getattr(info, name)!r}' for name in (*info._fields, 'positions')]
    return ', '.join(fields)


class Traceback(_Traceback):
    def __new__(cls, filename, lineno, function, code_context, index, *, positions=None):
        self = super().__new__(cls, filename, lineno, function, code_context, index)
        self.positions = positions
        return self

    def __repr__(self):
        return f'Traceback({_describe(self)})'


class FrameInfo(_FrameInfo):
    def __new__(cls, frame, filename, lineno, function, code_context, index, *,
                positions=None):
        self = super().__new__(cls, frame, filename, lineno, function, code_context, index)
        self.positions = positions
        return self

    def __repr__(self):
        return f'FrameInfo({_describe(self)})'


def _code_position(code, offset):
    if offset >= 0:
        wanted = offset // 2
        for index, position in enumerate(code.co_positions()):
            if index == wanted:
                return position
    return (None, None, None, None)


def getframeinfo(frame, context=1):
    """Return a Traceback tuple for a frame or a traceback.

    context is the number of source lines to include, centred on the
    current one.
    """
    if inspect.istraceback(frame):
        lineno = frame.tb_lineno
        offset = frame.tb_lasti
        frame = frame.tb_frame
    else:
        lineno = frame.f_lineno
        offset = frame.f_lasti
    positions = _code_position(frame.f_code, offset)
    if positions[0] is None:
        positions = (lineno, *positions[1:])
    lineno = positions[0]
    if not inspect.isframe(frame):
        raise TypeError(f'{frame!r} is not a frame or traceback object')
    filename = inspect.getsourcefile(frame) or inspect.getfile(frame)
    lines = index = None
    if context > 0:
        try:
            source, _ = inspect.findsource(frame)
        except OSError:
            pass
        else:
            start = lineno - 1 - context // 2
            start = max(0, min(start, len(source) - context))
            lines = source[start:start + context]
            index = lineno - 1 - start
    from dis import Positions
    return Traceback(filename, lineno, frame.f_code.co_name, lines, index,
                     positions=Positions(*positions))


def getlineno(frame):
    """Return the line that a frame is at."""
    return frame.f_lineno


def _frame_info(frame, place, context):
    info = getframeinfo(place, context)
    return FrameInfo(frame, *info, positions=info.positions)


def getouterframes(frame, context=1):
    """Return a FrameInfo for a frame and each of its callers."""
    result = []
    while frame:
        result.append(_frame_info(frame, frame, context))
        frame = frame.f_back
    return result


def getinnerframes(tb, context=1):
    """Return a FrameInfo for each entry of a traceback."""
    result = []
    while tb:
        result.append(_frame_info(tb.tb_frame, tb, context))
        tb = tb.tb_next
    return result


def currentframe():
    """Return the caller's frame."""
    return sys._getframe(1)


def stack(context=1):
    """Return a FrameInfo for the caller and each of its callers."""
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    """Return a FrameInfo for each entry of the handled exception's traceback."""
    error = sys.exception()
    return getinnerframes(None if error is None else error.__traceback__, context)


inspect._adopt(globals())
