"""Where an exception of a task came from is told, whoever asks for it and in whatever order."""
import asyncio
import traceback


def names(error):
    return [entry.name for entry in traceback.extract_tb(error.__traceback__) if entry.filename == __file__]


async def fails(turns):
    for _ in range(turns):
        await asyncio.sleep(0)
    raise LookupError(turns)


async def outer(turns):
    await fails(turns)


def raised(function, *arguments):
    try:
        function(*arguments)
    except LookupError as error:
        return names(error)


for turns in (0, 1):
    print(raised(asyncio.run, fails(turns)), raised(asyncio.run, outer(turns)))

loop = asyncio.new_event_loop()
print(raised(loop.run_until_complete, outer(1)))
task = loop.create_task(outer(1))
task.add_done_callback(lambda task: loop.stop())
loop.run_forever()
print(names(task.exception()), names(task.exception()))
print(raised(task.result), raised(task.result))


async def groups():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(outer(1))
    except* LookupError as errors:
        print([names(error) for error in errors.exceptions])
    print([names(error) for error in await asyncio.gather(outer(0), fails(2), return_exceptions=True)])
    try:
        await asyncio.gather(outer(0), fails(2))
    except LookupError as error:
        print(names(error))
    task = asyncio.create_task(outer(1))
    await asyncio.wait([task])
    print(names(task.exception()))
    try:
        await task
    except LookupError as error:
        print(names(error))


loop.run_until_complete(groups())
loop.close()
