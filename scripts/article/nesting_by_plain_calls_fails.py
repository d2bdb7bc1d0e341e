"""Calling a generator function gives a generator, never its result: plain nesting fails."""


def price():
    yield "looking up the price"
    return 40


def order():
    total = price()
    yield "adding the postage"
    return total + 2


def drive(generator):
    try:
        while True:
            print(next(generator))
    except StopIteration as stop:
        print("total:", stop.value)


try:
    drive(order())
except TypeError as error:
    print("TypeError:", error)
