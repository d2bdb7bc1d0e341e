"""How callbacks, handles and stacks are shown."""

import sys

from . import constants
from ._later import Later

functools = Later('functools')
inspect = Later('inspect')
reprlib = Later('reprlib')
traceback = Later('traceback')


def _get_function_source(func):
    """File and line of a function written in Python."""
    while True:
        func = inspect.unwrap(func)
        if inspect.isfunction(func):
            return func.__code__.co_filename, func.__code__.co_firstlineno
        if not isinstance(func, (functools.partial, functools.partialmethod)):
            return None
        func = func.func


def _format_callback_source(func, args, *, debug=False):
    shown = _format_callback(func, args, None, debug=debug)
    source = _get_function_source(func)
    return f'{shown} at {source[0]}:{source[1]}' if source else shown


def _format_args_and_kwargs(args, kwargs, *, debug=False):
    # Arguments may be secret: they are shown in debug mode only.
    if not debug:
        return '()'
    shown = [reprlib.repr(value) for value in args or ()]
    shown += [f'{name}={reprlib.repr(value)}' for name, value in (kwargs or {}).items()]
    return f"({', '.join(shown)})"


def _format_callback(func, args, kwargs, *, debug=False, suffix=''):
    shown = _format_args_and_kwargs(args, kwargs, debug=debug) + suffix
    if isinstance(func, functools.partial):
        return _format_callback(func.func, func.args, func.keywords, debug=debug, suffix=shown)
    name = getattr(func, '__qualname__', None) or getattr(func, '__name__', None) or repr(func)
    return name + shown


def extract_stack(f=None, limit=None):
    """The last frames above the caller, or from a frame on."""
    if f is None:
        f = sys._getframe(1)
    if limit is None:
        limit = constants.DEBUG_STACK_DEPTH
    stack = traceback.StackSummary.extract(
        traceback.walk_stack(f), limit=limit, lookup_lines=False)
    stack.reverse()
    return stack


def handle_info(handle):
    info = [type(handle).__name__]
    if handle._cancelled:
        info.append('cancelled')
    when = getattr(handle, '_when', None)
    if when is not None:
        info.append(f'when={when}')
    if handle._callback is not None:
        debug = handle._loop.get_debug()
        info.append(_format_callback_source(handle._callback, handle._args, debug=debug))
    if handle._source_traceback:
        frame = handle._source_traceback[-1]
        info.append(f'created at {frame[0]}:{frame[1]}')
    return info


def handle_repr(handle):
    if handle._repr is not None:
        return handle._repr
    return f"<{' '.join(handle._repr_info())}>"


def callback_failed(handle, exception):
    """Tells the loop that a callback has raised an exception."""
    loop = handle._loop
    shown = _format_callback_source(handle._callback, handle._args, debug=loop.get_debug())
    context = {'message': f'Exception in callback {shown}', 'exception': exception,
               'handle': handle}
    if handle._source_traceback:
        context['source_traceback'] = handle._source_traceback
    shown_by = exception.__traceback__
    try:
        raise exception
    except BaseException:
        # What the handler itself raises has the exception as its context.
        exception.__traceback__ = shown_by
        loop.call_exception_handler(context)
