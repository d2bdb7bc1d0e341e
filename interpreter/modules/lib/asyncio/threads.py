"""Functions in other threads."""

__all__ = ('to_thread',)

from _contextvars import copy_context

from . import events
from ._later import Later

functools = Later('functools')


async def to_thread(func, /, *args, **kwargs):
    """Runs a function in a thread of the default executor, in a copy of this context."""
    call = functools.partial(copy_context().run, func, *args, **kwargs)
    return await events.get_running_loop().run_in_executor(None, call)
