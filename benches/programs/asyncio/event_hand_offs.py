# Measures: two tasks that wake each other by Events.

import asyncio


async def player(own, other, count):
    for _ in range(count):
        await own.wait()
        own.clear()
        other.set()
    return count


async def pair(count):
    one, other = asyncio.Event(), asyncio.Event()
    one.set()
    return sum(await asyncio.gather(player(one, other, count), player(other, one, count)))


async def main():
    print("event_hand_offs", sum(await asyncio.gather(*[pair(2_000) for _ in range(50)])))


asyncio.run(main())
