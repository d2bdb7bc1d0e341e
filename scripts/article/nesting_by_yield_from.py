"""`yield from` passes on what the inner generators yield, at any depth, and gives their results."""


def price():
    yield "looking up the price"
    return 40


def discounted():
    full = yield from price()
    yield "subtracting the discount"
    return full - 5


def order():
    return (yield from discounted()) + 2


def drive(generator):
    try:
        while True:
            print(next(generator))
    except StopIteration as stop:
        print("total:", stop.value)


drive(order())
