def ticks():
    yield
    yield None
