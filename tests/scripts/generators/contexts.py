"""Contexts of exceptions that are thrown through chains while others are handled."""

import sys


class Mark(Exception):
    pass


def handling():
    try:
        raise KeyError("first")
    except KeyError:
        try:
            yield from waiting_in_handler()
        except Mark as error:
            chain = []
            while error is not None:
                chain.append(repr(error))
                error = error.__context__
            print("   ", chain)
            yield "in the handler"
        print("   ", repr(sys.exception()))
    print("   ", repr(sys.exception()))
    yield "behind it"


def waiting_in_handler():
    try:
        raise IndexError("second")
    except IndexError:
        yield "deep"


generator = handling()
print(next(generator))
print(generator.throw(Mark("third")))
print(next(generator))
generator = handling()
next(generator)
try:
    raise OSError("outside")
except OSError:
    print(generator.throw(Mark("fourth")), repr(sys.exception()))
