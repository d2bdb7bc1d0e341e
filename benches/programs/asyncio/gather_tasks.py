# Measures: gather() of 50,000 tasks that give way once each.

import asyncio


async def work(number):
    await asyncio.sleep(0)
    return number & 7


async def main():
    total = 0
    for _ in range(4):
        total += sum(await asyncio.gather(*[work(number) for number in range(50_000)]))
    print("gather_tasks", total)


asyncio.run(main())
