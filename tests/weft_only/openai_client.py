"""The client of openai against scripts/llm_server.py; the output is that of the real client.

tests/real_openai.py holds it against the package from PyPI.
"""
import asyncio
import os
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../scripts'))
import llm_server
import openai

QUESTION = [{'role': 'user', 'content': 'Explain in 5 words'}]


def serve():
    """A server on a thread of its own; it, and how to end it."""
    started = threading.Event()
    kept = {}

    async def main():
        kept['loop'], kept['end'] = asyncio.get_running_loop(), asyncio.Event()
        async with llm_server.LLMServer(0.01) as server:
            kept['server'] = server
            started.set()
            await kept['end'].wait()

    thread = threading.Thread(target=asyncio.run, args=(main(),))
    thread.start()
    started.wait()

    def end():
        kept['loop'].call_soon_threadsafe(kept['end'].set)
        thread.join()

    return kept['server'], end


def show(*values):
    print(*[str(value).replace(URL, 'URL') for value in values])


def without_time(value):
    """Objects say when they were made."""
    for name in ('created', 'created_at'):
        if hasattr(value, name):
            setattr(value, name, 0)
    if hasattr(value, 'response'):
        without_time(value.response)
    return value


def answers(client):
    answer = client.chat.completions.create(model='weft-small', messages=QUESTION)
    show(without_time(answer))
    show(answer._request_id, answer.choices[0].message.content, answer.usage.total_tokens)
    show(answer.model_dump())
    show(answer.model_dump_json(exclude_none=True))
    show(answer.to_dict())
    show(answer.to_json())
    show(client.models.list())
    show([model.id for model in client.models.list()], client.models.retrieve('weft-small').id)
    show(client.embeddings.create(model='e', input=['a', 'b']))
    show(client.embeddings.create(model='e', input='a', encoding_format='float', dimensions=3))
    response = client.responses.create(model='weft-small', input='Explain in 5 words')
    show(without_time(response))
    show(response.output_text)
    show(client.post('/chat/completions', cast_to=object, body={
        'model': 'weft-small', 'messages': QUESTION})['object'])


def streams(client):
    for chunk in client.chat.completions.create(
            model='weft-small', messages=QUESTION, stream=True,
            stream_options={'include_usage': True}):
        show(without_time(chunk))
    with client.chat.completions.create(
            model='weft-small', messages=QUESTION, stream=True) as stream:
        show(type(stream).__name__, next(stream).choices[0].delta)
    for event in client.responses.create(
            model='weft-small', input='Explain in 3 words', stream=True):
        show(without_time(event))


def raw_responses(client):
    raw = client.chat.completions.with_raw_response.create(model='weft-small', messages=QUESTION)
    show(raw.status_code, raw.headers.get('content-type'), raw.parse().choices[0].finish_reason)
    show(raw.retries_taken, raw.http_request.method)
    raw = client.chat.completions.with_raw_response.create(
        model='fault/flaky-1', messages=QUESTION)
    show('retries:', raw.retries_taken)
    with client.chat.completions.with_streaming_response.create(
            model='weft-small', messages=QUESTION, stream=True) as response:
        show(response.status_code, len(list(response.iter_lines())))


def errors(client):
    once = client.with_options(max_retries=0)
    for status in (400, 401, 403, 404, 409, 418, 422, 429, 500, 503):
        try:
            once.chat.completions.create(model=f'fault/{status}', messages=QUESTION)
        except openai.APIStatusError as error:
            show(repr(error))
            show(error.status_code, error.code, error.param, error.type, error.body)
            show(error.response, error.request, error.request_id)
    try:
        openai.OpenAI(base_url=URL, api_key='bad').models.list()
    except openai.AuthenticationError as error:
        show(error)
    for call in (lambda: client.chat.completions.create(model='x'),
                 lambda: client.embeddings.create(model='x'),
                 lambda: client.embeddings.create(),
                 lambda: client.chat.completions.create(model='x', messages=[], nonsense=1),
                 lambda: client.models.retrieve(''),
                 lambda: openai.OpenAI(api_key='k', max_retries=-1)):
        try:
            call()
        except (TypeError, ValueError) as error:
            show(repr(error))
    show(client.chat.completions.create(
        model='fault/flaky-2', messages=QUESTION).choices[0].message.content)


def module_as_client():
    openai.api_key, openai.base_url = 'k', URL
    show(openai.chat.completions.create(
        model='weft-small', messages=QUESTION).choices[0].message.content)
    try:
        openai.nonsense
    except AttributeError as error:
        show(error)


async def coroutines():
    async with openai.AsyncOpenAI(base_url=URL, api_key='k') as client:
        create = client.chat.completions.create
        show(without_time(await create(model='weft-small', messages=QUESTION)))
        stream = await create(model='weft-small', messages=QUESTION, stream=True)
        show(type(stream).__name__, [chunk.choices[0].delta.content async for chunk in stream])
        show(await client.models.list(), [model.id async for model in client.models.list()])
        show((await client.embeddings.create(model='e', input='a')).data[0].embedding)
        async for event in await client.responses.create(
                model='weft-small', input='Explain in 2 words', stream=True):
            show(event.type)
        show((await create(model='fault/flaky-2', messages=QUESTION)).choices[0].finish_reason)
        raw = await client.chat.completions.with_raw_response.create(
            model='weft-small', messages=QUESTION)
        show(raw.status_code, raw.parse().model)
        async with client.chat.completions.with_streaming_response.create(
                model='weft-small', messages=QUESTION, stream=True) as response:
            show(response.status_code, len([line async for line in response.iter_lines()]))
        before = SERVER.connections
        answers = await asyncio.gather(*[
            create(model='weft-small', messages=QUESTION) for _ in range(50)])
        show(len(answers), SERVER.most_at_once > 10, SERVER.connections - before <= 50)
        before = SERVER.connections
        for _ in range(20):
            await create(model='weft-small', messages=QUESTION)
        show('new connections for 20 more requests:', SERVER.connections - before)


SERVER, end_server = serve()
URL = SERVER.url
try:
    with openai.OpenAI(base_url=URL, api_key='k') as CLIENT:
        answers(CLIENT)
        streams(CLIENT)
        raw_responses(CLIENT)
        errors(CLIENT)
        BEFORE = SERVER.connections
        for _ in range(20):
            CLIENT.models.list()
        show('new connections for 20 more requests:', SERVER.connections - BEFORE)
    module_as_client()
    asyncio.run(coroutines())
finally:
    end_server()
