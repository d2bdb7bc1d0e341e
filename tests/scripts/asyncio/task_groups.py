# TaskGroup: results, errors, cancellation from within and from outside, what scripts see of it.
import asyncio


async def value(number, delay=0):
    await asyncio.sleep(delay)
    return number


async def fail(error, delay=0):
    await asyncio.sleep(delay)
    raise error


async def sleeper(log, name):
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        log.append(name)
        raise


def show(group):
    return type(group).__name__, str(group), [repr(error) for error in group.exceptions]


async def plain():
    async with asyncio.TaskGroup() as group:
        print(repr(group), group._entered, group._exiting)
        tasks = [group.create_task(value(number), name=f"n{number}") for number in range(3)]
        print(repr(group), len(group._tasks), tasks[0].get_name())
    print([task.result() for task in tasks], repr(group), group._tasks, group._on_completed_fut)


async def grows():
    log = []

    async def more(group, depth):
        await asyncio.sleep(0)
        log.append(depth)
        if depth:
            group.create_task(more(group, depth - 1))

    async with asyncio.TaskGroup() as group:
        group.create_task(more(group, 3))
    print("grows", log)


async def one_fails():
    log = []
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(sleeper(log, "first"))
            group.create_task(fail(ValueError("no")))
            group.create_task(sleeper(log, "second"))
            await asyncio.sleep(50)
    except* ValueError as error:
        print("one fails", show(error), sorted(log), asyncio.current_task().cancelling())


async def block_fails():
    log = []
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(sleeper(log, "task"))
            await asyncio.sleep(0)
            raise KeyError("block")
    except BaseExceptionGroup as error:
        print("block fails", show(error), log, repr(error.__context__))


async def both_fail():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(TypeError("task")))
            try:
                await asyncio.sleep(10)
            finally:
                raise OSError("block")
    except BaseExceptionGroup as error:
        print("both fail", show(error))


async def from_outside():
    log = []

    async def inner():
        async with asyncio.TaskGroup() as group:
            group.create_task(sleeper(log, "a"))
            group.create_task(sleeper(log, "b"))

    task = asyncio.create_task(inner())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel("stop")
    try:
        await task
    except asyncio.CancelledError as error:
        print("from outside", error.args, sorted(log), task.cancelling())


async def cancelled_in_block():
    async def inner():
        async with asyncio.TaskGroup() as group:
            group.create_task(value(1))
            asyncio.current_task().cancel()
            await asyncio.sleep(1)

    task = asyncio.create_task(inner())
    try:
        await task
    except asyncio.CancelledError:
        print("in block", task.cancelled())


async def refused():
    group = asyncio.TaskGroup()
    for moment in ("before", "after"):
        coroutine = value(1)
        try:
            group.create_task(coroutine)
        except RuntimeError as error:
            print(moment, error)
        if moment == "before":
            async with group:
                pass
    try:
        async with group:
            pass
    except RuntimeError as error:
        print(error)
    for arguments in ((1,), (1, 2)):
        try:
            asyncio.TaskGroup(*arguments)
        except TypeError as error:
            print(error)

    async def late():
        await asyncio.sleep(0)
        coroutine = value(2)
        try:
            shutting.create_task(coroutine)
        except RuntimeError as error:
            print("late", error)

    try:
        async with asyncio.TaskGroup() as shutting:
            shutting.create_task(late())
            raise ValueError(3)
    except* ValueError as error:
        print(show(error))


async def subclasses():
    class Counting(asyncio.TaskGroup):
        ended = 0

        def _on_task_done(self, task):
            self.ended += 1
            super()._on_task_done(task)

    async with Counting() as group:
        for number in range(4):
            group.create_task(value(number))
    print("ended", group.ended)


async def ending():
    class Ending(KeyboardInterrupt):
        pass

    try:
        async with asyncio.TaskGroup():
            raise Ending("base")
    except Ending as error:
        print("base error", error.args)


async def main():
    for test in (plain, grows, one_fails, block_fails, both_fail, from_outside,
                 cancelled_in_block, refused, subclasses, ending):
        await test()


asyncio.run(main())
