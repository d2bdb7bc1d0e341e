async def with_await():
    x = await child()
    return x


def with_yield_from():
    x = yield from child()
    return x


def with_loop():
    for item in child():
        yield item


def guarded():
    try:
        x = yield from child()
    except ValueError:
        x = None
    return x
