"""Many connections to a server, half of them cut in the middle of a message."""

import asyncio
import resource
import socket
import struct

soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
WAVES = 20
AT_A_TIME = 500 if hard == resource.RLIM_INFINITY or hard >= 2000 else 100
resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard) if hard > 0 else 4096, hard))

answered = cut = open_now = 0


async def serve(reader, writer):
    global answered, cut, open_now
    open_now += 1
    try:
        size, = struct.unpack("!I", await reader.readexactly(4))
        message = await reader.readexactly(size)
        writer.write(message[::-1])
        await writer.drain()
        answered += 1
    except (asyncio.IncompleteReadError, ConnectionError):
        cut += 1
    finally:
        open_now -= 1
        writer.close()


async def client(port, number):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    message = b"%04d" % number * 25
    whole = struct.pack("!I", len(message)) + message
    if number % 2:
        writer.write(whole[:50])
        if number % 4 == 1:
            # The other side gets a reset.
            sock = writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.close()
        return 0
    writer.write(whole)
    answer = await reader.readexactly(len(message))
    assert answer == message[::-1]
    assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()
    return 1


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=1000)
    port = server.sockets[0].getsockname()[1]
    served = 0
    for _ in range(WAVES):
        clients = [client(port, number) for number in range(AT_A_TIME)]
        served += sum(await asyncio.gather(*clients))
    total = WAVES * AT_A_TIME
    for _ in range(500):
        if answered + cut == total and not open_now:
            break
        await asyncio.sleep(0.01)
    print(served == total // 2, answered == total // 2, cut == total // 2, open_now)
    server.close()
    await server.wait_closed()
    left = asyncio.all_tasks() - {asyncio.current_task()}
    print(len(left))


asyncio.run(main())
