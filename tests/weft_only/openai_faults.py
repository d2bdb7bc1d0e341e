"""The client of openai and a service that fails: an error of the right class each time, soon."""
import asyncio
import os
import socket
import ssl
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '../../scripts'))
import llm_server
import openai

QUESTION = [{'role': 'user', 'content': 'Explain in 5 words'}]
FAULTS = ('reset', 'stall', 'garbage', 'endless-header', 'truncated', 'slow-body', '500', '429')


def certificate(name):
    return os.path.join(HERE, 'certificates', name + '.pem')


def serve():
    """The server of the scripts on a thread of its own."""
    started = threading.Event()
    kept = []

    async def main():
        server = await llm_server.LLMServer(0.01).start()
        kept.append(server)
        started.set()
        await server.serve_forever()

    threading.Thread(target=asyncio.run, args=(main(),), daemon=True).start()
    started.wait()
    return kept[0]


def serve_tls(name):
    """The URL of a server that answers any request over TLS with an empty list of models."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(name))
    listener = socket.create_server(('127.0.0.1', 0))
    body = b'{"object": "list", "data": []}'
    response = (b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'
                b'Content-Length: %d\r\n\r\n%b' % (len(body), body))

    def answer(connection):
        try:
            with context.wrap_socket(connection, server_side=True) as secured:
                while secured.recv(65536):
                    secured.sendall(response)
        except OSError:
            # The client does not trust the certificate, and has left.
            pass

    def run():
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    threading.Thread(target=run, daemon=True).start()
    return f'https://localhost:{listener.getsockname()[1]}/v1'


def outcome(error):
    return f'{type(error).__name__}: {error} [{type(error.__cause__).__name__}]'


def faults(server):
    client = openai.OpenAI(base_url=server.url, api_key='k', timeout=0.4, max_retries=0)
    for fault in FAULTS:
        begin = time.monotonic()
        try:
            client.chat.completions.create(model='fault/' + fault, messages=QUESTION)
        except openai.APIError as error:
            print(f'{fault}: {outcome(error)}')
        assert time.monotonic() - begin < 8
    words = []
    try:
        for chunk in client.chat.completions.create(
                model='fault/hang-up', messages=QUESTION, stream=True, timeout=10):
            words.append(chunk.choices[0].delta.content)
    except openai.APIConnectionError as error:
        print(f'in the middle of a stream: {words} {outcome(error)}')


def retries(server):
    """A request is sent again, after the pause that the service asks for."""
    client = openai.OpenAI(base_url=server.url, api_key='k', timeout=0.4, max_retries=1)
    for fault in ('429', 'reset', '500', '400'):
        before = server.requests
        begin = time.monotonic()
        try:
            client.chat.completions.create(model='fault/' + fault, messages=QUESTION)
        except openai.APIError as error:
            taken = time.monotonic() - begin
            waited = 'at once' if taken < 0.35 else 'after a pause'
            print(f'{fault}: {type(error).__name__}, {server.requests - before} requests, {waited}')


async def coroutines(server):
    async with openai.AsyncOpenAI(base_url=server.url, api_key='k', timeout=0.4,
                                  max_retries=0) as client:
        create = client.chat.completions.create
        results = await asyncio.gather(
            *[create(model='fault/' + fault, messages=QUESTION) for fault in FAULTS],
            create(model='weft-small', messages=QUESTION, timeout=10), return_exceptions=True)
        for fault, result in zip(FAULTS, results):
            print(f'{fault}: {outcome(result)}')
        print('meanwhile:', results[-1].choices[0].message.content)
        words = []
        try:
            async for chunk in await create(model='fault/hang-up', messages=QUESTION, stream=True,
                                            timeout=10):
                words.append(chunk.choices[0].delta.content)
        except openai.APIConnectionError as error:
            print(f'in the middle of a stream: {words} {outcome(error)}')
        task = asyncio.create_task(create(model='fault/stall', messages=QUESTION, timeout=5))
        await asyncio.sleep(0.05)
        task.cancel()
        print('cancelled:', (await asyncio.gather(task, return_exceptions=True))[0].__class__)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(create(model='weft-small', messages=QUESTION, timeout=10))
                     for _ in range(5)]
        print('afterwards:', len(tasks), 'answers')


def certificates():
    trusted = ssl.create_default_context(cafile=certificate('authority'))
    good, wrong_name = serve_tls('localhost'), serve_tls('elsewhere')
    cases = (('of a trusted authority', good, trusted), ('of another name', wrong_name, trusted),
             ('of an unknown authority', good, ssl.create_default_context()))
    for label, url, context in cases:
        http_client = openai.DefaultHttpxClient(verify=context)
        client = openai.OpenAI(base_url=url, api_key='k', max_retries=0, http_client=http_client)
        try:
            print(f'a certificate {label}: {client.models.list()}')
        except openai.APIConnectionError as error:
            refused = 'CERTIFICATE_VERIFY_FAILED' in str(error.__cause__)
            print(f'a certificate {label}: {outcome(error)} {refused}')


SERVER = serve()
faults(SERVER)
retries(SERVER)
asyncio.run(coroutines(SERVER))
certificates()
