# What exception handlers of loops see, and what comes of one that fails.
import asyncio
import logging
import sys
import traceback

logging.basicConfig(stream=sys.stdout, level=logging.DEBUG, format="%(levelname)s %(message)s")


def failing():
    1 / 0


def handler(loop, context):
    print(sorted(context), context["message"][:21], repr(context["exception"]))
    print("handled now:", repr(sys.exception()))
    print([entry.name for entry in traceback.extract_tb(context["exception"].__traceback__)][-1])


class Silent(logging.Filter):
    def filter(self, record):
        exception = record.exc_info and record.exc_info[1]
        if exception:
            print(repr(exception), "in the context of", repr(exception.__context__))
        return not exception


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    loop.call_soon(failing)
    await asyncio.sleep(0)

    def bad_handler(loop, context):
        raise RuntimeError("the handler fails")

    logging.getLogger("asyncio").addFilter(Silent())
    loop.set_exception_handler(bad_handler)
    loop.call_soon(failing)
    await asyncio.sleep(0)
    try:
        asyncio.Barrier(0)
    except ValueError as error:
        print(error)


asyncio.run(main())
