"""Async generators driven by hand: asend, athrow, aclose, anext, hooks."""

import gc
import sys
import warnings

warnings.simplefilter("ignore")


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


def drive(awaitable):
    """Runs an awaitable to its end; every question is answered by itself."""
    asked, answer = [], None
    iterator = awaitable.__await__() if hasattr(awaitable, "__await__") else awaitable
    try:
        while True:
            answer = iterator.send(answer)
            asked.append(answer)
    except StopIteration as stop:
        return stop.value, asked


async def numbers(limit):
    try:
        for number in range(limit):
            try:
                got = yield await Ask(number)
                if got:
                    print("    got", got)
            except ValueError as error:
                print("    caught", error)
                yield "after the error"
    finally:
        print("    finally", await Ask("final"))


generator = numbers(3)
report(lambda: drive(generator.asend(1)))
report(lambda: drive(generator.__anext__()))
report(lambda: drive(generator.asend("sent")))
report(lambda: drive(generator.athrow(ValueError("thrown"))))
report(lambda: drive(anext(generator)))
report(lambda: drive(anext(generator)))
report(lambda: drive(anext(generator)))
report(lambda: drive(generator.athrow(KeyError("ended"))))
report(lambda: drive(generator.aclose()))

print("anext with a default")
generator = numbers(2)
for _ in range(4):
    report(lambda: drive(anext(generator, "default")))


async def with_default():
    generator, seen = numbers(3), []
    while (number := await anext(generator, None)) is not None:
        seen.append(number)
    return seen


report(lambda: drive(with_default()))
report(lambda: anext(5))
report(lambda: aiter(5))
awaitable = anext(numbers(1), 0)
report(lambda: awaitable.send(None))
report(lambda: awaitable.throw(KeyError("k")))
awaitable = anext(numbers(1), 0)
report(lambda: next(awaitable))
report(awaitable.close)

print("aclose")
generator = numbers(3)
report(lambda: drive(generator.aclose()))
generator = numbers(3)
report(lambda: drive(anext(generator)))
report(lambda: drive(generator.aclose()))
report(lambda: drive(generator.aclose()))
report(lambda: drive(anext(generator)))


async def ignoring():
    try:
        yield 1
    except GeneratorExit:
        yield 2


generator = ignoring()
report(lambda: drive(anext(generator)))
report(lambda: drive(generator.aclose()))

print("awaitables used twice, or at the same time")
generator = numbers(3)
first = anext(generator)
report(lambda: drive(first))
report(lambda: drive(first))
report(lambda: first.throw(KeyError))
second, third = anext(generator), anext(generator)
report(lambda: second.send(None))
print(generator.ag_running)
report(lambda: third.send(None))
report(lambda: generator.aclose().send(None))
report(lambda: generator.athrow(KeyError).send(None))
report(lambda: second.send("value"))
print(generator.ag_running)
close = generator.aclose()
report(lambda: close.send(1))
report(lambda: close.send(None))
report(lambda: close.send(None))
report(lambda: close.send(None))
awaitable = numbers(1).asend(None)
awaitable.close()
report(lambda: awaitable.send(None))

print("stop iterations inside")


async def stops(kind):
    yield 1
    raise kind("inside")


for kind in (StopIteration, StopAsyncIteration):
    generator = stops(kind)
    report(lambda: drive(anext(generator)))
    report(lambda: drive(anext(generator)))

print("loops")


async def loops():
    total = []
    async for number in numbers(3):
        total.append(number)
    else:
        total.append("else")
    total += [number async for number in numbers(2) if number]
    total.append({number: await Ask(number) async for number in numbers(2)})
    total += [x async for x in (number * 2 async for number in numbers(2))]
    return total


report(lambda: drive(loops()))


async def over(thing):
    async for _ in thing:
        pass


class BadAiter:
    def __aiter__(self):
        return 5


class BadAnext:
    def __aiter__(self):
        return self

    def __anext__(self):
        return 5


for thing in (5, [], BadAiter(), BadAnext()):
    report(lambda: drive(over(thing)))

print("hooks")
events = []
old = sys.get_asyncgen_hooks()
print(tuple(old))
sys.set_asyncgen_hooks(lambda generator: events.append("first"), lambda generator: events.append("final"))
generator = numbers(2)
events.append("made")
drive(anext(generator))
drive(anext(generator))
del generator
gc.collect()
generator = numbers(0)
report(lambda: drive(anext(generator)))
del generator
print(events)
sys.set_asyncgen_hooks(*old)
report(lambda: sys.set_asyncgen_hooks(firstiter=5))
report(lambda: sys.set_asyncgen_hooks(finalizer="x"))

print("never awaited")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    generator = numbers(1)
    generator.asend(None)
    generator.athrow(KeyError)
    generator.aclose()
    anext(generator)
    gc.collect()
print([str(entry.message) for entry in caught])
