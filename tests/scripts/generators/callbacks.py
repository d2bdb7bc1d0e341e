"""Generators that are resumed from callbacks of natives, in other threads, and under tracing."""

import sys
import threading


def counter():
    number = 0
    while True:
        number += (yield number) or 1


shared = counter()
next(shared)


class Counting:
    def __init__(self, name):
        self.name = name

    def __eq__(self, other):
        next(shared)
        return self.name == other.name

    def __hash__(self):
        return next(shared) * 0

    def __lt__(self, other):
        return (next(shared), self.name) and self.name < other.name


def calls():
    yield sorted([3, 1, 2], key=lambda item: -item * next(shared))
    yield list(map(shared.send, [1, 2, 3]))
    yield [Counting("b")].count(Counting("b")), Counting("c") in [Counting("a"), Counting("c")]
    yield [item.name for item in sorted([Counting("z"), Counting("y")])]
    yield len({Counting("p"), Counting("q"), Counting("p")})
    yield sum(next(shared) for _ in range(3)), max(map(lambda _: next(shared), range(3)))
    yield from map(lambda _: next(shared), range(2))


print(list(calls()))
print(next(shared))


def again():
    yield 1
    try:
        list(map(next, [me]))
    except ValueError as error:
        yield str(error)
    try:
        sorted([1, 2], key=lambda _: me.send(None))
    except ValueError as error:
        yield str(error)


me = again()
print(list(me))

print("exceptions that are being handled")


def looks():
    while True:
        try:
            yield repr(sys.exception())
        except LookupError:
            yield "handling " + repr(sys.exception())


generator = looks()
print(next(generator))
try:
    raise ValueError("outside")
except ValueError:
    print(next(generator))
    print(generator.throw(KeyError("thrown")))
    print(repr(sys.exception()))
print(next(generator), repr(sys.exception()))


def isolated():
    try:
        raise KeyError("own")
    except KeyError:
        yield repr(sys.exception())
        yield repr(sys.exception())
    yield repr(sys.exception())


generator = isolated()
print(next(generator), repr(sys.exception()))
try:
    raise OSError("while suspended")
except OSError:
    print(next(generator), repr(sys.exception()))
print(next(generator))

print("other threads")


def in_thread(call):
    results = []
    thread = threading.Thread(target=lambda: results.append(call()))
    thread.start()
    thread.join()
    return results[0]


def chained(depth):
    if depth:
        yield from chained(depth - 1)
    else:
        for number in range(4):
            yield number, threading.current_thread() is threading.main_thread()


generator = chained(5)
print(next(generator), in_thread(lambda: next(generator)), next(generator))
print(in_thread(lambda: list(generator)))
generator = in_thread(lambda: chained(3))
in_thread(lambda: next(generator))
print(next(generator), generator.close())
tokens = [chained(2) for _ in range(50)]
print(len(in_thread(lambda: [next(token) for token in tokens])))
print(sum(in_thread(lambda token=token: next(token))[0] for token in tokens))

print("tracing")
events = []


def trace(frame, event, argument):
    if frame.f_code.co_name in ("chained", "traced"):
        value = type(argument).__name__ if event == "exception" else argument
        value = argument[0].__name__ if event == "exception" else argument
        events.append((event, frame.f_code.co_name, frame.f_lineno - start, value))
        return trace


start = trace.__code__.co_firstlineno


def traced():
    try:
        result = yield from chained(1)
    except ZeroDivisionError:
        result = "divided"
    yield result


sys.settrace(trace)
generator = traced()
next(generator)
next(generator)
generator.throw(ZeroDivisionError)
generator.close()
sys.settrace(None)
for event in events:
    print(event)
