async def first(stream):
    async for item in stream:
        if item:
            break
        continue
    return item
