# gather, wait, as_completed, shield: results, exceptions, cancellation, order.
import asyncio


async def give(value, delay=0):
    await asyncio.sleep(delay)
    return value


async def fail(error, delay=0):
    await asyncio.sleep(delay)
    raise error


async def main():
    print(await asyncio.gather())
    print(await asyncio.gather(give(1, 0.02), give(2, 0.01), give(3)))
    shared = asyncio.ensure_future(give("shared"))
    print(await asyncio.gather(shared, give(2), shared))
    print(await asyncio.gather(give(1), fail(KeyError(2)), return_exceptions=True))
    try:
        await asyncio.gather(give(1, 0.01), fail(ValueError("first")), fail(ValueError("later"), 0.02))
    except ValueError as error:
        print("raised", error)
    outer = asyncio.gather(give(1, 10), give(2, 10))
    await asyncio.sleep(0)
    print(outer.cancel("enough"), outer.done())
    try:
        await outer
    except asyncio.CancelledError as error:
        print("cancelled", error.args)
    tasks = [asyncio.create_task(give(i, 0.01 * (3 - i)), name=f"t{i}") for i in range(3)]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print(sorted(t.get_name() for t in done), sorted(t.get_name() for t in pending))
    done, pending = await asyncio.wait(tasks)
    print(len(done), len(pending))
    done, pending = await asyncio.wait(
        [asyncio.create_task(fail(OSError(1))), waiter := asyncio.create_task(give(1, 10))],
        return_when=asyncio.FIRST_EXCEPTION)
    print([type(t.exception()).__name__ for t in done], len(pending))
    waiter.cancel()
    done, pending = await asyncio.wait([asyncio.create_task(give(1, 0.5))], timeout=0.01)
    print(len(done), len(pending))
    pending.pop().cancel()
    for next_result in asyncio.as_completed([give("slow", 0.03), give("fast", 0.01)]):
        print(await next_result)
    own = [asyncio.create_task(give("b", 0.03)), asyncio.create_task(give("a", 0.01))]
    async for task in asyncio.as_completed(own):
        print(own.index(task), await task)
    try:
        for next_result in asyncio.as_completed([give(1, 10)], timeout=0.01):
            await next_result
    except TimeoutError as error:
        print("late", error.args)
    inner = asyncio.create_task(give("kept", 0.02))
    shielded = asyncio.ensure_future(asyncio.shield(inner))
    await asyncio.sleep(0)
    shielded.cancel()
    try:
        await shielded
    except asyncio.CancelledError:
        print(inner.cancelled(), await inner)
    for wrong in (lambda: asyncio.wait([]), lambda: asyncio.wait([give(1)]), lambda: asyncio.gather(3)):
        try:
            await wrong()
        except (TypeError, ValueError) as error:
            print(type(error).__name__, error)


import warnings

warnings.simplefilter("ignore")
asyncio.run(main())
