# Measures: 50,000 timers in no order that all go off, several times.

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    total = 0
    for turn in range(4):
        done = loop.create_future()
        seen = 0

        def ring(number):
            nonlocal seen, total
            seen += 1
            total += number
            if seen == 50_000:
                done.set_result(None)

        state = turn
        now = loop.time()
        for number in range(50_000):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            loop.call_at(now + (state % 1000) * 1e-6, ring, number)
        await done
    print("timers", total)


asyncio.run(main())
