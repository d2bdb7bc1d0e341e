async def ticker(delay, count):
    for i in range(count):
        yield i
        await sleep(delay)
