# StreamReader: what read, readexactly, readline and readuntil give, and how they fail.
import asyncio
import inspect


async def attempt(name, coroutine):
    try:
        print(name, await coroutine)
    except Exception as error:
        print(name, type(error).__name__, error, getattr(error, "partial", None))


def fed(*pieces, eof=True, limit=65536):
    reader = asyncio.StreamReader(limit=limit, loop=asyncio.get_running_loop())
    for piece in pieces:
        reader.feed_data(piece)
    if eof:
        reader.feed_eof()
    return reader


async def at_once():
    reader = fed(b"one\ntwo\nthree")
    await attempt("line", reader.readline())
    await attempt("exactly", reader.readexactly(2))
    await attempt("read", reader.read(1))
    await attempt("nothing", reader.read(0))
    await attempt("until", reader.readuntil(b"e"))
    await attempt("rest", reader.read(100))
    await attempt("end", reader.read(100))
    await attempt("end of lines", reader.readline())
    await attempt("too much", reader.readexactly(1))
    await attempt("until end", reader.readuntil())
    print(reader.at_eof(), reader)
    await attempt("all", fed(b"a" * 10, b"b" * 10).read())
    await attempt("negative", fed(b"a").readexactly(-1))
    await attempt("partial", fed(b"abc").readexactly(5))
    await attempt("last line", fed(b"abc").readline())
    print([line async for line in fed(b"x\n\ny\nz")])


async def limits():
    reader = fed(b"a" * 9 + b"\nb\n", limit=4, eof=False)
    await attempt("long", reader.readline())
    await attempt("after", reader.readline())
    reader = fed(b"a" * 9, limit=4, eof=False)
    await attempt("no end", reader.readline())
    print(bytes(reader._buffer))
    await attempt("until", fed(b"a" * 9 + b"\n", limit=4).readuntil())
    for limit in (0, -1):
        try:
            asyncio.StreamReader(limit=limit)
        except ValueError as error:
            print(error)


async def waiting():
    reader = fed(eof=False)
    task = asyncio.create_task(reader.readexactly(4))
    await asyncio.sleep(0)
    print(reader._waiter is not None)
    await attempt("second", reader.read(1))
    await attempt("second line", reader.readline())
    reader.feed_data(b"ab")
    await asyncio.sleep(0)
    print(task.done())
    reader.feed_data(b"cdef")
    print(await task, bytes(reader._buffer), reader._waiter)
    task = asyncio.create_task(reader.readline())
    for piece in (b"g", b"h\ni"):
        await asyncio.sleep(0)
        reader.feed_data(piece)
    print(await task, bytes(reader._buffer))
    await reader.read(1)
    task = asyncio.create_task(reader.read(5))
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled", reader._waiter)
    task = asyncio.create_task(reader.read(5))
    await asyncio.sleep(0)
    reader.feed_eof()
    print(await task)
    try:
        reader.feed_data(b"late")
    except AssertionError as error:
        print("assertion", error)


async def failing():
    reader = fed(eof=False)
    task = asyncio.create_task(reader.read(5))
    await asyncio.sleep(0)
    reader.set_exception(ConnectionResetError("gone"))
    await attempt("woken", task)
    print(repr(reader.exception()))
    for read in (reader.read, reader.readline, reader.readuntil):
        await attempt(read.__name__, read())
    await attempt("readexactly", reader.readexactly(1))


class Transport:
    def __init__(self):
        self.log = []

    def pause_reading(self):
        self.log.append("pause")

    def resume_reading(self):
        self.log.append("resume")


async def flow():
    reader, transport = fed(eof=False, limit=4), Transport()
    reader.set_transport(transport)
    reader.feed_data(b"x" * 8)
    print(transport.log)
    reader.feed_data(b"y")
    print(transport.log)
    print(await reader.read(3), transport.log)
    print(await reader.readexactly(3), transport.log)
    reader.feed_data(b"z" * 9)
    task = asyncio.create_task(reader.readexactly(20))
    await asyncio.sleep(0)
    reader.feed_data(b"z" * 20)
    print(await task, transport.log)


async def main():
    for test in (at_once, limits, waiting, failing, flow):
        await test()
    print(asyncio.iscoroutinefunction(asyncio.StreamReader.readuntil))
    coroutine = fed().read(3)
    print(inspect.iscoroutine(coroutine), coroutine.__qualname__)
    coroutine.close()


asyncio.run(main())
