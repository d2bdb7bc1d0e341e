"""What generators, coroutines and async generators tell of themselves, in every state."""

import copy
import inspect
import pickle
import types


def show(generator, prefix):
    values = {}
    for name in ("frame", "running", "suspended", "yieldfrom", "await", "code"):
        name = f"{prefix}_{name}"
        if hasattr(generator, name):
            value = getattr(generator, name)
            if isinstance(value, types.FrameType):
                value = ("frame", value.f_lineno, value.f_lasti, value.f_back and value.f_back.f_code.co_name, sorted(value.f_locals))
            elif isinstance(value, types.CodeType):
                value = value.co_name
            elif isinstance(value, (types.GeneratorType, types.CoroutineType)):
                value = value.__qualname__
            values[name] = value
    print(values)


def inner():
    yield 1
    show(holder[0], "gi")
    show(holder[1], "gi")
    yield 2


def outer(argument):
    local = 1
    yield from holder[1]
    yield local


holder = [outer(5), inner()]
show(holder[0], "gi")
for _ in range(4):
    print(next(holder[0], None))
    show(holder[0], "gi")
    show(holder[1], "gi")
    print(inspect.getgeneratorstate(holder[0]), inspect.getgeneratorlocals(holder[0]).keys())

print("coroutines")


@types.coroutine
def pause():
    show_all()
    yield "paused"
    show_all()
    return 3


async def low():
    return await pause()


async def high():
    return await low()


def show_all():
    show(coroutine, "cr")


coroutine = high()
show_all()
print(inspect.getcoroutinestate(coroutine))
print(coroutine.send(None))
show_all()
print(coroutine.cr_await.__name__, coroutine.cr_await.cr_await.__name__)
print(inspect.getcoroutinestate(coroutine))
try:
    coroutine.send(None)
except StopIteration as stop:
    print(stop.value)
show_all()
print(inspect.getcoroutinestate(coroutine), coroutine.cr_origin)

print("async generators")


async def numbers():
    show(generator, "ag")
    yield 1
    await pause_quietly()
    yield 2


@types.coroutine
def pause_quietly():
    yield "quiet"


def drive(awaitable):
    try:
        return "asked", awaitable.send(None)
    except (StopIteration, StopAsyncIteration) as stop:
        return type(stop).__name__, stop.args


generator = numbers()
show(generator, "ag")
print(drive(generator.__anext__()))
show(generator, "ag")
second = generator.__anext__()
print(drive(second))
show(generator, "ag")
print(type(generator.ag_await).__name__, generator.ag_await.__name__)
print(drive(second))
show(generator, "ag")
print(drive(generator.__anext__()))
show(generator, "ag")
print(inspect.getasyncgenstate(generator))

print("names")


def named():
    yield


generator = named()
print(generator.__name__, generator.__qualname__)
generator.__name__, generator.__qualname__ = "other", "some.other"
print(generator.__name__, generator.__qualname__, repr(generator).split(" at ")[0])
for name, value in (("__name__", 5), ("__qualname__", None), ("gi_frame", 1), ("gi_code", 1), ("new", 1)):
    try:
        setattr(generator, name, value)
    except (TypeError, AttributeError) as error:
        print(name, type(error).__name__, error)
try:
    del generator.__name__
except (TypeError, AttributeError) as error:
    print(type(error).__name__, error)

print("copies")
for thing in (named(), generator, (x for x in ()), numbers()):
    for function in (copy.copy, copy.deepcopy, pickle.dumps):
        try:
            function(thing)
        except TypeError as error:
            print(error)
for kind in (types.GeneratorType, types.AsyncGeneratorType, types.CoroutineType):
    try:
        kind()
    except TypeError as error:
        print(error)
    try:
        type("Derived", (kind,), {})
    except TypeError as error:
        print(error)

print("frames of suspended ones")


def lines():
    first = 1
    yield first
    second = 2

    yield second


generator = lines()
frame = generator.gi_frame
print(frame.f_lineno - lines.__code__.co_firstlineno, frame.f_lasti, frame.f_locals, frame.f_back)
next(generator)
print(frame.f_lineno - lines.__code__.co_firstlineno, frame.f_lasti, dict(frame.f_locals), frame.f_back)
next(generator)
print(frame.f_lineno - lines.__code__.co_firstlineno, frame.f_lasti, dict(frame.f_locals), frame.f_back)
print(frame is generator.gi_frame, frame.f_code is generator.gi_code)
try:
    frame.clear()
except RuntimeError as error:
    print(error)
print(next(generator, "ended"), generator.gi_frame)
generator = lines()
next(generator)
frame = generator.gi_frame
generator.close()
print(frame.f_lineno - lines.__code__.co_firstlineno, dict(frame.f_locals))


def back():
    import sys

    frame = sys._getframe()
    while frame is not None:
        yield_names.append(frame.f_code.co_name)
        frame = frame.f_back
    yield


def delegates():
    yield from back()


yield_names = []
generator = delegates()
list(map(next, [generator]))
print(yield_names)
print(generator.gi_yieldfrom.gi_frame.f_back, generator.gi_frame.f_back)
