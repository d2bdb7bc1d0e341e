# asyncio over TLS: streams, transports, start_tls, refusals, cuts.
import asyncio
import os
import ssl
import tempfile
from shared.pairs import client_context, server_context, told


async def echo(reader, writer):
    while line := await reader.readline():
        if line == b'upgrade\n':
            writer.write(b'go on\n')
            await writer.start_tls(server_context())
            continue
        if line == b'cut\n':
            writer.transport.abort()
            return
        writer.write(line.upper())
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def say(reader, writer, *lines):
    for line in lines:
        writer.write(line)
        print('   ', await reader.readline())
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(echo, '127.0.0.1', 0, ssl=server_context(), limit=10**7)
    port = server.sockets[0].getsockname()[1]
    print('streams')
    reader, writer = await asyncio.open_connection(
        '127.0.0.1', port, ssl=client_context(), server_hostname='localhost')
    for name in ('cipher', 'compression', 'nothing'):
        print('   ', name, writer.get_extra_info(name))
    print('   ', writer.get_extra_info('ssl_object').version(),
          writer.get_extra_info('peercert')['subject'],
          type(writer.get_extra_info('sslcontext')).__name__, writer.can_write_eof())
    await say(reader, writer, b'one\n', b'two\n')

    print('the host from the address')
    await say(*await asyncio.open_connection('127.0.0.1', port, ssl=client_context()), b'three\n')

    print('much at once')
    reader, writer = await asyncio.open_connection(
        '127.0.0.1', port, ssl=client_context(), server_hostname='localhost', limit=10**7)
    large = b'x' * 3_000_000 + b'\n'
    writer.write(large)
    print('   ', await reader.readline() == large.upper())
    writer.writelines([b'ab', b'c', b'\n'])
    await say(reader, writer, b'd\n')

    print('refusals')
    for context, host in ((client_context(), 'remote'), (client_context('stranger'), 'localhost')):
        try:
            await asyncio.open_connection('127.0.0.1', port, ssl=context, server_hostname=host)
        except ssl.SSLError as error:
            print('   ', told(error))

    print('cut')
    reader, writer = await asyncio.open_connection(
        '127.0.0.1', port, ssl=client_context(), server_hostname='localhost')
    writer.write(b'cut\n')
    try:
        print('   ', await reader.readline())
    except ConnectionError as error:
        print('   ', type(error).__name__)
    writer.close()

    print('one that never answers')
    done = asyncio.Event()

    async def keep_silent(reader, writer):
        await done.wait()
        writer.close()

    silent = await asyncio.start_server(keep_silent, '127.0.0.1', 0)
    silent_port = silent.sockets[0].getsockname()[1]
    try:
        await asyncio.open_connection('127.0.0.1', silent_port, ssl=client_context(),
                                      ssl_handshake_timeout=0.1)
    except ConnectionAbortedError as error:
        print('   ', error)
    done.set()
    silent.close()

    print('one that speaks no TLS')
    def speak(reader, writer):
        writer.write(b'220 hello\r\n')
    plain = await asyncio.start_server(speak, '127.0.0.1', 0)
    try:
        await asyncio.open_connection('127.0.0.1', plain.sockets[0].getsockname()[1],
                                      ssl=client_context())
    except ssl.SSLError as error:
        print('   ', told(error))
    plain.close()

    print('start_tls')
    plain = await asyncio.start_server(echo, '127.0.0.1', 0)
    reader, writer = await asyncio.open_connection('127.0.0.1',
                                                   plain.sockets[0].getsockname()[1])
    writer.write(b'still plain\n')
    print('   ', await reader.readline(), writer.get_extra_info('cipher'))
    writer.write(b'upgrade\n')
    print('   ', await reader.readline())
    await writer.start_tls(client_context(), server_hostname='localhost')
    print('   ', writer.get_extra_info('cipher'))
    await say(reader, writer, b'now secret\n')
    plain.close()

    print('unix')
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 's')
        unix = await asyncio.start_unix_server(echo, path, ssl=server_context())
        await say(*await asyncio.open_unix_connection(
            path, ssl=client_context(), server_hostname='localhost'), b'four\n')
        unix.close()

    print('arguments')
    for arguments in ({'ssl': None, 'server_hostname': 'x'}, {'ssl': None, 'ssl_handshake_timeout': 1},
                      {'ssl': True, 'ssl_handshake_timeout': -1}):
        try:
            await asyncio.open_connection('127.0.0.1', port, **arguments)
        except ValueError as error:
            print('   ', error)

    print('many')

    async def one(number):
        reader, writer = await asyncio.open_connection(
            '127.0.0.1', port, ssl=context, server_hostname='localhost')
        writer.write(b'%d\n' % number)
        answer = int(await reader.readline())
        writer.close()
        await writer.wait_closed()
        return answer

    context = client_context()
    print('   ', sum(await asyncio.gather(*map(one, range(40)))))
    server.close()


class Show(asyncio.Protocol):
    def connection_made(self, transport):
        print('    made', type(transport).__name__, transport.is_reading(), transport.is_closing(),
              transport.get_write_buffer_size())
        transport.write(b'')
        transport.write(b'ping')

    def data_received(self, data):
        print('    data', data)

    def eof_received(self):
        print('    eof')

    def connection_lost(self, exc):
        print('    lost', exc)
        self.done.set_result(None)


async def with_protocols():
    print('protocols')
    loop = asyncio.get_running_loop()

    class Answer(asyncio.Protocol):
        def connection_made(self, transport):
            self.transport = transport

        def data_received(self, data):
            self.transport.write(data[::-1])
            self.transport.close()

    server = await loop.create_server(Answer, '127.0.0.1', 0, ssl=server_context())
    protocol = Show()
    protocol.done = loop.create_future()
    transport, _ = await loop.create_connection(
        lambda: protocol, '127.0.0.1', server.sockets[0].getsockname()[1], ssl=client_context(),
        server_hostname='localhost')
    for wrong in ('text', 4):
        try:
            transport.write(wrong)
        except TypeError as error:
            print('   ', error)
    await protocol.done
    print('   ', transport.is_closing())
    server.close()


asyncio.run(main())
asyncio.run(with_protocols())
