"""Tasks, and waiting for many of them."""

__all__ = (
    'Task', 'create_task', 'FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED', 'wait',
    'wait_for', 'as_completed', 'sleep', 'gather', 'shield', 'ensure_future',
    'run_coroutine_threadsafe', 'current_task', 'all_tasks', 'create_eager_task_factory',
    'eager_task_factory', '_register_task', '_unregister_task', '_enter_task', '_leave_task',
)

import _asyncio
from _asyncio import (
    Task, create_task, current_task, eager_task_factory, gather, sleep, _current_tasks,
    _enter_task, _leave_task, _swap_current_task,
)

from . import coroutines
from . import events
from . import exceptions
from . import futures
from ._later import Later

concurrent_futures = Later('concurrent.futures')
functools = Later('functools')
inspect = Later('inspect')
queues = Later('asyncio.queues')
timeouts = Later('asyncio.timeouts')

_CTask = Task
FIRST_COMPLETED = 'FIRST_COMPLETED'
FIRST_EXCEPTION = 'FIRST_EXCEPTION'
ALL_COMPLETED = 'ALL_COMPLETED'


def __getattr__(name):
    if name == '_scheduled_tasks':
        # Tasks that are not native, or of loops that are not: a native loop holds its own.
        from _weakrefset import WeakSet
        return globals().setdefault(name, WeakSet())
    if name == '_PyTask' or name.startswith('_py_'):
        from . import _python
        return getattr(_python, name)
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


_eager_tasks = set()


def all_tasks(loop=None):
    """The tasks of a loop that are not done."""
    if loop is None:
        loop = events.get_running_loop()
    found = set(_asyncio._live_tasks(loop))
    for task in [*globals().get('_scheduled_tasks', ()), *_eager_tasks]:
        if futures._get_loop(task) is loop and not task.done():
            found.add(task)
    return found


def _register_task(task):
    """Has all_tasks() know of a task."""
    if not _asyncio._register_native(task):
        _register_foreign_task(task)


def _register_foreign_task(task):
    __getattr__('_scheduled_tasks').add(task)


def _unregister_task(task):
    """Takes back what _register_task() did."""
    if not _asyncio._unregister_native(task):
        __getattr__('_scheduled_tasks').discard(task)


def _register_eager_task(task):
    """Has all_tasks() know of a task that is in its first, eager step."""
    _eager_tasks.add(task)


def _unregister_eager_task(task):
    """Takes back what _register_eager_task() did."""
    _eager_tasks.discard(task)


_c_current_task = current_task
_c_register_task = _register_task
_c_register_eager_task = _register_eager_task
_c_unregister_task = _unregister_task
_c_unregister_eager_task = _unregister_eager_task
_c_enter_task = _enter_task
_c_leave_task = _leave_task
_c_swap_current_task = _swap_current_task


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """Waits for futures; gives two sets, those that are done and those that are not."""
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f'expect a list of futures, not {type(fs).__name__}')
    if not fs:
        raise ValueError('Set of Tasks/Futures is empty.')
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f'Invalid return_when value: {return_when}')
    fs = set(fs)
    if any(coroutines.iscoroutine(f) for f in fs):
        raise TypeError('Passing coroutines is forbidden, use tasks explicitly.')
    return await _wait(fs, timeout, return_when, events.get_running_loop())


def _release_waiter(waiter, *args):
    if not waiter.done():
        waiter.set_result(None)


async def _wait(fs, timeout, return_when, loop):
    assert fs, 'Set of Futures is empty.'
    waiter = loop.create_future()
    timer = None if timeout is None else loop.call_later(timeout, _release_waiter, waiter)
    left = len(fs)

    def _on_completion(f):
        nonlocal left
        left -= 1
        if left > 0 and return_when == ALL_COMPLETED:
            return
        if left > 0 and return_when == FIRST_EXCEPTION:
            if f.cancelled() or f.exception() is None:
                return
        if timer is not None:
            timer.cancel()
        _release_waiter(waiter)

    for f in fs:
        f.add_done_callback(_on_completion)
    try:
        await waiter
    finally:
        if timer is not None:
            timer.cancel()
        for f in fs:
            f.remove_done_callback(_on_completion)
    done = {f for f in fs if f.done()}
    return done, fs - done


async def wait_for(fut, timeout):
    """Waits for a future or coroutine, but not longer than so many seconds."""
    if timeout is None or timeout > 0:
        async with _asyncio.timeout(timeout):
            return await fut
    fut = ensure_future(fut)
    if fut.done():
        return fut.result()
    await _cancel_and_wait(fut)
    try:
        return fut.result()
    except exceptions.CancelledError as exc:
        raise TimeoutError from exc


async def _cancel_and_wait(fut):
    """Cancels a future and waits until it is done."""
    waiter = events.get_running_loop().create_future()
    release = functools.partial(_release_waiter, waiter)
    fut.add_done_callback(release)
    try:
        fut.cancel()
        await waiter
    finally:
        fut.remove_done_callback(release)


