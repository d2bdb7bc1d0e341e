"""weft.http and the openai client over TLS: what is trusted and what is not, and by a proxy."""
import asyncio
import os
import ssl
import sys
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '../../scripts'))
import llm_server
import openai
import weft.http as http

QUESTION = [{'role': 'user', 'content': 'Explain in 5 words'}]
KEY = {'Authorization': 'Bearer k'}


def certificate(name):
    return os.path.join(HERE, 'certificates', name + '.pem')


def server_context(name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(name))
    return context


class Proxy:
    """Makes tunnels."""

    def __init__(self):
        self.asked = []

    async def serve(self, reader, writer):
        head = (await reader.readuntil(b'\r\n\r\n')).decode()
        self.asked.append(head.split('\r\n')[0].rpartition(':')[0])
        place = head.split()[1]
        host, _, port = place.rpartition(':')
        inner_reader, inner_writer = await asyncio.open_connection(host, int(port))
        writer.write(b'HTTP/1.1 200 Connection established\r\n\r\n')
        await asyncio.gather(self.copy(reader, inner_writer), self.copy(inner_reader, writer))

    async def copy(self, reader, writer):
        try:
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()


def serve():
    """URLs of servers on a thread of their own: with the right name, with a wrong one, a proxy."""
    started = threading.Event()
    urls = []

    async def main():
        for name in ('localhost', 'elsewhere'):
            server = await llm_server.LLMServer(0.01).start(ssl=server_context(name))
            urls.append(server.url.replace('127.0.0.1', 'localhost'))
        listener = await asyncio.start_server(PROXY.serve, '127.0.0.1', 0)
        urls.append('http://127.0.0.1:%d' % listener.sockets[0].getsockname()[1])
        started.set()
        await listener.serve_forever()

    threading.Thread(target=asyncio.run, args=(main(),), daemon=True).start()
    started.wait()
    return urls


def outcome(error):
    text = str(error).partition(' (_ssl')[0]
    return f"{type(error).__name__}: {text.rpartition(': ')[0] or text}"


def blocking():
    with http.Client(verify=TRUSTED, headers=KEY) as client:
        print([client.get(GOOD + '/models').status_code for _ in range(3)])
        with client.stream('GET', GOOD + '/models') as response:
            print(sum(map(len, response.iter_bytes())) > 100)
    for label, url, verify in CASES:
        try:
            with http.Client(verify=verify, headers=KEY) as client:
                print(label, client.get(url + '/models').status_code)
        except http.ConnectError as error:
            print(label, outcome(error))
    try:
        http.get(GOOD.replace('https', 'http') + '/models', timeout=5)
    except http.RequestError as error:
        print('without TLS:', type(error).__name__)
    with http.Client(verify=TRUSTED, headers=KEY, proxy=PROXY_URL) as client:
        print('by a proxy:', client.get(GOOD + '/models').status_code, PROXY.asked)
    client = openai.OpenAI(base_url=GOOD, api_key='k',
                           http_client=openai.DefaultHttpxClient(verify=TRUSTED))
    print([chunk.choices[0].delta.content for chunk in client.chat.completions.create(
        model='m', messages=QUESTION, stream=True)])


async def coroutines():
    async with http.AsyncClient(verify=TRUSTED, headers=KEY) as client:
        print([(await client.get(GOOD + '/models')).status_code for _ in range(3)])
    for label, url, verify in CASES:
        try:
            async with http.AsyncClient(verify=verify, headers=KEY) as client:
                print(label, (await client.get(url + '/models')).status_code)
        except http.ConnectError as error:
            print(label, outcome(error))
    async with http.AsyncClient(verify=TRUSTED, headers=KEY, proxy=PROXY_URL) as client:
        print('by a proxy:', (await client.get(GOOD + '/models')).status_code, PROXY.asked)
    async with openai.AsyncOpenAI(
            base_url=GOOD, api_key='k',
            http_client=openai.DefaultAsyncHttpxClient(verify=TRUSTED)) as client:
        create = client.chat.completions.create
        print([chunk.choices[0].delta.content
               async for chunk in await create(model='m', messages=QUESTION, stream=True)])
        answers = await asyncio.gather(*[create(model='m', messages=QUESTION)
                                         for _ in range(20)])
        print(len(answers), 'answers')


PROXY = Proxy()
TRUSTED = ssl.create_default_context(cafile=certificate('authority'))
GOOD, OTHER, PROXY_URL = serve()
CASES = (('trusted by file:', GOOD, certificate('authority')),
         ('unknown authority:', GOOD, True), ('another name:', OTHER, TRUSTED),
         ('unverified:', OTHER, False))
blocking()
asyncio.run(coroutines())
