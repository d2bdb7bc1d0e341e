async def greet():
    return f'hello {await name()!r:>10}'
