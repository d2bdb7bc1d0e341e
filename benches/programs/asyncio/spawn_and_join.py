# Measures: tasks made and awaited, in batches.

import asyncio


async def work(number):
    return number * 3


async def main():
    total = 0
    for _ in range(2_000):
        tasks = [asyncio.create_task(work(number)) for number in range(100)]
        for task in tasks:
            total += await task
    print("spawn_and_join", total)


asyncio.run(main())
