# What throw() refuses is raised in the generator that delegates to the innermost one.
import warnings

warnings.simplefilter("ignore")


def inner():
    try:
        yield 1
    finally:
        print("inner ends")


def middle():
    try:
        yield from inner()
    except TypeError as error:
        print("middle:", error)
        yield "from middle"


def outer():
    yield from middle()


for arguments in (1,), ("text",), (int,), (ValueError, 1, 2), (ValueError("x"), 3):
    generator = outer()
    next(generator)
    try:
        print(arguments, "->", generator.throw(*arguments))
    except Exception as error:
        print(arguments, type(error).__name__, error)
    generator.close()
    alone = inner()
    next(alone)
    try:
        alone.throw(*arguments)
    except Exception as error:
        print("alone", type(error).__name__, error, alone.gi_frame is not None)
    alone.close()
