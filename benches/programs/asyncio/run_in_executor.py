# Measures: small functions run by a pool of threads.

import asyncio


def work(number):
    return number & 15


async def client(loop, count):
    total = 0
    for number in range(count):
        total += await loop.run_in_executor(None, work, number)
    return total


async def main():
    loop = asyncio.get_running_loop()
    totals = await asyncio.gather(*[client(loop, 200) for _ in range(40)])
    print("run_in_executor", sum(totals))


asyncio.run(main())
