"""What counts as a coroutine, and how coroutines are shown."""

__all__ = ('iscoroutinefunction', 'iscoroutine')

import sys

from ._later import Later

collections_abc = Later('collections.abc')
inspect = Later('inspect')


async def _coroutine():
    pass


_example = _coroutine()
_CoroutineType = type(_example)
_example.close()


def _is_debug_mode():
    return sys.flags.dev_mode or (
        not sys.flags.ignore_environment and bool(_from_environment('PYTHONASYNCIODEBUG')))


def _from_environment(name):
    # Without module os nobody can have changed what the process began with.
    os = sys.modules.get('os')
    if os is not None:
        return os.environ.get(name)
    import posix
    return posix.environ.get(name.encode())


# Marks functions of other libraries as coroutine functions.
_is_coroutine = object()


def iscoroutinefunction(func):
    """Whether calling a function gives a coroutine."""
    return (inspect.iscoroutinefunction(func)
            or getattr(func, '_is_coroutine', None) is _is_coroutine)


def iscoroutine(obj):
    """Whether an object is a coroutine."""
    return isinstance(obj, _CoroutineType) or isinstance(obj, collections_abc.Coroutine)


def _name(coro):
    name = getattr(coro, '__qualname__', None) or getattr(coro, '__name__', None)
    return f'{name}()' if name else f'<{type(coro).__name__} without __name__>()'


def _is_running(coro):
    for attribute in ('cr_running', 'gi_running'):
        try:
            return getattr(coro, attribute)
        except AttributeError:
            pass
    return False


def _format_coroutine(coro):
    code = getattr(coro, 'cr_code', None) or getattr(coro, 'gi_code', None)
    name = _name(coro)
    if code is None:
        return f'{name} running' if _is_running(coro) else name
    frame = getattr(coro, 'gi_frame', None) or getattr(coro, 'cr_frame', None)
    file = code.co_filename or '<empty co_filename>'
    if frame is None:
        return f'{name} done, defined at {file}:{code.co_firstlineno}'
    return f'{name} running at {file}:{frame.f_lineno}'
