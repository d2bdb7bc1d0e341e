"""Races with a staggered start."""

__all__ = ('staggered_race',)

import contextlib

from . import events
from . import exceptions
from . import locks
from . import tasks


async def staggered_race(coro_fns, delay, *, loop=None):
    """Starts coroutines one after the other, the next when one fails or after a delay.

    Gives the first result, which of them it is from, and the exceptions of all that were
    started.
    """
    loop = loop or events.get_running_loop()
    functions = enumerate(coro_fns)
    winner_result = None
    winner_index = None
    errors = []
    running = []

    async def run_one_coro(previous_failed):
        nonlocal winner_result, winner_index
        if previous_failed is not None:
            with contextlib.suppress(exceptions.TimeoutError):
                await tasks.wait_for(previous_failed.wait(), delay)
        try:
            index, function = next(functions)
        except StopIteration:
            return
        failed = locks.Event()
        running.append(loop.create_task(run_one_coro(failed)))
        errors.append(None)
        assert len(errors) == index + 1
        try:
            result = await function()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            errors[index] = error
            failed.set()
        else:
            assert winner_index is None
            winner_index, winner_result = index, result
            for place, task in enumerate(running):
                if place != index:
                    task.cancel()

    running.append(loop.create_task(run_one_coro(None)))
    try:
        ended = 0
        while ended != len(running):
            done, _ = await tasks.wait(running)
            ended = len(done)
            if __debug__:
                for task in done:
                    if task.done() and not task.cancelled() and task.exception():
                        raise task.exception()
        return winner_result, winner_index, errors
    finally:
        for task in running:
            task.cancel()
