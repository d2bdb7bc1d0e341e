# The eager task factory, and timers in heaps: order, cancellation, what _scheduled shows.
import asyncio


async def leaf(log, name, times=0):
    log.append(f"begin {name}")
    for _ in range(times):
        await asyncio.sleep(0)
    log.append(f"end {name}")
    return name


async def eager():
    loop, log = asyncio.get_running_loop(), []
    loop.set_task_factory(asyncio.eager_task_factory)
    print(loop.get_task_factory() is asyncio.eager_task_factory)
    first = asyncio.create_task(leaf(log, "first"))
    log.append("between")
    second = loop.create_task(leaf(log, "second", 2), name="named")
    print(first.done(), first.result(), second.done(), second.get_name(), log)
    print(await asyncio.gather(leaf(log, 1), leaf(log, 2, 1), second))

    async def who():
        return asyncio.current_task(), len(asyncio.all_tasks())

    outer = asyncio.current_task()
    inner, count = asyncio.create_task(who()).result()
    print(inner is outer, count, asyncio.current_task() is outer)

    async def fail():
        raise ValueError("eager")

    task = asyncio.create_task(fail())
    print(task.done(), repr(task.exception()))

    async def deep(depth):
        return depth and await asyncio.create_task(deep(depth - 1)) + 1

    print(await deep(50))
    class Own(asyncio.Task):
        pass
    loop.set_task_factory(asyncio.create_eager_task_factory(Own))
    print(type(asyncio.create_task(leaf(log, 3))).__name__)
    loop.set_task_factory(None)
    print(type(asyncio.create_task(leaf(log, 4))).__name__)


async def timers():
    loop, log = asyncio.get_running_loop(), []
    base = loop.time()
    handles = [loop.call_at(base + (number * 7 % 10) / 1000, log.append, number * 7 % 10)
               for number in range(10)]
    handles[2].cancel()
    scheduled = [handle for handle in loop._scheduled if not handle.cancelled()]
    print(len(scheduled), scheduled[0] is handles[0], loop._timer_cancelled_count)
    handles.append(loop.call_at(int(base), log.append, "whole"))
    del scheduled
    await asyncio.sleep(0.05)
    print(log, [handle.cancelled() for handle in handles].count(True), len(loop._scheduled))
    many = [loop.call_later(50, log.append, None) for _ in range(300)]
    for handle in many[:250]:
        handle.cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(len(loop._scheduled), loop._timer_cancelled_count)
    for handle in many:
        handle.cancel()
    await asyncio.sleep(0.001)
    print(len(loop._scheduled), loop._timer_cancelled_count)
    sleeps = [asyncio.create_task(asyncio.sleep(delay / 1000, delay)) for delay in (3, 1, 2)]
    for task in asyncio.as_completed(sleeps):
        print(await task, end=" ")
    print()


async def main():
    await eager()
    await timers()


asyncio.run(main())
