async def use(resource):
    async with resource as handle:
        await handle.work()
