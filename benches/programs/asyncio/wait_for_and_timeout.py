# Measures: wait_for() and timeout() around what ends in time.

import asyncio


async def answer(number):
    await asyncio.sleep(0)
    return number & 3


async def client(count):
    total = 0
    for number in range(count):
        total += await asyncio.wait_for(answer(number), 60)
        async with asyncio.timeout(60):
            total += await answer(number)
    return total


async def main():
    totals = await asyncio.gather(*[client(1_000) for _ in range(40)])
    print("wait_for_and_timeout", sum(totals))


asyncio.run(main())
