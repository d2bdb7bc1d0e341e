# A loop over `enumerate` of a generator: what it numbers, when it counts, and how it ends.

import gc
import inspect
import sys
import types
import weakref


def letters(text):
    for letter in text:
        yield letter


def pairs_of(iterator):
    result = []
    for number, item in enumerate(iterator):
        result.append((number, item))
    return result


print(pairs_of(letters("abc")), pairs_of(letters("")))


def delegating(depth):
    if depth:
        yield from delegating(depth - 1)
        yield depth
        return
    yield 0


print(pairs_of(delegating(6)))


# The number does not change before the generator has given the item.
def watching(frame):
    for item in "xyz":
        yield item, frame.f_locals.get("number", "unset")


def watch():
    for number, item in enumerate(watching(sys._getframe())):
        print("number", number, "seen", item)
    print("left with", number, item)


watch()


# What the generator raises leaves the loop; the number is that of the last item.
def failing():
    yield "first"
    yield "second"
    raise LookupError("no third")


def fail():
    number = item = None
    try:
        for number, item in enumerate(failing(), 10):
            pass
    except LookupError as error:
        frames = []
        traceback = error.__traceback__
        while traceback:
            frames.append((traceback.tb_frame.f_code.co_name, traceback.tb_lineno - traceback.tb_frame.f_code.co_firstlineno))
            traceback = traceback.tb_next
        print("failed at", number, item, frames)


fail()


# The same generator, resumed by others in between.
def shared():
    generator = letters("abcdefgh")
    numbered = enumerate(generator)
    for number, letter in numbered:
        print(number, letter, end=" ")
        if number == 1:
            print("next", next(generator), next(numbered), end=" ")
        if number == 4:
            for other, letter in enumerate(generator):
                print("inner", other, letter, end=" ")
    print("end", next(numbered, "nothing"))


shared()


# A generator that runs already.
def reentrant():
    yield "once"
    for number, item in enumerate(itself):
        print("never", number, item)


itself = reentrant()
try:
    for number, item in enumerate(itself):
        print(number, item)
except ValueError as error:
    print(type(error).__name__, error)


# Beyond what fits a machine word, other targets, starred ones, a break and an else.
def targets():
    for number, item in enumerate(letters("ab"), 2**64 - 1):
        print(number, item)
    places = [None] * 2
    for places[0], places[1] in enumerate(letters("pq")):
        print(places)
    for number, (first, *rest) in enumerate(word for word in ("ab", "cde")):
        print(number, first, rest)
    for pair in enumerate(letters("mn")):
        print(pair)
    for number, item in enumerate(letters("klm")):
        if number == 1:
            break
    else:
        print("never")
    for number, item in enumerate(letters("k")):
        continue
    else:
        print("else", number, item)


targets()


# The items of coroutine-like generators, and of ones closed in the middle.
def closing():
    generator = letters("abcd")
    for number, item in enumerate(generator):
        print(number, item, end=" ")
        if number == 1:
            generator.close()
    print("closed", inspect.getgeneratorstate(generator))


closing()


class Tracked:
    def __del__(self):
        print("tracked gone")


def holding():
    tracked = Tracked()
    for number in range(2):
        yield number
    print("generator ends")


def hold():
    for number, item in enumerate(holding()):
        print("item", number, item)
    print("after the loop")


hold()


# Names of generators are those of the function at the time of the call.
def before():
    yield sys._getframe().f_code.co_name


generator = before()
before.__name__ = "renamed"
before.__qualname__ = "other.renamed"
again = before()
print(generator.__name__, generator.__qualname__, again.__name__, again.__qualname__)
print(repr(again).split(" at ")[0], next(again), next(generator))
before.__name__ = "before"
before.__qualname__ = "before"
print(before().__name__, before().__qualname__)
made = types.FunctionType(before.__code__, globals(), "made")
print(made().__name__, made().__qualname__)


def other():
    yield 1


other.__code__ = before.__code__
print(other().__name__, other().__qualname__, next(other()))


# What is dropped while it waits, with and without handlers, known and forgotten.
def waiting(log, tracked):
    try:
        yield log
    finally:
        log.append("finally")


def quiet(log, tracked):
    yield log


for make in (waiting, quiet):
    for steps in range(3):
        log = []
        tracked = Tracked()
        generator = make(log, tracked)
        known = weakref.ref(generator, lambda _: log.append("forgotten"))
        del tracked
        for _ in range(steps):
            next(generator, None)
        print(make.__name__, steps, inspect.getgeneratorstate(generator))
        del generator
        print(log, known())
print(gc.collect() >= 0)
