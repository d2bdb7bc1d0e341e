"""weft.http in its ordinary use: requests of all kinds, streams, the pool, redirects, proxies."""
import asyncio
import os
import threading
import time
import zlib

import weft.http as http


class Server:
    """A server that tells what it was asked."""

    def __init__(self):
        self.connections = 0

    async def serve(self, reader, writer):
        self.connections += 1
        try:
            while True:
                head = (await reader.readuntil(b'\r\n\r\n')).decode().split('\r\n')
                method, target, _ = head[0].split()
                headers = {name.lower(): value for name, _, value in
                           (line.partition(': ') for line in head[1:] if line)}
                body = await self.read_body(reader, headers)
                path = target.partition('://')[2].partition('/')[2] if '://' in target else (
                    target.removeprefix('/'))
                reply = getattr(self, path.partition('?')[0], self.echo)
                await reply(writer, method, target, headers, body)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def read_body(self, reader, headers):
        if headers.get('transfer-encoding') != 'chunked':
            return await reader.readexactly(int(headers.get('content-length', 0)))
        body = b''
        while size := int(await reader.readline(), 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
        return body

    def reply(self, writer, body, status='200 OK', *headers):
        lines = [f'HTTP/1.1 {status}', *headers, f'Content-Length: {len(body)}', '', '']
        writer.write('\r\n'.join(lines).encode() + body)

    async def echo(self, writer, method, target, headers, body):
        shown = {name: value for name, value in headers.items()
                 if name not in ('host', 'user-agent')}
        text = f'{method} {target} {shown} {body!r}'.encode()
        if method == 'CONNECT':
            self.reply(writer, b'', '403 Forbidden')
        elif method == 'HEAD':
            writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n' % len(text))
        else:
            self.reply(writer, text)

    async def gzip(self, writer, *_):
        compressor = zlib.compressobj(wbits=31)
        body = compressor.compress(b'plain text ' * 100) + compressor.flush()
        self.reply(writer, body, '200 OK', 'Content-Encoding: gzip')

    async def deflate(self, writer, *_):
        self.reply(writer, zlib.compress(b'deflated'), '200 OK', 'Content-Encoding: deflate')

    async def raw_deflate(self, writer, *_):
        compressor = zlib.compressobj(wbits=-15)
        body = compressor.compress(b'deflated') + compressor.flush()
        self.reply(writer, body, '200 OK', 'Content-Encoding: deflate')

    async def latin(self, writer, *_):
        self.reply(writer, 'é'.encode('latin-1'), '200 OK',
                   'Content-Type: text/plain; charset=latin-1')

    async def chunks(self, writer, *_):
        writer.write(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
        for piece in (b'line 1\nli', b'ne 2\r', b'\nline 3\n\nend'):
            writer.write(b'%x;name=value\r\n%b\r\n' % (len(piece), piece))
            await writer.drain()
            await asyncio.sleep(0.01)
        writer.write(b'0\r\nX-Trailer: yes\r\n\r\n')

    async def to_the_end(self, writer, *_):
        writer.write(b'HTTP/1.0 200 OK\n\nuntil the connection ends')
        raise ConnectionAbortedError

    async def early(self, writer, *_):
        writer.write(b'HTTP/1.1 100 Continue\r\n\r\n')
        self.reply(writer, b'after 100')

    async def empty(self, writer, *_):
        writer.write(b'HTTP/1.1 204 No Content\r\n\r\n')

    async def goes(self, writer, method, target, headers, body):
        status = target.partition('?')[2]
        self.reply(writer, b'gone', f'{status} Moved', 'Location: /arrived?x=1')

    async def leaves(self, writer, *_):
        self.reply(writer, b'', '302 Found', 'Location: http://localhost:%d/arrived' % PORT)

    async def closes(self, writer, *_):
        self.reply(writer, b'last', '200 OK', 'Connection: close')
        raise ConnectionAbortedError

    async def breaks(self, writer, *_):
        """Promises to stay, and leaves."""
        self.reply(writer, b'last')
        raise ConnectionAbortedError

    async def late(self, writer, *_):
        await asyncio.sleep(0.1)
        self.reply(writer, b'late')


def serve(server):
    """The port of a server on a thread of its own."""
    port = []
    started = threading.Event()

    async def main():
        listener = await asyncio.start_server(server.serve, '127.0.0.1', 0)
        port.append(listener.sockets[0].getsockname()[1])
        started.set()
        await listener.serve_forever()

    threading.Thread(target=asyncio.run, args=(main(),), daemon=True).start()
    started.wait()
    return port[0]


def show(*values):
    print(*[str(value).replace(str(PORT), 'PORT') for value in values])


def requests(client):
    show(client.get('/a b?c=d', params={'e': [1, True, None], 'ä': '&'}).text)
    show(client.post('/', json={'key': ['ä', 1.5, None]}).text)
    show(client.post('/', data={'a': 'b c', 'd': ['1', '2']}).text)
    show(client.put('/', content=b'bytes').text, client.delete('/').text)
    show(client.post('/', content=iter([b'in ', b'', b'pieces'])).text)
    show(client.patch('/', content='text', headers={'X-Own': 'yes'}).text)
    show(client.head('/').headers['content-length'], client.options('/').text)
    show(client.get('/', auth=('user', 'secret')).text)
    request = client.build_request('GET', '/built')
    show(request, client.send(request).text)
    for path in ('gzip', 'deflate', 'raw_deflate', 'latin', 'chunks', 'to_the_end', 'early',
                 'empty', 'closes'):
        response = client.get('/' + path)
        show(path, response.status_code, response.http_version, response.encoding,
             repr(response.text[:40]))
    for name, value in (('X-Bad', 'a\r\nb'), ('X Bad', 'a'), ('X-Bad', '\0')):
        try:
            client.get('/', headers={name: value})
        except http.LocalProtocolError as error:
            show(error)
    for url in ('ftp://x/', 'nonsense', 'http:///x'):
        try:
            http.get(url)
        except http.UnsupportedProtocol as error:
            show(error)


def redirects(client):
    for status in (301, 302, 303, 307, 308):
        response = client.post(f'/goes?{status}', content=b'body', follow_redirects=True)
        show(status, response.text, response.history)
    response = client.get('/goes?302')
    show(response, response.has_redirect_location, response.next_request)
    show(client.get('/leaves', auth=('user', 'secret'), follow_redirects=True).text)
    try:
        client.get('/goes?302').raise_for_status()
    except http.HTTPStatusError as error:
        show(error)


def streams(client):
    with client.stream('GET', '/chunks') as response:
        show(list(response.iter_lines()))
        try:
            response.content
        except http.ResponseNotRead as error:
            show(error)
    with client.stream('GET', '/chunks') as response:
        show(list(response.iter_bytes(4)))
        try:
            list(response.iter_bytes())
        except http.StreamConsumed as error:
            show(type(error).__name__)
    with client.stream('GET', '/gzip') as response:
        show(len(response.read()), response.num_bytes_downloaded < 100)
    with client.stream('GET', '/gzip'):
        pass


def pool(client):
    before = SERVER.connections
    for _ in range(5):
        client.get('/')
    show('connections for 5 requests:', SERVER.connections - before)
    client.get('/breaks')
    time.sleep(0.05)
    show('after the server has left:', client.get('/').status_code)
    with http.Client(base_url=BASE, limits=http.Limits(max_connections=1),
                     timeout=http.Timeout(5, pool=0.05)) as one:
        with one.stream('GET', '/chunks'):
            try:
                one.get('/')
            except http.PoolTimeout as error:
                show(type(error).__name__, error)
        show(one.get('/').status_code)
    client.close()
    try:
        client.get('/')
    except RuntimeError as error:
        show(error)


def proxies():
    with http.Client(proxy=f'http://user:pass@127.0.0.1:{PORT}') as client:
        show(client.get('http://example.test/x?y').text)
        try:
            client.get('https://example.test/')
        except http.ProxyError as error:
            show(repr(error))
    os.environ.update(HTTP_PROXY=f'127.0.0.1:{PORT}', NO_PROXY='localhost,.inner.test')
    show(http.get('http://example.test/by/environment').text)
    show(http.get(f'http://localhost:{PORT}/directly').text)
    with http.Client(trust_env=False) as client:
        show(client.get(f'http://127.0.0.1:{PORT}/directly').text)
    del os.environ['HTTP_PROXY'], os.environ['NO_PROXY']


async def coroutines():
    async def pieces():
        yield b'from a '
        yield b'generator'

    async with http.AsyncClient(base_url=BASE, timeout=10) as client:
        show((await client.get('/', params={'a': 1})).text)
        show((await client.post('/', content=pieces())).text)
        show((await client.post('/', json=[1])).text, (await client.head('/')).text == '')
        for path in ('gzip', 'chunks', 'to_the_end', 'empty', 'closes', 'breaks', 'latin'):
            show(path, repr((await client.get('/' + path)).text[:40]))
        show((await client.post('/goes?307', content=b'x', follow_redirects=True)).text)
        async with client.stream('GET', '/chunks') as response:
            show([line async for line in response.aiter_lines()])
        begin = time.monotonic()
        await asyncio.gather(*[client.get('/late') for _ in range(20)])
        show('20 at once:', time.monotonic() - begin < 1.9)
        try:
            await client.get('/late', timeout=0.02)
        except http.ReadTimeout as error:
            show(repr(error))
    limits = http.Limits(max_connections=2)
    async with http.AsyncClient(base_url=BASE, limits=limits, timeout=None) as client:
        before = SERVER.connections
        await asyncio.gather(*[client.get('/') for _ in range(10)])
        show('connections for 10 requests:', SERVER.connections - before)
    async with http.AsyncClient(base_url=BASE, limits=limits, timeout=10) as client:
        results = await asyncio.gather(*[client.get('/late', timeout=http.Timeout(
            10, pool=0.02)) for _ in range(4)], return_exceptions=True)
        show(sorted(type(result).__name__ for result in results))
    async with http.AsyncClient(proxy=f'http://127.0.0.1:{PORT}') as client:
        show((await client.get('http://example.test/x')).text)


async def in_one_loop(client):
    show((await client.get('/')).status_code)


SERVER = Server()
PORT = serve(SERVER)
BASE = f'http://127.0.0.1:{PORT}'
with http.Client(base_url=BASE, timeout=10) as CLIENT:
    requests(CLIENT)
    redirects(CLIENT)
    streams(CLIENT)
    pool(CLIENT)
proxies()
asyncio.run(coroutines())
# A client outlives the loop; its connections do not.
CLIENT = http.AsyncClient(base_url=BASE)
asyncio.run(in_one_loop(CLIENT))
asyncio.run(in_one_loop(CLIENT))
