async def collect(source):
    return {x: y async for x, y in source}
