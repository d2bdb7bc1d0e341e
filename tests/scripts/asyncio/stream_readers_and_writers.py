"""Readers that are fed in pieces, in all ways of reading; writers that drain, wait, fail and close."""

import asyncio
import inspect
import random


async def outcome(awaitable):
    try:
        return await awaitable
    except asyncio.IncompleteReadError as error:
        return "incomplete", error.partial, error.expected
    except asyncio.LimitOverrunError as error:
        return "overrun", str(error), error.consumed
    except Exception as error:
        return type(error).__name__, str(error)


def ways(reader, dice):
    return dice.choice((
        lambda: reader.read(dice.choice((1, 3, 10, 100))),
        lambda: reader.readexactly(dice.choice((1, 4, 9))),
        lambda: reader.readline(),
        lambda: reader.readuntil(b"\n"),
        lambda: reader.readuntil(b"ab"),
        lambda: reader.readuntil((b"b", b"ca", b"\n")),
        lambda: anext(reader),
        lambda: reader.read(0),
    ))()


async def fed_in_pieces(seed):
    """The same bytes come in other pieces, and the buffer is looked at, or is not."""
    dice = random.Random(seed)
    reader = asyncio.StreamReader(limit=dice.choice((4, 16, 64)))
    log = []

    async def read():
        while not reader.at_eof():
            log.append(await outcome(ways(reader, dice)))
            if seed % 3 == 0:
                log.append(bytes(reader._buffer))
            elif seed % 3 == 1 and dice.random() < 0.05:
                del reader._buffer[:1]
        log.append(await outcome(reader.read()))
        log.append(await outcome(anext(reader)))

    reading = asyncio.create_task(read())
    for _ in range(60):
        reader.feed_data(bytes(dice.choices(b"abc\n", k=dice.randrange(12))))
        if dice.random() < 0.6:
            await asyncio.sleep(0)
    reader.feed_eof()
    await reading
    return log


async def names_of_coroutines():
    reader = asyncio.StreamReader()
    for method in ("read", "readline", "readuntil", "readexactly", "__anext__"):
        function = getattr(asyncio.StreamReader, method)
        coroutine = function(reader, 1) if method == "readexactly" else function(reader)
        print(method, coroutine.__qualname__, inspect.iscoroutine(coroutine))
        coroutine.close()
    writer = await quiet_writer()
    coroutine = writer.drain()
    print(coroutine.__qualname__, inspect.iscoroutine(coroutine))
    print(await coroutine, await outcome(coroutine))


class Quiet(asyncio.Transport):
    closing = False

    def write(self, data):
        print("written", bytes(data))

    def is_closing(self):
        return self.closing

    def close(self):
        self.closing = True


async def quiet_writer(reader=None):
    loop = asyncio.get_running_loop()
    protocol = asyncio.StreamReaderProtocol(reader or asyncio.StreamReader(), loop=loop)
    transport = Quiet()
    protocol.connection_made(transport)
    return asyncio.StreamWriter(transport, protocol, reader, loop)


async def drains():
    reader = asyncio.StreamReader()
    writer = await quiet_writer(reader)
    writer.write(b"one")
    print(await writer.drain())
    protocol = writer._protocol
    protocol.pause_writing()
    waiting = [asyncio.create_task(writer.drain()) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[1].cancel()
    await asyncio.sleep(0)
    print([task.done() for task in waiting], len(protocol._drain_waiters))
    protocol.resume_writing()
    print(await asyncio.gather(*waiting, return_exceptions=True))
    protocol.pause_writing()
    waiting = asyncio.create_task(writer.drain())
    await asyncio.sleep(0)
    protocol.connection_lost(OSError("gone"))
    print(await outcome(waiting), await outcome(writer.drain()))
    reader.set_exception(ValueError("reader failed"))
    print(await outcome(writer.drain()))
    writer.close()


class Slow(asyncio.StreamWriter):
    async def drain(self):
        print("own drain")
        await super().drain()

    def write(self, data):
        print("own write", data)
        super().write(data)


class Counting(asyncio.StreamReader):
    lines = 0

    def feed_data(self, data):
        print("fed", len(data))
        super().feed_data(data)

    async def readline(self):
        self.lines += 1
        return await super().readline()


async def subclasses():
    loop = asyncio.get_running_loop()
    reader = Counting()
    protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
    writer = Slow(Quiet(), protocol, reader, loop)
    writer.write(b"x")
    await writer.drain()
    protocol.data_received(b"a\nb\nc")
    protocol.eof_received()
    print([line async for line in reader], reader.lines)
    writer.close()


async def served():
    """An echo through sockets, with flow control, patched methods and errors of protocols."""
    seen = []

    async def serve(reader, writer):
        while data := await reader.read(100):
            writer.write(data)
            writer.write(bytearray(b"+"))
            writer.write(memoryview(b"-"))
            await writer.drain()
        seen.append((writer.transport.is_closing(), writer.is_closing()))
        writer.close()
        seen.append((writer.transport.is_closing(), writer.is_closing()))
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"hello")
    print(await reader.readexactly(7))
    transport = writer.transport
    writer.writelines([b"1", bytearray(b"2"), memoryview(b"3")])
    writer.writelines((b"4", b""))
    writer.writelines(iter([b"5"]))
    writer.writelines([])
    print((await reader.readexactly(5 + 2)).translate(None, b"+-"))
    print(await outcome(asyncio.to_thread(lambda: transport.writelines([b"a", "text"]))))
    print(await outcome(asyncio.to_thread(lambda: transport.write("text"))))
    transport.set_write_buffer_limits(high=10)
    big = b"y" * 9_000_000
    writer.write(big)
    print(transport.get_write_buffer_size() > 10, writer._protocol._paused)

    async def drain():
        await writer.drain()
        return writer._protocol._paused

    got = asyncio.create_task(reader_of_all(reader))
    print(await drain())
    writer.writelines([big, memoryview(big)])
    print(transport.get_write_buffer_size() > 10)
    await writer.drain()
    writer.write_eof()
    print(await outcome(asyncio.to_thread(lambda: transport.write(b"late"))))
    rest = await got
    print(rest.count(b"y") == 3 * len(big), reader.at_eof())
    writer.close()
    await writer.wait_closed()
    print(seen)
    server.close()
    await server.wait_closed()


async def reader_of_all(reader):
    return await reader.read()


class Failing(asyncio.Protocol):
    def __init__(self, lost):
        self.lost = lost

    def connection_made(self, transport):
        transport.write(b"hi")

    def data_received(self, data):
        raise ZeroDivisionError("in data_received")

    def connection_lost(self, exc):
        self.lost.set_result(repr(exc))


async def failing():
    loop = asyncio.get_running_loop()
    reports = []
    loop.set_exception_handler(lambda loop, context: reports.append(
        (context["message"], repr(context["exception"]), type(context["protocol"]).__name__)))

    async def serve(reader, writer):
        writer.write(await reader.read(10))
        await reader.read()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    lost = loop.create_future()
    transport, protocol = await loop.create_connection(lambda: Failing(lost), "127.0.0.1", port)
    print(await lost, reports, transport.is_closing())
    server.close()
    await server.wait_closed()


async def main():
    for seed in range(60):
        print(seed, await fed_in_pieces(seed))
    await names_of_coroutines()
    await drains()
    await subclasses()
    await served()
    await failing()


asyncio.run(main())
