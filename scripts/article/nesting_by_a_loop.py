"""Delegation written out: pass on what the inner generator yields, then take its result."""


def price():
    yield "looking up the price"
    return 40


def order():
    inner = price()
    while True:
        try:
            note = next(inner)
        except StopIteration as stop:
            amount = stop.value
            break
        yield note
    return amount + 2


def drive(generator):
    try:
        while True:
            print(next(generator))
    except StopIteration as stop:
        print("total:", stop.value)


drive(order())
