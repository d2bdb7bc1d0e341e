# What loops report: exceptions in callbacks and tasks, wrong uses, closed loops.
import asyncio
import gc


def handler(loop, context):
    shown = {key: type(value).__name__ for key, value in sorted(context.items()) if key != "message"}
    message = context["message"]
    print("handler:", message.split(" at ")[0], shown)


async def fail():
    raise ValueError("task")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    loop.call_soon(lambda: 1 / 0)
    await asyncio.sleep(0)
    task = asyncio.create_task(fail())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    gc.collect()
    future = loop.create_future()
    future.set_exception(OSError("future"))
    del future
    for wrong in (lambda: loop.run_until_complete(asyncio.sleep(0)), lambda: asyncio.run(asyncio.sleep(0)),
                  lambda: loop.call_later(None, print), lambda: loop.create_future().result(),
                  lambda: loop.create_future().exception(), lambda: loop.create_task(3),
                  lambda: asyncio.Task(3), lambda: loop.close(), lambda: loop.set_task_factory(3)):
        try:
            wrong()
        except Exception as error:
            print(type(error).__name__, error)
    future = loop.create_future()
    try:
        future.set_exception(StopIteration)
        await future
    except RuntimeError as error:
        print(error, repr(error.__cause__))


import warnings

warnings.simplefilter("ignore")
asyncio.run(main())
loop = asyncio.new_event_loop()
loop.close()
for wrong in (lambda: loop.call_soon(print), lambda: loop.run_forever(), lambda: loop.create_task(fail()),
              lambda: loop.run_in_executor(None, print), asyncio.get_running_loop):
    try:
        wrong()
    except RuntimeError as error:
        print(error)


async def traced():
    async def deeper():
        await asyncio.sleep(0)
        raise KeyError("deep")

    try:
        await asyncio.create_task(deeper())
    except KeyError as error:
        names = []
        traceback = error.__traceback__
        while traceback:
            names.append(traceback.tb_frame.f_code.co_name)
            traceback = traceback.tb_next
        print(names)


asyncio.run(traced())


class MyTask(asyncio.Task):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.extra = "extra"


async def factories():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(lambda loop, coro, **kwargs: MyTask(coro, loop=loop, **kwargs))
    task = asyncio.create_task(asyncio.sleep(0, "own task"), name="mine")
    print(type(task).__name__, task.extra, task.get_name(), await task)
    loop.set_task_factory(asyncio.eager_task_factory)
    order = []

    async def eager():
        order.append("began")
        await asyncio.sleep(0)
        order.append("ended")

    task = asyncio.create_task(eager())
    order.append("made")
    await task
    print(order)
    done = asyncio.create_task(asyncio.sleep(0) if False else give())
    print(done.done(), done.result())


async def give():
    return "without a turn"


asyncio.run(factories())
