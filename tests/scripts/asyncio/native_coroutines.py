"""What sleep(), acquire(), wait(), put() and get() give is a coroutine in all its uses."""

import asyncio
import collections.abc
import inspect
import types
import warnings


def look(coroutine):
    print(type(coroutine).__name__, coroutine.__name__, coroutine.__qualname__,
          repr(coroutine).split(" at ")[0])
    print(asyncio.iscoroutine(coroutine), inspect.iscoroutine(coroutine),
          inspect.isawaitable(coroutine), isinstance(coroutine, types.CoroutineType),
          isinstance(coroutine, collections.abc.Coroutine), coroutine.cr_running,
          coroutine.cr_suspended, coroutine.cr_await)
    coroutine.close()


async def uses():
    lock, event, semaphore = asyncio.Lock(), asyncio.Event(), asyncio.Semaphore(2)
    queue = asyncio.Queue(1)
    for coroutine in (asyncio.sleep(1), lock.acquire(), event.wait(), semaphore.acquire(),
                      queue.put(1), queue.get()):
        look(coroutine)
    for function in (asyncio.sleep, lock.acquire, event.wait, queue.put, queue.get):
        print(asyncio.iscoroutinefunction(function), end=" ")
    print()
    tasks = [asyncio.create_task(call) for call in
             (asyncio.sleep(0.01, "slept"), lock.acquire(), event.wait(), semaphore.acquire(),
              queue.put("item"), queue.get())]
    await asyncio.sleep(0)
    print([task.done() for task in tasks], queue.qsize(), lock.locked())
    event.set()
    print(await asyncio.gather(*tasks))
    print(await asyncio.wait_for(asyncio.sleep(0, "in time"), 1))
    for wait in (asyncio.sleep(10), queue.get(), lock.acquire(), asyncio.Event().wait()):
        try:
            await asyncio.wait_for(wait, 0.01)
        except TimeoutError as error:
            print("TimeoutError", repr(error.__cause__))
    print(len(queue._getters), len(lock._waiters))
    print(sorted([await first for first in asyncio.as_completed([asyncio.sleep(0, "a"), asyncio.sleep(0, "b")])]))
    print(await asyncio.shield(asyncio.sleep(0, "shielded")))
    done, pending = await asyncio.wait([asyncio.ensure_future(asyncio.sleep(0, "waited"))])
    print([task.result() for task in done], pending)
    once = asyncio.sleep(0)
    await once
    try:
        await once
    except RuntimeError as error:
        print(error)
    print(await asyncio.to_thread(len, "abc"))


async def cancelled():
    for make in (lambda: asyncio.sleep(5), asyncio.Event().wait, asyncio.Queue().get):
        task = asyncio.create_task(make())
        await asyncio.sleep(0)
        task.cancel("enough")
        try:
            await task
        except asyncio.CancelledError as error:
            print("cancelled", error.args)
        task = asyncio.create_task(make())
        task.cancel()
        print(await asyncio.gather(task, return_exceptions=True))


def by_hand():
    steps = asyncio.sleep(0, "by hand")
    print(steps.send(None))
    try:
        steps.send(None)
    except StopIteration as stop:
        print(stop.value)
    steps = asyncio.sleep(0)
    steps.send(None)
    try:
        steps.throw(KeyError("thrown"))
    except KeyError as error:
        print(repr(error))
    steps = asyncio.sleep(0)
    try:
        steps.throw(KeyError("at once"))
    except KeyError as error:
        print(repr(error))
    for bad in ("text", float("nan")):
        try:
            asyncio.run(asyncio.sleep(bad))
        except (TypeError, ValueError) as error:
            print(type(error).__name__, error)


def never_awaited():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        asyncio.sleep(1)
        asyncio.Queue().get()
        asyncio.Lock().acquire()
    for warning in caught:
        print(warning.category.__name__, str(warning.message).splitlines()[0])


class Replaced(asyncio.Lock):
    async def acquire(self):
        print("acquire of a subclass")
        return await super().acquire()


async def replaced():
    async with Replaced() as got:
        print(got)
    lock = asyncio.Lock()
    async with lock as got:
        print(got, lock.locked())
    print(lock.locked())
    kept = asyncio.Queue()
    kept._put = lambda item: kept._queue.append(("kept", item))
    await kept.put(1)
    print(await kept.get())


asyncio.run(uses())
asyncio.run(cancelled())
by_hand()
never_awaited()
asyncio.run(replaced())
asyncio.run(asyncio.sleep(0))
