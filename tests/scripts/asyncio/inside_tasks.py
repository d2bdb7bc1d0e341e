# What the article looks at: the queues of the loop, a task's coroutine, step and wakeup, a
# future's callbacks and its flag.
import asyncio


async def inner(future):
    return await future


async def outer(future):
    return await inner(future)


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    print(future._asyncio_future_blocking, future._callbacks, future._state, future._loop is loop)
    task = asyncio.create_task(outer(future), name="worker")
    handle = loop._ready[-1]
    print(type(loop._ready).__name__, type(handle).__name__, type(handle._callback).__name__)
    print(handle._args, handle._cancelled, handle._callback.__self__ is task)
    print(task._coro.__name__, task._fut_waiter, task._must_cancel)
    await asyncio.sleep(0)
    (callback, context), = future._callbacks
    print(callback.__name__, callback.__self__ is task, context is task.get_context())
    print(task._fut_waiter is future, future._asyncio_future_blocking)
    print(task._coro.cr_await.__name__, type(task._coro.cr_await.cr_await).__name__)
    print(task.get_stack()[0].f_code.co_name, asyncio.current_task() in asyncio.all_tasks())
    timer = loop.call_later(60, print, "never")
    print(len(loop._scheduled), loop._scheduled[0] is timer, timer._scheduled, timer.cancelled())
    timer.cancel()
    print(timer.cancelled(), timer._callback, timer._args, loop._timer_cancelled_count)
    future.set_result("done")
    print(future._state, future._callbacks, type(loop._ready[-1]._callback).__name__)
    print(await task, task._fut_waiter, task._state, task._result)
    # Driven by hand, a coroutine gives the future at the bottom of the chain.
    future = loop.create_future()
    coroutine = outer(future)
    print(coroutine.send(None) is future, future._asyncio_future_blocking)
    future._asyncio_future_blocking = False
    future.set_result(7)
    try:
        coroutine.send(None)
    except StopIteration as stop:
        print("stopped with", stop.value)


asyncio.run(main())


class OwnFuture:
    """A future that a script has written."""

    _asyncio_future_blocking = False

    def __init__(self, loop):
        self._loop = loop
        self.callbacks = []
        self.value = None

    def get_loop(self):
        return self._loop

    def add_done_callback(self, callback, *, context=None):
        print("callback added", context is not None)
        self.callbacks.append(callback)

    def resolve(self, value):
        self.value = value
        for callback in self.callbacks:
            self._loop.call_soon(callback, self)

    def result(self):
        return self.value

    def __await__(self):
        self._asyncio_future_blocking = True
        yield self
        return self.value


async def own():
    future = OwnFuture(asyncio.get_running_loop())
    asyncio.get_running_loop().call_soon(future.resolve, "by hand")
    return await future


print(asyncio.run(own()))


class Bad:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        yield self.value


async def refuse(value):
    try:
        await Bad(value)
    except RuntimeError as error:
        print(str(error)[:23])


async def refused():
    await refuse(3)
    await refuse((x for x in ()))
    await refuse(asyncio.get_running_loop().create_future())

    async def itself():
        await task

    task = asyncio.create_task(itself())
    try:
        await task
    except RuntimeError as error:
        print(str(error)[:27])
    other = asyncio.new_event_loop()
    future = other.create_future()
    try:
        await future
    except RuntimeError as error:
        print("attached to a different loop" in str(error))
    other.close()


asyncio.run(refused())
