"""Calls in threads and processes, and futures for their results."""

from concurrent.futures._base import (
    ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, BrokenExecutor, CancelledError, Executor,
    Future, InvalidStateError, TimeoutError, as_completed, wait,
)

__all__ = (
    'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED', 'CancelledError', 'TimeoutError',
    'InvalidStateError', 'BrokenExecutor', 'Future', 'Executor', 'wait', 'as_completed',
    'ProcessPoolExecutor', 'ThreadPoolExecutor',
)


def __dir__():
    return __all__ + ('__author__', '__doc__')


def __getattr__(name):
    # Each kind of executor is imported when it is first used.
    if name == 'ProcessPoolExecutor':
        from .process import ProcessPoolExecutor as executor
    elif name == 'ThreadPoolExecutor':
        from .thread import ThreadPoolExecutor as executor
    else:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    globals()[name] = executor
    return executor
