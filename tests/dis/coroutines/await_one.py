async def parent():
    value = await child()
    return value
