"""weft.wait while throw() runs chains of generators and coroutines: what is handled stays in order."""

import sys

import weft


class Ask:
    def __init__(self, question):
        self.question = question

    def __await__(self):
        return (yield self.question)


def ask(question):
    return weft.wait(Ask(question))


class Mark(Exception):
    pass


def contexts(error):
    chain = []
    while error is not None:
        chain.append(repr(error))
        error = error.__context__
    return chain


async def innermost():
    try:
        await Ask("first")
    except Mark as error:
        print("   caught", contexts(error), [*map(ask, ["while caught"])], repr(sys.exception()))
    print("   behind", repr(sys.exception()), ask("behind"))
    await Ask("suspended")
    print("   sent", repr(sys.exception()))
    raise ValueError("out")


async def handling(inner):
    try:
        raise LookupError
    except LookupError:
        try:
            return await inner
        except ValueError as error:
            print("   outer caught", contexts(error), ask("outer"), repr(sys.exception()))
            raise OverflowError
        finally:
            print("   outer ends", repr(sys.exception()), ask("end"))


def drive(coroutine, value=None):
    step = coroutine.send
    try:
        while True:
            question = step(value)
            print("asked", question, repr(sys.exception()))
            value = Mark() if question == "first" else question.upper()
            step = coroutine.throw if question == "first" else coroutine.send
    except Exception as error:
        print(type(error).__name__, contexts(error), repr(sys.exception()))


drive(innermost())
drive(handling(innermost()))
drive(handling(handling(innermost())))

print("in the midst of other handlers")
coroutine = handling(handling(innermost()))
try:
    raise OSError("of the resumer")
except OSError:
    print(coroutine.send(None), coroutine.throw(Mark("in a handler")))
drive(coroutine, "WHILE CAUGHT")

print("generators below a coroutine")


def plain():
    try:
        yield "at first"
    except Mark as error:
        print("   plain caught", contexts(error), ask("plain"), repr(sys.exception()))
    yield "behind"
    print("   plain goes on", repr(sys.exception()), ask("on"))
    raise ValueError("of plain")


def delegating(inner):
    try:
        raise LookupError("delegating")
    except LookupError:
        try:
            yield from inner
        except ValueError as error:
            print("   delegating caught", contexts(error), ask("delegating"), repr(sys.exception()))
            yield "last"
    print("   delegating ends", repr(sys.exception()), ask("really"))


async def throws():
    for generator in (plain(), delegating(plain()), delegating(delegating(plain()))):
        print(next(generator), generator.throw(Mark("thrown")))
        try:
            print(list(generator))
        except ValueError as error:
            print("   out", contexts(error))
        closed = delegating(delegating(plain()))
        next(closed)
        closed.close()


drive(throws())


def dying():
    try:
        yield
    finally:
        ask("dying")
        print("   dead", repr(sys.exception()))


async def closes():
    generators = [delegating(dying()) for _ in range(3)]
    for generator in generators:
        next(generator)
    generators[0].close()
    try:
        generators[1].throw(Mark("at last"))
    except Mark as error:
        print("   ", contexts(error))
    del generator
    generators.clear()
    return repr(sys.exception())


drive(closes())
print(weft.fibers()["parked"])
