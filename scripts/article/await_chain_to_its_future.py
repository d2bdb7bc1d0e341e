"""What is below `await client.chat.completions.create(...)`: coroutines, and at last a future.

The outermost coroutine is driven here by hand, as a task does it: send() runs all of the chain
to the one `yield` at its bottom, which hands over a future. When that is done, send() again.
"""

import asyncio
import functools
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


@types.coroutine
def watched(coroutine, futures, chains):
    """Delegation by hand: what a task does with a coroutine, with notes taken at each step."""
    step = functools.partial(coroutine.send, None)
    while True:
        try:
            future = step()
        except StopIteration as stop:
            return stop.value
        if asyncio.isfuture(future):
            futures.append(future._asyncio_future_blocking)
            chains.append(list(chain_of(coroutine)))
        try:
            # The task gets the future, and sends or throws when it is done.
            yield future
            step = functools.partial(coroutine.send, None)
        except BaseException as error:
            step = functools.partial(coroutine.throw, error)


async def main():
    futures, chains = [], []
    joke = await watched(parent_coroutine_func(), futures, chains)
    # The chain when it waited for the response, the last time that it waited.
    for depth, name in enumerate(chains[-1]):
        print('  ' * depth + name)
    print('  ' * len(chains[-1]) + 'yield: a future')
    print('each future says that it is waited for:', all(futures))
    print('the answer:', joke)
    print('the same, written out with `yield from`:', await parent_written_out())


asyncio.run(main())