class _AsCompletedIterator:
    """Gives futures as they are done, or for a plain `for` coroutines that wait for them."""

    def __init__(self, aws, timeout):
        self._done = queues.Queue()
        self._timeout_handle = None
        loop = events.get_event_loop()
        todo = {ensure_future(aw, loop=loop) for aw in set(aws)}
        for f in todo:
            f.add_done_callback(self._handle_completion)
        if todo and timeout is not None:
            self._timeout_handle = loop.call_later(timeout, self._handle_timeout)
        self._todo = todo
        self._todo_left = len(todo)

    def __aiter__(self):
        return self

    def __iter__(self):
        return self

    async def __anext__(self):
        if not self._todo_left:
            raise StopAsyncIteration
        self._todo_left -= 1
        return await self._wait_for_one()

    def __next__(self):
        if not self._todo_left:
            raise StopIteration
        self._todo_left -= 1
        return self._wait_for_one(resolve=True)

    def _handle_timeout(self):
        for f in self._todo:
            f.remove_done_callback(self._handle_completion)
            # One for each that will be asked for.
            self._done.put_nowait(None)
        self._todo.clear()

    def _handle_completion(self, f):
        if not self._todo:
            return
        self._todo.remove(f)
        self._done.put_nowait(f)
        if not self._todo and self._timeout_handle is not None:
            self._timeout_handle.cancel()

    async def _wait_for_one(self, resolve=False):
        f = await self._done.get()
        if f is None:
            raise exceptions.TimeoutError
        return f.result() if resolve else f


def as_completed(fs, *, timeout=None):
    """Iterates over awaitables in the order in which they end, by `async for` or `for`."""
    if inspect.isawaitable(fs):
        raise TypeError(f'expects an iterable of awaitables, not {type(fs).__name__}')
    return _AsCompletedIterator(fs, timeout)


async def _wrap_awaitable(awaitable):
    return await awaitable


def ensure_future(coro_or_future, *, loop=None):
    """A future for a future, coroutine or other awaitable."""
    if futures.isfuture(coro_or_future):
        if loop is not None and loop is not futures._get_loop(coro_or_future):
            raise ValueError('The future belongs to a different loop than '
                             'the one specified as the loop argument')
        return coro_or_future
    given = coro_or_future
    if not coroutines.iscoroutine(given):
        if not inspect.isawaitable(given):
            raise TypeError('An asyncio.Future, a coroutine or an awaitable is required')
        given = _wrap_awaitable(given)
    if loop is None:
        loop = events.get_event_loop()
    try:
        return loop.create_task(given)
    except RuntimeError:
        if given is coro_or_future:
            given.close()
        raise


class _GatheringFuture(futures.Future):
    """What gather() gives. Cancelling it cancels what it waits for."""

    def __init__(self, children, *, loop):
        assert loop is not None
        super().__init__(loop=loop)
        self._children = children
        self._cancel_requested = False

    def cancel(self, msg=None):
        if self.done():
            return False
        for child in self._children:
            if child.cancel(msg=msg):
                self._cancel_requested = True
        return self._cancel_requested


def shield(arg):
    """Waits for something that goes on when the wait is cancelled."""
    inner = ensure_future(arg)
    if inner.done():
        return inner
    outer = futures._get_loop(inner).create_future()

    def _inner_done_callback(inner):
        if outer.cancelled():
            if not inner.cancelled():
                inner.exception()
        elif inner.cancelled():
            outer.cancel()
        elif (exc := inner.exception()) is not None:
            outer.set_exception(exc)
        else:
            outer.set_result(inner.result())

    def _outer_done_callback(outer):
        if not inner.done():
            inner.remove_done_callback(_inner_done_callback)

    inner.add_done_callback(_inner_done_callback)
    outer.add_done_callback(_outer_done_callback)
    return outer


def run_coroutine_threadsafe(coro, loop):
    """Has the loop of another thread run a coroutine; gives a future of concurrent.futures."""
    if not coroutines.iscoroutine(coro):
        raise TypeError('A coroutine object is required')
    future = concurrent_futures.Future()

    def callback():
        try:
            futures._chain_future(ensure_future(coro, loop=loop), future)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            if future.set_running_or_notify_cancel():
                future.set_exception(exc)
            raise

    loop.call_soon_threadsafe(callback)
    return future


def create_eager_task_factory(custom_task_constructor):
    """A task factory whose tasks begin at once, until they first wait."""

    def factory(loop, coro, *, name=None, context=None):
        return custom_task_constructor(
            coro, loop=loop, name=name, context=context, eager_start=True)

    return factory


def _create_eagerly(loop, coro, name, context):
    return Task(coro, loop=loop, name=name, context=context, eager_start=True)
