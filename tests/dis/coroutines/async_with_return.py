async def use(resource):
    async with resource as handle, other():
        return await handle.work()
