"""await: what can be awaited, errors, values, reuse, warnings, origins."""

import gc
import sys
import types
import warnings


class Ask:
    def __init__(self, question):
        self.question = question

    def __await__(self):
        return (yield self.question)


def report(call):
    try:
        print(call())
    except BaseException as error:
        print(type(error).__name__, error)


async def ask(question):
    return await Ask(question)


async def level(depth):
    if depth:
        return (await level(depth - 1)) + 1
    return await ask("bottom")


coroutine = level(200)
print(coroutine.send(None))
report(lambda: coroutine.send(5))
report(lambda: coroutine.send(None))
report(lambda: coroutine.throw(KeyError("late")))
print(coroutine.close())


class Returns:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        return self.value


class Iterates:
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration("by next")


@types.coroutine
def old_style():
    got = yield "old"
    return got


async def awaits(thing):
    return await thing


for thing in (5, None, "text", [], object(), (x for x in ()), Returns(5), Returns([1]), Returns(None)):
    report(lambda: awaits(thing).send(None))
report(lambda: awaits(Returns(iter([]))).send(None))
report(lambda: awaits(Returns(Iterates())).send(None))
coroutine = ask(1)
report(lambda: awaits(Returns(coroutine)).send(None))
coroutine.close()
coroutine = awaits(old_style())
print(coroutine.send(None))
report(lambda: coroutine.send("answer"))

print("not iterable, not callable")
coroutine = ask(1)
report(lambda: iter(coroutine))
report(lambda: next(coroutine))
report(lambda: list(coroutine))


def by_yield_from(inner):
    yield from inner


report(lambda: next(by_yield_from(coroutine)))
report(lambda: coroutine.send(1))
coroutine.close()

print("two that await one")
shared = ask("shared")
first, second = awaits(shared), awaits(shared)
print(first.send(None))
report(lambda: second.send(None))
report(lambda: first.send("to the first"))
report(lambda: awaits(shared).send(None))

print("wrapper")
coroutine = ask("wrapped")
wrapper = coroutine.__await__()
print(type(wrapper).__name__, next(wrapper))
report(lambda: wrapper.send("value"))
wrapper = ask("thrown").__await__()
next(wrapper)
report(lambda: wrapper.throw(KeyError("k")))
wrapper = ask("closed").__await__()
next(wrapper)
print(wrapper.close())

print("throw and close through awaits")


async def guarded(inner, name):
    try:
        return await inner
    except ValueError as error:
        return f"{name} caught {error}"
    finally:
        print("   ", name, "left", repr(sys.exception()))


coroutine = guarded(guarded(ask("q"), "inner"), "outer")
coroutine.send(None)
report(lambda: coroutine.throw(ValueError("v")))
coroutine = guarded(guarded(ask("q"), "inner"), "outer")
coroutine.send(None)
print(coroutine.close())
coroutine = guarded(guarded(ask("q"), "inner"), "outer")
coroutine.send(None)
del coroutine
gc.collect()


async def ignoring():
    try:
        await Ask(1)
    except GeneratorExit:
        await Ask(2)


coroutine = awaits(ignoring())
coroutine.send(None)
report(coroutine.close)


async def stops():
    raise StopIteration("inside")


report(lambda: awaits(stops()).send(None))


async def reenters():
    me.send(None)


me = reenters()
report(lambda: me.send(None))


async def awaits_itself():
    await me


me = awaits_itself()
report(lambda: me.send(None))

print("never awaited")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    ask(1)
    coroutine = ask(2)
    coroutine.close()
    level(1)
    awaits(ask(3)).close()
    gc.collect()
print([(entry.category.__name__, str(entry.message)) for entry in caught])
for depth in (1, 2, 5):
    sys.set_coroutine_origin_tracking_depth(depth)

    def makes():
        return ask(depth)

    coroutine = makes()
    print(sys.get_coroutine_origin_tracking_depth(), [(line, name) for _, line, name in coroutine.cr_origin])
    coroutine.close()
sys.set_coroutine_origin_tracking_depth(0)
report(lambda: sys.set_coroutine_origin_tracking_depth(-1))
report(lambda: sys.set_coroutine_origin_tracking_depth("a"))

print("async with")


class Manager:
    def __init__(self, swallow):
        self.swallow = swallow

    async def __aenter__(self):
        return await ask("enter")

    async def __aexit__(self, kind, error, trace):
        print("    exit", repr(error))
        await ask("exit")
        return self.swallow


async def managed(manager, error):
    async with manager as entered:
        print("    entered", entered)
        if error:
            raise error
    return "after"


def drive(coroutine):
    asked = []
    try:
        while True:
            asked.append(coroutine.send(len(asked) or None))
    except StopIteration as stop:
        return stop.value, asked


report(lambda: drive(managed(Manager(False), None)))
report(lambda: drive(managed(Manager(True), KeyError("swallowed"))))
report(lambda: drive(managed(Manager(False), KeyError("passed"))))
report(lambda: drive(managed(5, None)))
