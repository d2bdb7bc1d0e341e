async def gather_all(tasks):
    return [await task for task in tasks]
