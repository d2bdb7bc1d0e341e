async def collect(source):
    return {y async for x in source for y in x}
