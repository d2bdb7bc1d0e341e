async def run(source):
    return (x async for x in source if await ready(x))
