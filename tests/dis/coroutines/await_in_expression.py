async def add():
    return (await left()) + (await right())
