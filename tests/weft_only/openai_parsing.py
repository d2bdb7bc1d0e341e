"""chat.completions.parse and .stream, files and images of openai against scripts/llm_server.py;
the output is that of the real client.

tests/real_openai.py holds it against the package from PyPI.
"""
import asyncio
import enum
import io
import os
import pathlib
import sys
import tempfile
import threading
import warnings
from typing import Literal

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../scripts'))
import llm_server
import openai

QUESTION = [{'role': 'user', 'content': 'Explain in 3 words'}]


class Colour(enum.Enum):
    RED = 'red'
    BLUE = 'blue'


class Step(openai.BaseModel):
    explanation: str
    output: float


class Solution(openai.BaseModel):
    steps: list[Step]
    count: int
    colour: Colour
    kind: Literal['short', 'long']
    note: str | None
    done: bool


class Weather(openai.BaseModel):
    """Tells the weather of a city."""
    city: str
    days: int


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


def show_event(event):
    if event.type == 'chunk':
        return
    parts = [f'{name}={getattr(event, name)!r}' for name in (
        'delta', 'snapshot', 'parsed', 'content', 'name', 'index', 'arguments',
        'arguments_delta', 'parsed_arguments') if hasattr(event, name)]
    print(' ', event.type, *parts)


def parse(client):
    completion = client.chat.completions.parse(model='weft-small', messages=QUESTION,
                                               response_format=Solution)
    message = completion.choices[0].message
    solution = message.parsed
    print(type(completion).__name__.partition('[')[0], type(solution).__name__, message.tool_calls)
    print(solution.steps[0].explanation, solution.steps[1].output, len(solution.steps))
    print(solution.count, solution.colour, solution.kind, repr(solution.note), solution.done)
    print(type(solution.steps[0]).__name__, message.content)
    plain = client.chat.completions.parse(model='weft-small', messages=QUESTION)
    print(plain.choices[0].message.parsed, plain.choices[0].message.content)


def tools(client):
    tool = openai.pydantic_function_tool(Weather)
    print(tool['function']['name'], tool['function']['strict'], tool['function']['description'])
    parameters = tool['function']['parameters']
    print(parameters['properties'], parameters['required'], parameters['title'])
    completion = client.chat.completions.parse(model='weft-small', messages=QUESTION, tools=[tool])
    call = completion.choices[0].message.tool_calls[0]
    print(completion.choices[0].finish_reason, call.function.name, call.function.arguments)
    print(type(call.function.parsed_arguments).__name__, call.function.parsed_arguments.days)
    for wrong in {'type': 'function', 'function': {'name': 'f'}}, {'type': 'custom'}:
        try:
            client.chat.completions.parse(model='weft-small', messages=QUESTION, tools=[wrong])
        except ValueError as error:
            print(error)
    try:
        client.chat.completions.parse(model='weft-small', messages=QUESTION, response_format=int)
    except TypeError as error:
        print(error)


def stream(client):
    with client.chat.completions.stream(model='weft-small', messages=QUESTION) as events:
        for event in events:
            show_event(event)
        final = events.get_final_completion()
        print(final.choices[0].message.content, final.choices[0].finish_reason, final.object)
    with client.chat.completions.stream(model='weft-small', messages=QUESTION,
                                        response_format=Weather) as events:
        for event in events:
            show_event(event)
        print(events.get_final_completion().choices[0].message.parsed.city)
    with client.chat.completions.stream(
            model='weft-small', messages=QUESTION,
            tools=[openai.pydantic_function_tool(Weather)]) as events:
        for event in events:
            show_event(event)
        call = events.get_final_completion().choices[0].message.tool_calls[0]
        print(call.function.parsed_arguments.city, call.id)


async def coroutines(url):
    async with openai.AsyncOpenAI(base_url=url, api_key='k') as client:
        completion = await client.chat.completions.parse(model='weft-small', messages=QUESTION,
                                                         response_format=Weather)
        print(completion.choices[0].message.parsed.days)
        async with client.chat.completions.stream(model='weft-small', messages=QUESTION) as events:
            async for event in events:
                show_event(event)
            final = await events.get_final_completion()
            print(final.choices[0].message.content)
        made = await client.files.create(file=b'async', purpose='batch')
        print(made.bytes, made.filename, (await client.files.content(made.id)).read())
        print([file.id async for file in client.files.list(limit=1)])
        image = await client.images.generate(prompt='a cat', model='weft-image')
        print(image.data[0].b64_json)


def files(client):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, 'data.jsonl')
        path.write_bytes(b'{"a": 1}\n')
        given = [path, path.open('rb'), ('other.txt', b'text'), io.BytesIO(b'bytes')]
        made = [client.files.create(file=file, purpose='user_data') for file in given]
        given[1].close()
        print([(file.id, file.bytes, file.filename, file.purpose) for file in made])
        content = client.files.content(made[0].id)
        print(content.text, content.content)
        content.write_to_file(pathlib.Path(folder, 'copy'))
        print(pathlib.Path(folder, 'copy').read_bytes())
    print(client.files.retrieve('file-2').filename, client.files.delete('file-2'))
    print([file.id for file in client.files.list()], [file.id for file in client.files.list(limit=2)])
    page = client.files.list(limit=2)
    print(page.has_next_page(), len(page.data), page.get_next_page().data[0].id)
    print(client.files.wait_for_processing('file-1').status)
    for call in (lambda: client.files.retrieve('file-9'), lambda: client.files.retrieve(''),
                 lambda: client.files.create(purpose='batch'),
                 lambda: client.files.create(file='text', purpose='batch')):
        try:
            call()
        except Exception as error:
            print(type(error).__name__, error)


def images(client):
    made = client.images.generate(prompt='a dog', model='weft-image', n=1, size='256x256')
    print(type(made).__name__, made.data[0].b64_json, made.data[0].url, made.usage)
    print(client.images.edit(image=b'dog', prompt='a hat', model='weft-image').data[0].b64_json)
    print(client.images.edit(image=[b'dog', b'cat'], prompt='hats').data[0].b64_json)
    print(client.images.create_variation(image=('dog.png', b'dog')).data[0].b64_json)


def main():
    warnings.simplefilter('ignore', DeprecationWarning)
    server, end = serve()
    try:
        with openai.OpenAI(base_url=server.url, api_key='k', max_retries=0) as client:
            for part in parse, tools, stream, files, images:
                print(f'# {part.__name__}')
                part(client)
        print('# coroutines')
        asyncio.run(coroutines(server.url))
    finally:
        end()


main()
