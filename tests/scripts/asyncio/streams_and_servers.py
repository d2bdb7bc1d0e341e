# Streams over loopback: lines, exact reads, separators, limits, closing, datagrams, raw sockets.
import asyncio
import socket


async def serve(reader, writer):
    async for line in reader:
        writer.write(line.upper())
        await writer.drain()
        if line == b"bye\n":
            break
    writer.close()
    await writer.wait_closed()


async def streams():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    async with server:
        reader, writer = await asyncio.open_connection(host, port)
        writer.writelines([b"one\ntwo\n", b"bye\n"])
        print(await reader.readline(), await reader.readexactly(2), await reader.readuntil(b"O\n"))
        print(await reader.read(), reader.at_eof(), await reader.read())
        writer.close()
        await writer.wait_closed()

        async def client(number):
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(b"%d\n" % number * 100)
            writer.write_eof()
            data = await reader.read()
            writer.close()
            return len(data)

        print(await asyncio.gather(*map(client, range(20))))
    print(server.is_serving())
    try:
        await asyncio.open_connection(host, port)
    except ConnectionRefusedError as error:
        print(type(error).__name__)


async def reading():
    reader = asyncio.StreamReader(limit=8)
    reader.feed_data(b"too long a line\nshort\n")
    for _ in range(2):
        try:
            print(await reader.readline())
        except ValueError as error:
            print(error)
    reader.feed_data(b"rest")
    reader.feed_eof()
    try:
        await reader.readexactly(9)
    except asyncio.IncompleteReadError as error:
        print(error, error.partial, error.expected)


async def low_level():
    loop = asyncio.get_running_loop()
    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.setblocking(False)
    receiving = asyncio.create_task(loop.sock_recv(ours, 100))
    await asyncio.sleep(0)
    await loop.sock_sendall(theirs, b"hello")
    print(await receiving)
    big = bytes(1_000_000)

    async def read_all():
        count = 0
        while count < len(big):
            count += len(await loop.sock_recv(ours, 65536))
        return count

    print((await asyncio.gather(loop.sock_sendall(theirs, big), read_all()))[1])
    ours.close()
    theirs.close()


class Echo(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        self.transport.sendto(data[::-1], addr)


class Ask(asyncio.DatagramProtocol):
    def __init__(self, answer):
        self.answer = answer

    def connection_made(self, transport):
        transport.sendto(b"datagram")

    def datagram_received(self, data, addr):
        self.answer.set_result(data)


async def datagrams():
    loop = asyncio.get_running_loop()
    server, _ = await loop.create_datagram_endpoint(Echo, local_addr=("127.0.0.1", 0))
    answer = loop.create_future()
    client, _ = await loop.create_datagram_endpoint(
        lambda: Ask(answer), remote_addr=server.get_extra_info("sockname"))
    print(await asyncio.wait_for(answer, 5))
    client.close()
    server.close()


for part in (streams, reading, low_level, datagrams):
    asyncio.run(part())
