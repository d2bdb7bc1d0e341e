# Measures: many tasks behind a Semaphore, a BoundedSemaphore and a Lock.

import asyncio


async def worker(guards, most, count):
    for number in range(count):
        async with guards[number % 3]:
            most[0] += 1
            await asyncio.sleep(0)


async def main():
    most = [0]
    guards = [asyncio.Semaphore(5), asyncio.BoundedSemaphore(5), asyncio.Lock()]
    await asyncio.gather(*[worker(guards, most, 900) for _ in range(100)])
    print("semaphore_hand_offs", most[0])


asyncio.run(main())
