"""accept() without descriptors left: it is reported, and tried again later, not at once."""

import asyncio
import os
import resource
import socket
import time

soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))


async def serve(reader, writer):
    writer.write(await reader.readline())
    writer.close()


async def main():
    reports = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: reports.append(context))
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    client = socket.socket()
    client.setblocking(False)
    # Nothing is left for accept().
    taken = []
    try:
        while True:
            taken.append(os.dup(0))
    except OSError:
        pass
    await loop.sock_connect(client, ("127.0.0.1", port))
    await loop.sock_sendall(client, b"hello\n")
    begun = time.process_time()
    await asyncio.sleep(0.5)
    used = time.process_time() - begun
    print("busy" if used > 0.25 else "waits")
    messages = {report["message"] for report in reports}
    print(messages, {type(report["exception"]).__name__ for report in reports})
    print({report["exception"].errno for report in reports}, "socket" in reports[0])
    for descriptor in taken:
        os.close(descriptor)
    # Accepted a second after it was refused.
    print(await asyncio.wait_for(loop.sock_recv(client, 100), 5))
    client.close()
    server.close()
    await server.wait_closed()


asyncio.run(main())
