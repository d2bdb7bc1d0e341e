# Measures: the import of asyncio and a run of nothing.

import asyncio


async def main():
    return 5


print("empty_run", asyncio.run(main()))
