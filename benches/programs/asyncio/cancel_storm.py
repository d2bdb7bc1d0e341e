# Measures: tasks that are cancelled while they wait.

import asyncio


async def sleeper(ended):
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        ended.append(1)
        raise


async def main():
    ended = []
    for _ in range(10):
        tasks = [asyncio.create_task(sleeper(ended)) for _ in range(5_000)]
        await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(result, asyncio.CancelledError) for result in results)
    print("cancel_storm", len(ended))


asyncio.run(main())
