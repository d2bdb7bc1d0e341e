async def chain(a):
    return await (await a).b
