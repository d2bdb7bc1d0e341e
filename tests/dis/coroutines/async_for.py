async def consume(stream):
    async for item in stream:
        print(item)
    else:
        print('end')
