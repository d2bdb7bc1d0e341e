# Shows: a traceback through generators and delegation.


def leaf():
    yield 1
    raise ValueError("in the leaf")


def branch():
    yield from leaf()


def root():
    for value in branch():
        yield value * 2


def consume():
    return sum(root())


print(next(root()))
consume()
