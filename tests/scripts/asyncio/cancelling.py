# Cancellation: messages, counts, refusal, timeouts, groups.
import asyncio


async def forever(log):
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError as error:
        log.append(("cancelled", error.args))
        raise
    finally:
        log.append("finally")


async def main():
    log = []
    task = asyncio.create_task(forever(log))
    await asyncio.sleep(0)
    print(task.cancel("because"), task.cancelling(), task.cancelled())
    try:
        await task
    except asyncio.CancelledError as error:
        print(error.args, log, task.cancelled(), task.cancel())

    early = asyncio.create_task(forever(log := []))
    early.cancel()
    print(await asyncio.gather(early, return_exceptions=True), log)

    async def stubborn():
        for _ in range(2):
            try:
                await asyncio.sleep(100)
            except asyncio.CancelledError:
                print("not now", asyncio.current_task().uncancel())
        return "done"

    task = asyncio.create_task(stubborn())
    for _ in range(2):
        await asyncio.sleep(0)
        task.cancel()
    print(await task, task.cancelling())

    try:
        async with asyncio.timeout(0.01) as limit:
            await asyncio.sleep(100)
    except TimeoutError as error:
        print(limit.expired(), repr(error), type(error.__cause__).__name__, limit)
    async with asyncio.timeout(100) as limit:
        limit.reschedule(None)
    print(limit.expired(), limit.when(), limit)
    try:
        await asyncio.wait_for(asyncio.sleep(100), 0.01)
    except TimeoutError:
        print("too late")
    print(await asyncio.wait_for(asyncio.sleep(0, "in time"), 1))
    try:
        await asyncio.wait_for(asyncio.sleep(1), 0)
    except TimeoutError:
        print("at once")

    async def fail(error):
        raise error

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(forever(log := []))
            group.create_task(fail(ValueError(1)))
            group.create_task(fail(KeyError(2)))
    except* ValueError as errors:
        print(errors.exceptions)
    except* KeyError as errors:
        print(errors.exceptions)
    print(log)
    async with asyncio.TaskGroup() as group:
        first = group.create_task(asyncio.sleep(0.01, 1))
        second = group.create_task(asyncio.sleep(0, 2))
    print(first.result(), second.result(), group)
    try:
        group.create_task(coroutine := forever([]))
    except RuntimeError as error:
        print(str(error).replace(repr(group), "GROUP"))

    future = asyncio.get_running_loop().create_future()
    future.cancel("message")
    for _ in range(2):
        try:
            future.result()
        except asyncio.CancelledError as error:
            print(error.args)
    try:
        future.set_result(1)
    except asyncio.InvalidStateError as error:
        print(error)


asyncio.run(main())
