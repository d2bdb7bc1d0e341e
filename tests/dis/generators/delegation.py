def inner():
    yield 1
    return 2

def outer():
    result = yield from inner()
    yield result
