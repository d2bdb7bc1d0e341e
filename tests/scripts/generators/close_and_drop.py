"""Closing, dropping and collecting generators, by themselves and in chains."""

import gc
import sys
import weakref

sys.unraisablehook = lambda event: print(
    "    unraisable:", repr(event.exc_value), event.err_msg, event.object is not None
)


def level(depth, log):
    try:
        if depth:
            yield from level(depth - 1, log)
        else:
            yield "bottom"
    except GeneratorExit:
        log.append(("exit", depth))
        raise
    finally:
        log.append(("finally", depth))


log = []
generator = level(3, log)
next(generator)
print(generator.close(), log, generator.gi_frame)

log.clear()
generator = level(3, log)
next(generator)
del generator
gc.collect()
print(log)

log.clear()
generator = level(3, log)
print(generator.close(), log)

print("a value from close()")


def returning(value):
    try:
        yield 1
    except GeneratorExit:
        return value


def delegating(inner):
    try:
        return (yield from inner)
    except GeneratorExit:
        return "outer"


generator = returning(5)
next(generator)
print(generator.close(), generator.close())
generator = delegating(returning(6))
next(generator)
print(generator.close())

print("GeneratorExit ignored")


def stubborn():
    while True:
        try:
            yield 1
        except GeneratorExit:
            print("    no")
            yield 2
            return


def ignoring():
    try:
        yield 1
    except GeneratorExit:
        yield 2


def report(call):
    try:
        print(call())
    except BaseException as error:
        print(type(error).__name__, error)


generator = stubborn()
next(generator)
report(generator.close)
report(generator.close)
generator = delegating(stubborn())
next(generator)
report(generator.close)
generator = delegating(delegating(ignoring()))
next(generator)
report(generator.close)
generator = ignoring()
next(generator)
del generator
gc.collect()
generator = delegating(ignoring())
next(generator)
del generator
gc.collect()


def raising(error):
    try:
        yield 1
    finally:
        raise error


generator = raising(KeyError("on close"))
next(generator)
report(generator.close)
generator = delegating(raising(KeyError("in a chain")))
next(generator)
report(generator.close)
generator = raising(KeyError("when dropped"))
next(generator)
del generator
gc.collect()

print("members closed by themselves")
log.clear()
inner = level(1, log)
outer = delegating(inner)
next(outer)
print(inner.close(), log)
report(lambda: next(outer))
log.clear()
inner = level(0, log)
middle = delegating(inner)
outer = delegating(middle)
next(outer)
report(middle.close)
print(log)
report(lambda: next(outer))

print("collected in a cycle")


def in_cycle(holder, log):
    holder.append(sys._getframe() and holder)
    try:
        yield from level(2, log)
    finally:
        log.append("cycle")


gc.disable()
log.clear()
holder = []
generator = in_cycle(holder, log)
holder.append(generator)
next(generator)
reference = weakref.ref(generator)
del generator, holder
print(log, reference() is not None)
gc.collect()
print(log, reference())
gc.enable()

print("closed while an exception is handled")
try:
    raise ValueError("outer")
except ValueError:
    log.clear()

    def looks():
        try:
            yield
        finally:
            log.append(repr(sys.exception()))

    generator = looks()
    next(generator)
    generator.close()
    generator = looks()
    next(generator)
    del generator
    print(log, repr(sys.exception()))

print("iterators that are delegated to")


class Plain:
    def __iter__(self):
        return self

    def __next__(self):
        return "plain"


class Closing(Plain):
    def close(self):
        print("    close")
        return "ignored"


class Throwing(Plain):
    def throw(self, *arguments):
        print("    throw", arguments)
        return "thrown"


class Sending(Plain):
    def send(self, value):
        return ("sent", value)


class BadClose(Plain):
    def close(self):
        raise OSError("close")


class BadAttribute(Plain):
    def __getattr__(self, name):
        raise KeyError(name)


class Stopping(Plain):
    def throw(self, error):
        raise StopIteration(("result", error.args))


def over(iterable):
    try:
        result = yield from iterable
    except BaseException as error:
        print("    over:", repr(error))
        raise
    print("    result", result)
    yield "more"


for kind in (Plain, Closing, Throwing, Sending, BadClose, BadAttribute, Stopping):
    print(kind.__name__)
    for action in (
        lambda generator: generator.send(3),
        lambda generator: generator.throw(RuntimeError("x")),
        lambda generator: generator.throw(GeneratorExit("y")),
        lambda generator: generator.close(),
    ):
        generator = over(kind())
        next(generator)
        report(lambda: action(generator))
        sys.unraisablehook, hook = (lambda event: None), sys.unraisablehook
        del generator
        gc.collect()
        sys.unraisablehook = hook
for thing in (5, None, object):
    report(lambda: next(over(thing)))
report(lambda: list(over([1, 2])))
report(lambda: list(over("ab")))
