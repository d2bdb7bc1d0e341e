"""What a client gets from service.py: run by Weft, and by CPython with the real package."""
import asyncio
import sys

import openai

URL = sys.argv[1]
QUESTION = [{'role': 'user', 'content': 'Größe und so weiter ' * 3}]


def show(*values):
    print(*[str(value).replace(URL, 'URL') for value in values])


client = openai.OpenAI(base_url=URL, api_key='right')
show(client.chat.completions.create(model='m', messages=QUESTION, temperature=0))
show([chunk.choices[0].delta.content for chunk in client.chat.completions.create(
    model='m', messages=QUESTION, stream=True)])
show(client.embeddings.create(model='e', input=['a', 'bc']))
show(client.models.list())
show(client.models.retrieve('a/b'))
for call in (
        lambda: openai.OpenAI(base_url=URL, api_key='wrong').models.list(),
        lambda: client.chat.completions.create(model='m', messages='nonsense'),
        lambda: client.with_options(max_retries=1).chat.completions.create(
            model='busy', messages=QUESTION),
        lambda: client.post('/nowhere', cast_to=object, body={})):
    try:
        show(call())
    except openai.APIStatusError as error:
        show(repr(error), error.status_code, error.body, error.request_id, error.code)


async def main():
    async with openai.AsyncOpenAI(base_url=URL, api_key='right') as client:
        create = client.chat.completions.create
        answers = await asyncio.gather(*[create(model='m', messages=QUESTION)
                                         for _ in range(20)])
        show(len(answers), answers[0], answers[0]._request_id)
        show([chunk.choices[0].delta.content
              async for chunk in await create(model='m', messages=QUESTION, stream=True)])
        show([model.id async for model in client.models.list()])
        try:
            await client.with_options(max_retries=0).chat.completions.create(
                model='busy', messages=QUESTION)
        except openai.RateLimitError as error:
            show(repr(error), error.response.headers['retry-after'])


asyncio.run(main())
