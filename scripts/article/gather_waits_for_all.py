"""gather(): when tasks are scheduled, when they start, and when the one that waits goes on."""

import asyncio


async def call(name, seconds):
    print(f'  {name} starts: its request is sent')
    await asyncio.sleep(seconds)
    print(f'  {name} has its response')
    return f'answer {name}'


async def main():
    loop = asyncio.get_running_loop()
    before = len(loop._ready)
    slow = asyncio.create_task(call('one', 0.05))
    quick = asyncio.create_task(call('two', 0.01))
    print(f'{len(loop._ready) - before} tasks are in the queue, none has started')
    both = asyncio.gather(slow, quick)
    print('gather() gives a future, done:', both.done())
    both.add_done_callback(lambda _: print('  both are done: the future is, too'))
    print('the results, in the order of the arguments:', await both)


asyncio.run(main())
