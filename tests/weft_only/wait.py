"""weft.wait below native functions: results, exceptions, cancellation, nesting."""

import os
import sys
import tempfile

import weft


class Ask:
    """Suspends, and gives what the coroutine is resumed with."""

    def __init__(self, question):
        self.question = question

    def __await__(self):
        return (yield self.question)


def run(coroutine, answer=lambda question: question):
    """Drives a coroutine; answers are values, or exceptions to throw."""
    questions = 0
    send, value = coroutine.send, None
    try:
        while True:
            question = send(value)
            questions += 1
            value = answer(question)
            send = coroutine.throw if isinstance(value, BaseException) else coroutine.send
    except StopIteration as stop:
        return stop.value, questions


def ask(question):
    return weft.wait(Ask(question))


class Lazy:
    def __init__(self, value=0):
        self.value = value

    def __getattr__(self, name):
        return ask(f"attribute {name}")

    def __eq__(self, other):
        return ask(self.value == other.value)

    def __lt__(self, other):
        return ask(self.value < other.value)

    def __hash__(self):
        return ask(7)

    def __repr__(self):
        return ask("repr")

    def __iter__(self):
        yield ask("first")
        yield ask("second")

    def __enter__(self):
        return ask("entered")

    def __exit__(self, *details):
        return ask(True)


async def below_natives():
    print(sorted([3, 1, 2], key=ask), sorted([3, 1, 2], key=lambda item: -ask(item)))
    print(list(map(ask, "abc")), [ask(item) for item in range(3)], {ask(1): ask(2)})
    print(Lazy().name, Lazy(1) == Lazy(1), Lazy(1) in [Lazy(2), Lazy(1)], hash(Lazy()))
    print(max([Lazy(1), Lazy(5), Lazy(2)]).value, sum(ask(n) for n in range(5)))
    print(f"{Lazy()!r}", list(Lazy()), [*Lazy()], dict(zip(Lazy(), (1, 2))))
    with Lazy() as entered:
        raise KeyError(entered)
    print({Lazy(1): "in a dict"}[Lazy(1)])
    print(list(filter(ask, [0, 1, 2])), any(map(ask, [0, 0, 3])), min("cab", key=ask))
    return "done"


print(run(below_natives()))


async def nested():
    async def inner(number):
        return [ask(number), await Ask(number + 1)]

    def plain(number):
        return weft.wait(inner(number))

    def numbers():
        for number in range(3):
            yield plain(number * 10)

    def delegating():
        return (yield from numbers())

    return list(delegating()), [plain(1), plain(2)], await inner(5)


print(run(nested()))


async def failures():
    def caught(question):
        try:
            return ask(question)
        except Exception as error:
            return repr(error)
        finally:
            seen.append(question)

    seen = []
    print([caught(question) for question in "abc"], seen)
    try:
        print(sorted("xyz", key=ask))
    except ValueError as error:
        print("out of sorted:", repr(error))

    async def raising():
        await Ask("raise")
        raise OSError("of the awaited")

    try:
        weft.wait(raising())
    except OSError as error:
        print(repr(error), repr(error.__context__))
    for thing in (5, "text", None, [1]):
        try:
            weft.wait(thing)
        except TypeError as error:
            print(error)
    return "still here"


class Cancelled(BaseException):
    pass


print(run(failures(), lambda question: question if question in ("a", "c", "raise") else ValueError(question)))


async def cancelled():
    try:
        list(map(ask, [1, 2, 3]))
    except Cancelled as error:
        print("cancelled", error.args)
        return ask("cleaning")


print(run(cancelled(), lambda question: Cancelled("at", 2) if question == 2 else question))


async def let_through():
    try:
        return sorted([1], key=ask)
    finally:
        print("finally", repr(sys.exception()))


try:
    run(let_through(), lambda question: Cancelled("out"))
except Cancelled as error:
    print("cancelled out", error.args, error.__traceback__ is not None)

with tempfile.TemporaryDirectory() as folder:
    with open(os.path.join(folder, "asks_at_import.py"), "w") as file:
        file.write("import __main__\nanswer = __main__.ask('the import')\n")
    sys.path.insert(0, folder)

    async def importing():
        import asks_at_import

        return asks_at_import.answer

    print(run(importing()))

print("exceptions that are being handled")


async def handling(name):
    try:
        raise KeyError(name)
    except KeyError:
        list(map(ask, [name]))
        return repr(sys.exception())


first, second = handling("first"), handling("second")
first.send(None)
second.send(None)
print(repr(sys.exception()))
for coroutine in (first, second):
    try:
        coroutine.send(None)
    except StopIteration as stop:
        print(stop.value)

print("outside of a coroutine")
for call in (lambda: ask(1), lambda: list(map(ask, [1])), lambda: next(ask(n) for n in [1])):
    try:
        call()
    except RuntimeError as error:
        print(type(error).__name__, "running coroutine" in str(error))

print("close and drop of parked ones")


async def parked(name):
    try:
        return list(map(ask, [name]))
    except GeneratorExit:
        print("   ", name, "exit")
        raise
    finally:
        print("   ", name, "finally")


coroutine = parked("closed")
print(coroutine.send(None), coroutine.cr_running, coroutine.cr_suspended)
coroutine.close()
print(coroutine.cr_frame, weft.fibers()["parked"])
coroutine = parked("dropped")
coroutine.send(None)
del coroutine
print(weft.fibers()["parked"])
coroutine = parked("again")
coroutine.send(None)
try:
    coroutine.send("answer")
except StopIteration as stop:
    print(stop.value)
try:
    coroutine.send(None)
except RuntimeError as error:
    print(error)

print("awaited by another coroutine")


async def outer(inner):
    try:
        return await inner
    except ValueError as error:
        return list(map(ask, [str(error)]))


print(run(outer(parked("inner")), lambda question: question))
print(run(outer(parked("inner")), lambda question: ValueError("thrown") if question == "inner" else question))

print("async generators")


async def numbers():
    for number in range(3):
        yield [*map(ask, [number])]


async def collect():
    return [number async for number in numbers()]


print(run(collect()))
