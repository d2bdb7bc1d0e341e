# Measures: a producer and a consumer with a Queue of 10 between them.

import asyncio


async def produce(queue, count):
    for number in range(count):
        await queue.put(number)
    await queue.put(None)


async def consume(queue):
    total = 0
    while (item := await queue.get()) is not None:
        total += item
        queue.task_done()
    return total


async def main():
    queue = asyncio.Queue(10)
    producer = asyncio.create_task(produce(queue, 200_000))
    print("queue_of_10", await consume(queue))
    await producer


asyncio.run(main())
