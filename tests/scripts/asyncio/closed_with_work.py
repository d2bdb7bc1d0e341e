"""A loop that is closed with work pending says so; what is scheduled later is refused."""

import asyncio
import gc
import logging
import sys

logging.basicConfig(stream=sys.stdout, format="%(levelname)s %(message)s")


def without_addresses(text):
    import re
    return re.sub(r" at .*?>|0x[0-9a-f]+| wait_for=.*", "", text.splitlines()[0])


class Handler(logging.Handler):
    def emit(self, record):
        print("logged:", without_addresses(record.getMessage()))


logger = logging.getLogger("asyncio")
logger.addHandler(Handler())
logger.propagate = False


async def never():
    await asyncio.get_running_loop().create_future()


def main():
    loop = asyncio.new_event_loop()
    task = loop.create_task(never())
    loop.call_soon(loop.stop)
    loop.run_forever()
    loop.close()
    print(task.done(), loop.is_closed())
    del task
    for call in (lambda: loop.call_soon(print), lambda: loop.call_later(1, print),
                 lambda: loop.run_forever(), lambda: loop.call_soon_threadsafe(print)):
        try:
            call()
        except RuntimeError as error:
            print("RuntimeError:", error)
    coroutine = never()
    try:
        loop.create_task(coroutine)
    except RuntimeError as error:
        print("RuntimeError:", error)
    coroutine.close()
    del loop
    gc.collect()


main()
gc.collect()
print("end")
