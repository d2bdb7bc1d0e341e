async def attempt(call):
    try:
        return await call()
    except TimeoutError:
        return None
    finally:
        await cleanup()
