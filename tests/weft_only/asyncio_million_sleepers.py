"""A million tasks sleep, wake and end; each takes 700 bytes at most while it sleeps."""

import asyncio
import os

COUNT = 1_000_000
# Checked borrows carry a counter each.
ALLOWED = 1000 if os.environ.get("WEFT_TESTED_BUILD") == "checked" else 700


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


woken = 0


async def sleeper(until):
    global woken
    await asyncio.sleep(until)
    woken += 1


async def main():
    before = resident()
    # Those that come first still sleep when the last has begun to.
    tasks = [asyncio.create_task(sleeper(8)) for _ in range(COUNT)]
    await asyncio.sleep(0)
    each = (resident() - before) / COUNT
    print("small enough" if each <= ALLOWED else f"{each:.0f} bytes each")
    await asyncio.gather(*tasks)
    print(woken)


asyncio.run(main())
