# Measures: exceptions thrown into a generator that handles them, also through a delegating one.


class Signal(Exception):
    pass


def worker():
    handled = 0
    while True:
        try:
            yield handled
        except Signal as signal:
            handled += signal.args[0]


def outer():
    yield from worker()


def middle():
    try:
        yield 1
    except Signal:
        yield 2


def main():
    total = 0
    direct, delegated = worker(), outer()
    next(direct)
    next(delegated)
    for number in range(500_000):
        total += direct.throw(Signal(number & 3))
        total ^= delegated.throw(Signal(number & 1))
        short = middle()
        next(short)
        total += short.throw(Signal())
        short.close()
    print("throw_and_catch", total)


main()
