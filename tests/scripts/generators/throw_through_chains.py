"""Exceptions thrown into chains of generators: handlers at each level, contexts, tracebacks."""

import sys
import traceback


class Mark(Exception):
    pass


def level(depth, handler, log):
    try:
        if depth:
            result = yield from level(depth - 1, handler, log)
        else:
            result = yield "waiting"
        log.append((depth, "got", result))
        return depth
    except Mark as error:
        log.append((depth, "caught", error.args))
        if depth == handler:
            yield f"yielded by {depth}"
            return "handled"
        raise
    finally:
        log.append((depth, "left"))


for handler in range(-1, 4):
    log = []
    generator = level(3, handler, log)
    next(generator)
    try:
        print(handler, generator.throw(Mark("m", handler)))
        print(next(generator))
    except BaseException as error:
        print(type(error).__name__, error.args)
    print(log)

print("forms of throw")


def waits():
    while True:
        try:
            yield
        except Exception as error:
            print("   ", repr(error), error.__traceback__ is not None)


def through():
    yield from waits()


generator = through()
next(generator)
generator.throw(Mark)
generator.throw(Mark())
generator.throw(Mark("instance"))
for arguments in [(1,), ("text",), (Mark("a"), 5), (Mark, 5, 6), (), (int,), (Mark, None, None, None)]:
    try:
        generator.throw(*arguments)
    except TypeError as error:
        print(error)

print("tracebacks")


def deep(depth):
    if depth:
        yield from deep(depth - 1)
    else:
        yield 1
        raise Mark("at the bottom")


def names(error):
    return [(entry.name, entry.lineno) for entry in traceback.extract_tb(error.__traceback__)]


generator = deep(3)
next(generator)
try:
    next(generator)
except Mark as error:
    print(names(error))
generator = deep(3)
next(generator)
try:
    generator.throw(Mark("thrown"))
except Mark as error:
    print(names(error))
generator = deep(2)
try:
    generator.throw(Mark("before the start"))
except Mark as error:
    print(names(error))
try:
    generator.throw(Mark("after the end"))
except Mark as error:
    print(names(error))

print("thrown into the middle and the innermost")


def passing(inner, name):
    try:
        result = yield from inner
    except Mark as error:
        print("   ", name, "caught", error)
        result = "instead"
    print("   ", name, result)
    yield name


inner = deep(1)
middle = passing(inner, "middle")
top = passing(middle, "top")
next(top)
print(middle.throw(Mark("into the middle")))
print(next(top, "exhausted"))
inner = deep(1)
middle = passing(inner, "middle")
top = passing(middle, "top")
next(top)
try:
    inner.throw(Mark("into the innermost"))
except Mark as error:
    print("out of the innermost:", error)
print(next(top, "exhausted"))
print(next(top, "exhausted"))

print("StopIteration becomes RuntimeError")


def stops():
    yield 1
    raise StopIteration("inside")


def delegating(generator):
    yield from generator


for generator in (stops(), delegating(stops()), delegating(delegating(stops()))):
    next(generator)
    try:
        next(generator)
    except RuntimeError as error:
        print(error, repr(error.__cause__), repr(error.__context__))
generator = delegating(stops())
next(generator)
try:
    generator.throw(StopIteration("thrown"))
except RuntimeError as error:
    print(error, repr(error.__cause__))


def lets_through():
    try:
        yield 1
    except StopIteration as error:
        return error.value


def value_of(generator):
    print("   ", (yield from generator))


generator = value_of(lets_through())
next(generator)
print(next(generator, "ended") if False else "throw gives", end=" ")
try:
    generator.throw(StopIteration(7))
except StopIteration as stop:
    print("a stop", stop.value)
