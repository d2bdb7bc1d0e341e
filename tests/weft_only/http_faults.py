"""weft.http against servers that do not do what they should: an error each time, soon."""
import asyncio
import socket
import struct
import threading
import time

import weft.http as http

HEAD = b'HTTP/1.1 200 OK\r\n'
FOUND = b'HTTP/1.1 302 Found\r\n'
CHUNKED = HEAD + b'Transfer-Encoding: chunked\r\n\r\n'


def endless(first, piece):
    def send(connection):
        connection.sendall(first)
        try:
            while True:
                connection.sendall(piece)
        except OSError:
            pass
    return send


def slow(first, piece, pause):
    def send(connection):
        try:
            connection.sendall(first)
            for _ in range(100):
                connection.sendall(piece)
                time.sleep(pause)
        except OSError:
            pass
    return send


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))


def stall(connection):
    # Until the client gives up.
    connection.settimeout(5)
    connection.recv(1)


FAULTS = {
    'nothing': b'',
    'garbage': b'\x16\x03\x01\x00 this is no HTTP\r\n\r\n',
    'garbage without an end': endless(b'', b'?' * 1000),
    'half a status line': b'HTTP/1.1 20',
    'another protocol': b'HTTP/2.0 200 OK\r\n\r\n',
    'a status of two digits': b'HTTP/1.1 20 OK\r\n\r\n',
    'a header without a name': HEAD + b': value\r\n\r\n',
    'a header without a colon': HEAD + b'no colon here\r\n\r\n',
    'a name with a space': HEAD + b'Content-Length : 3\r\n\r\nabc',
    'endless headers': endless(HEAD, b'X-Filler: ' + b'x' * 1000 + b'\r\n'),
    'one endless header': endless(HEAD + b'X-Filler: ', b'x' * 1000),
    'endless informational responses': endless(b'', b'HTTP/1.1 100 Continue\r\n\r\n'),
    'another length': HEAD + b'Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd',
    'a negative length': HEAD + b'Content-Length: -3\r\n\r\nabc',
    'a length with a sign': HEAD + b'Content-Length: +3\r\n\r\nabc',
    'a truncated body': HEAD + b'Content-Length: 10\r\n\r\nabc',
    'no last chunk': CHUNKED + b'3\r\nabc\r\n',
    'half a chunk': CHUNKED + b'5\r\nabc',
    'a chunk without a size': CHUNKED + b'x\r\nabc\r\n',
    'a chunk that is too long': CHUNKED + b'3\r\nabcdef\r\n0\r\n\r\n',
    'an endless size of a chunk': endless(CHUNKED, b'1' * 1000),
    'endless trailers': endless(CHUNKED + b'0\r\n', b'X-Trailer: ' + b'x' * 1000 + b'\r\n'),
    'an unknown transfer coding': HEAD + b'Transfer-Encoding: gzip\r\n\r\nabc',
    'no gzip': HEAD + b'Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc',
    'a switch of protocols': b'HTTP/1.1 101 Switching Protocols\r\n\r\n',
    'a redirect to nowhere': FOUND + b'Location: ftp://x/\r\nContent-Length: 0\r\n\r\n',
    'redirects in a circle': FOUND + b'Location: /\r\nContent-Length: 0\r\n\r\n',
    'a reset': reset,
    'a stall': stall,
    'a stalled body': slow(HEAD + b'Content-Length: 100\r\n\r\n', b'x', 1.5),
}


class Server:
    """Takes connections; each one gets a request's worth of attention and then the fault."""

    def __init__(self):
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.url = 'http://127.0.0.1:%d/' % self.listener.getsockname()[1]
        self.fault = b''
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            connection, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with connection:
            data = b''
            while b'\r\n\r\n' not in data:
                piece = connection.recv(65536)
                if not piece:
                    return
                data += piece
            if callable(self.fault):
                self.fault(connection)
            else:
                connection.sendall(self.fault)
                # What was not read would make a reset of the end.
                connection.shutdown(socket.SHUT_WR)


def in_use(client):
    books = client._pool._books
    return books.count - sum(map(len, books._idle.values()))


def outcome(error):
    return f'{type(error).__name__}: {str(error)[:80]}'


server = Server()
SETTINGS = {'timeout': http.Timeout(5, read=0.5), 'follow_redirects': True}


async def ask_async():
    async with http.AsyncClient(**SETTINGS) as client:
        try:
            return repr((await client.get(server.url)).text)
        except http.HTTPError as error:
            assert error.request.url.host == '127.0.0.1'
            return outcome(error)


for name, server.fault in FAULTS.items():
    with http.Client(**SETTINGS) as client:
        begin = time.monotonic()
        try:
            result = repr(client.get(server.url).text)
        except http.HTTPError as error:
            assert error.request.url.host == '127.0.0.1'
            result = outcome(error)
        assert time.monotonic() - begin < 5, name
        assert in_use(client) == 0, name
    print(f'{name}: {result}')
    other = asyncio.run(ask_async())
    if other != result:
        print('  for coroutines:', other)

print('nobody there:', end=' ')
try:
    http.get('http://127.0.0.1:1/')
except http.ConnectError as error:
    print(outcome(error))


async def cancelled():
    server.fault = stall
    async with http.AsyncClient() as client:
        task = asyncio.create_task(client.get(server.url))
        await asyncio.sleep(0.1)
        task.cancel('enough')
        try:
            await task
        except asyncio.CancelledError as error:
            print('cancelled:', error, in_use(client))
        async with asyncio.timeout(0.1):
            await client.get(server.url)


try:
    asyncio.run(cancelled())
except TimeoutError:
    print('a timeout of asyncio')
