"""gi_, cr_ and ag_ attributes as seen while the generator runs, waits, is finalized and has ended."""

import gc
import sys
import types


def state(thing):
    for prefix in ("gi", "cr", "ag"):
        if hasattr(thing, f"{prefix}_frame"):
            frame = getattr(thing, f"{prefix}_frame")
            waits_for = getattr(thing, f"{prefix}_{'yieldfrom' if prefix == 'gi' else 'await'}")
            return (
                prefix,
                getattr(thing, f"{prefix}_running"),
                getattr(thing, f"{prefix}_suspended"),
                frame and (frame.f_lineno, sorted(frame.f_locals), frame.f_back and frame.f_back.f_code.co_name),
                getattr(waits_for, "__name__", waits_for and type(waits_for).__name__),
            )


def show(*things):
    for thing in things:
        print("   ", *state(thing))


@types.coroutine
def pause(value=None):
    try:
        return (yield value)
    finally:
        print("  pause ends", sys.exception().__class__.__name__)
        show(*registered)


registered = []


class Shows:
    """Shows the registered ones when it goes."""

    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("  finalizer of", self.name)
        show(*registered)


def generator(inner=None):
    local = Shows("a local")
    show(*registered)
    try:
        if inner:
            yield from inner
        else:
            yield 1
    except ValueError:
        print("  handles")
        show(*registered)
        yield 2
    finally:
        print("  finally")
        show(*registered)


async def coroutine(inner=None):
    local = Shows("a local")
    try:
        await (inner or pause())
    finally:
        print("  finally")
        show(*registered)


async def async_generator():
    local = Shows("a local")
    try:
        await pause()
        yield local.name
        await pause()
    finally:
        print("  finally")
        show(*registered)


def act(text, action):
    print(text)
    try:
        print(" ", action())
    except BaseException as error:
        print(" ", type(error).__name__, error)
    show(*registered)


print("a generator alone")
one = generator()
registered[:] = [one]
act("next", lambda: next(one))
act("throw", lambda: one.throw(ValueError))
act("end", lambda: next(one))

print("chains")
for end in ("close", "throw", "throw out", "next", "drop"):
    inner = generator()
    middle = generator(inner)
    outer = generator(middle)
    registered[:] = [outer, middle, inner]
    act("next", lambda: next(outer))
    if end == "close":
        act(end, outer.close)
    elif end == "throw":
        act(end, lambda: outer.throw(ValueError))
        act("the middle", lambda: next(middle))
        act("close", outer.close)
    elif end == "throw out":
        act(end, lambda: outer.throw(KeyError("out")))
    elif end == "next":
        act(end, lambda: list(outer))
    else:
        registered[:] = [inner]
        print(end)
        del outer, middle
        show(*registered)
    registered.clear()
    del inner
outer = middle = None

print("coroutines")
for end in ("close", "throw", "send", "drop"):
    inner = coroutine()
    outer = coroutine(inner)
    registered[:] = [outer, inner]
    act("send", lambda: outer.send(None))
    if end == "close":
        act(end, outer.close)
    elif end == "throw":
        act(end, lambda: outer.throw(KeyError("out")))
    elif end == "send":
        act(end, lambda: outer.send(None))
        act("again", lambda: outer.send(None))
    else:
        registered[:] = [inner]
        print(end)
        del outer
        outer = None
        show(*registered)
    registered.clear()
    del inner

print("async generators")
source = async_generator()
registered[:] = [source]
step = source.__anext__()
act("first step", lambda: step.send(None))
act("second", lambda: step.send(None))
closing = source.aclose()
act("aclose", lambda: closing.send(None))
act("aclose on", lambda: closing.send(None))
source = async_generator()
registered[:] = [source]
step = source.__anext__()
act("first step", lambda: step.send(None))
act("another at the same time", lambda: source.__anext__().send(None))
act("thrown", lambda: step.throw(KeyError("thrown")))
registered.clear()

print("a cycle")


def knot():
    me = yield
    try:
        yield me
    finally:
        print("  collected", *state(me))


me = knot()
next(me)
me.send(me)
del me
gc.collect()
