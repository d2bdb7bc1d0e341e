def make(delay):
    async def wait():
        await sleep(delay)
    return wait
