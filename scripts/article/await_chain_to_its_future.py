"""What is below `await client.chat.completions.create(...)`: coroutines, and at last a future.

The outermost coroutine is driven here by hand, as a task does it: send() runs all of the chain
to the one `yield` at its bottom, which hands over a future; when that is done, send() again.
"""

import asyncio
import types

import openai

import service

client = openai.AsyncOpenAI(**service.settings())


async def some_coroutine_func():
    answer = await client.chat.completions.create(
        model=service.MODEL, messages=[{'role': 'user', 'content': 'tell me a joke'}])
    return answer.choices[0].message.content


async def parent_coroutine_func():
    return await some_coroutine_func()


@types.coroutine
def parent_written_out():
    """What `await` does: take the iterator of the awaitable, and delegate to it."""
    iterator = some_coroutine_func().__await__()
    return (yield from iterator)


def chain_of(awaitable):
    """The functions from a coroutine down to what it waits for."""
    while awaitable is not None:
        code = getattr(awaitable, 'cr_code', None) or getattr(awaitable, 'gi_code', None)
        if code is not None:
            yield code.co_name
        awaitable = getattr(awaitable, 'cr_await', getattr(awaitable, 'gi_yieldfrom', None))


async def drive(coroutine):
    steps = 0
    chain = []
    try:
        while True:
            future = coroutine.send(None)
            steps += 1
            assert asyncio.isfuture(future) and future._asyncio_future_blocking
            chain = list(chain_of(coroutine))
            # A task would register its wakeup with the future; here the task is this one.
            future._asyncio_future_blocking = False
            await future
    except StopIteration as stop:
        return stop.value, steps, chain


async def main():
    joke, steps, chain = await drive(parent_coroutine_func())
    for depth, name in enumerate(chain):
        print('  ' * depth + name)
    print('  ' * len(chain) + 'yield: a future')
    print(f'it waited for {"one future" if steps == 1 else "several futures"}, one at a time')
    print('the answer:', joke)
    print('the same, written out with `yield from`:', await parent_written_out())


asyncio.run(main())
