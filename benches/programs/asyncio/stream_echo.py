# Measures: 200 clients that send 1 kB to an echo server on loopback and read it back.

import asyncio

SIZE = 1024
ROUNDS = 50


async def serve(reader, writer):
    while data := await reader.read(SIZE):
        writer.write(data)
        await writer.drain()
    writer.close()


async def client(port, number):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    message = bytes([number % 256]) * SIZE
    total = 0
    for _ in range(ROUNDS):
        writer.write(message)
        await writer.drain()
        answer = await reader.readexactly(SIZE)
        assert answer == message
        total += len(answer)
    writer.close()
    await writer.wait_closed()
    return total


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=256)
    port = server.sockets[0].getsockname()[1]
    totals = await asyncio.gather(*[client(port, number) for number in range(200)])
    server.close()
    await server.wait_closed()
    print("stream_echo", sum(totals))


asyncio.run(main())
