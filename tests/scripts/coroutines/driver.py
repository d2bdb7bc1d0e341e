"""Coroutines and async generators under a random driver; the digest must be that of CPython.

As a rule it runs a few seeds; `driver.py FIRST LAST` runs others, `driver.py LOG FIRST LAST`
writes all that happens to a file.
"""

import gc
import hashlib
import random
import sys
import types
import warnings
from contextlib import asynccontextmanager

LOG = open(sys.argv.pop(1), "w") if len(sys.argv) > 3 else None
digest = hashlib.sha256()
sys.unraisablehook = lambda event: note("unraisable", contexts(event.exc_value))
warnings.simplefilter("always")
warnings.showwarning = lambda message, *details: note("warning", str(message))
gc.disable()


class Mark(Exception):
    pass


def note(*facts):
    digest.update(repr(facts).encode())
    if LOG:
        print(*facts, file=LOG)


def contexts(error):
    chain = []
    while error is not None and len(chain) < 12:
        chain.append(repr(error))
        error = error.__context__
    return chain


def forget(error):
    """Breaks the cycles of a frame that waits in a handler: the order in a collection is free."""
    for _ in range(12):
        if error is not None:
            error.__traceback__ = None
            error = error.__context__


def hash_of(name):
    return name * 2654435761 >> 7 & 0xFFFF


class Ask:
    """Suspends its coroutine once; some are awaited by an iterator without throw and close."""

    def __init__(self, question):
        self.question = question

    def __await__(self):
        if self.question % 11 == 0:
            return iter([self.question])
        return self.ask()

    def ask(self):
        try:
            return (yield self.question)
        finally:
            if self.question % 13 == 0:
                note("asked", self.question, repr(sys.exception()))


@types.coroutine
def old_style(question):
    answer = yield question
    return answer


async def leaf(name):
    total = 0
    try:
        for number in range(1 + hash_of(name) % 5):
            try:
                got = await (old_style(number) if number % 2 else Ask(name + number))
                total += got or 0
            except Mark as error:
                note("leaf caught", name, contexts(error))
                total -= 1
    finally:
        note("leaf ends", name, total, repr(sys.exception()))
    return total


async def awaiting(name, inner):
    try:
        result = await inner
        note("result", name, result)
    except (Mark, RuntimeError) as error:
        note("caught", name, contexts(error))
        forget(error)
        result = await leaf(name + 1)
    finally:
        note("ends", name)
    return result


async def handling(name, inner):
    try:
        raise LookupError(name)
    except LookupError:
        try:
            return await inner
        except Mark as error:
            note("in handler", name, contexts(error))
            forget(error)
            await Ask(name)
            raise OverflowError(name)


async def stubborn(name, inner):
    try:
        return await inner
    except GeneratorExit as error:
        note("exit", name)
        forget(error)
        if hash_of(name) % 4 == 0:
            await Ask(name)
        raise


async def consuming(name, source):
    seen = []
    try:
        async for item in source:
            seen.append(item)
            if hash_of(name + len(seen)) % 7 == 0:
                break
    except (Mark, ValueError) as error:
        note("consumer caught", name, contexts(error))
    return [item async for item in numbers(name, 2)] + seen


async def within(name, inner):
    async with managed(name) as value:
        note("within", name, value)
        return await inner


@asynccontextmanager
async def managed(name):
    try:
        yield await Ask(name)
    except Mark as error:
        note("managed", name, contexts(error))
        forget(error)
        await Ask(name)
    finally:
        note("managed ends", name, repr(sys.exception()))


async def numbers(name, limit):
    try:
        for number in range(limit):
            try:
                got = yield name, number
                if got:
                    note("numbers got", name, got)
                await Ask(number)
            except Mark as error:
                note("numbers caught", name, contexts(error))
    finally:
        note("numbers end", name, repr(sys.exception()))
        if hash_of(name) % 2:
            await Ask(name)


async def passing(name, source):
    try:
        async for item in source:
            got = yield item
            if hash_of(name) % 5 == 0:
                await Ask(name)
    except GeneratorExit as error:
        note("passing exit", name)
        forget(error)
        if hash_of(name) % 6 == 0:
            yield "ignored", name
        raise
    finally:
        note("passing ends", name)


COROUTINES = (awaiting, awaiting, handling, stubborn, within)


def steps_of(dice, source, step):
    """Something to drive an async generator by."""
    choice = dice.random()
    if choice < 0.4:
        return source.__anext__()
    if choice < 0.6:
        return source.asend(step)
    if choice < 0.75:
        return source.athrow(dice.choice((Mark(step), Mark, GeneratorExit, StopAsyncIteration, StopIteration(1))))
    if choice < 0.9:
        return source.aclose()
    return anext(source, "default")


def state_of(thing):
    if hasattr(thing, "cr_running"):
        return (
            thing.cr_running,
            thing.cr_suspended,
            thing.cr_frame and thing.cr_frame.f_lineno,
            getattr(thing.cr_await, "__name__", type(thing.cr_await).__name__),
        )
    if hasattr(thing, "ag_running"):
        return (
            thing.ag_running,
            thing.ag_suspended,
            thing.ag_frame and thing.ag_frame.f_lineno,
            getattr(thing.ag_await, "__name__", type(thing.ag_await).__name__),
        )
    return type(thing).__name__


def act(action):
    try:
        note("gave", action())
    except BaseException as error:
        lines = []
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == __file__:
                lines.append(trace.tb_lineno)
            trace = trace.tb_next
        note("raised", type(error).__name__, str(error), contexts(error), lines)
        error.__traceback__ = error.__context__ = None


# Steps that finalize async generators, as an event loop would run them.
closing = []


def drive(seed, rounds):
    dice = random.Random(seed)
    driven, sources = [], []
    sys.set_asyncgen_hooks(None, None)
    if seed % 3:
        sys.set_asyncgen_hooks(
            lambda source: note("first", source.__name__),
            lambda source: (note("final", source.__name__), seed % 3 == 1 and closing.append(source.aclose())),
        )
    for step in range(rounds):
        while closing:
            driven.append(closing.pop())
        choice = dice.random()
        if choice < 0.1 or len(driven) < 3:
            driven.append(leaf(step))
        elif choice < 0.2:
            inner = dice.choice(driven)
            for level in range(dice.choice((1, 1, 2, 8))):
                inner = dice.choice(COROUTINES)(step, inner)
            driven.append(inner)
            del inner
        elif choice < 0.26 or not sources:
            sources.append(numbers(step, dice.randrange(5)))
        elif choice < 0.3:
            sources.append(passing(step, dice.choice(sources)))
        elif choice < 0.34:
            driven.append(consuming(step, dice.choice(sources)))
        elif choice < 0.44:
            source = dice.choice(sources)
            driven.append(steps_of(dice, source, step))
            note(state_of(source))
            del source
        elif choice < 0.5:
            driven.pop(dice.randrange(len(driven)))
        elif choice < 0.52:
            sources.pop(dice.randrange(len(sources)))
        elif choice < 0.522:
            gc.collect()
        else:
            # Recent ones have more to do.
            thing = driven[-1 - int(len(driven) * dice.random() ** 2)]
            if choice < 0.85:
                action = lambda: thing.send(None if choice < 0.8 else step)
            elif choice < 0.96:
                error = dice.choice((Mark(step), Mark, ValueError(step), GeneratorExit))
                action = lambda: thing.throw(error)
            else:
                action = thing.close
            act(action)
            error = None
            del action
            note(state_of(thing))
            del thing
    sys.set_asyncgen_hooks(None, None)
    while driven:
        driven.pop()
    while sources:
        sources.pop()
    while closing:
        closing.pop()


first, last = map(int, sys.argv[1:] or ("0", "30"))
for seed in range(first, last):
    drive(seed, 2_000)
    gc.collect()
    print(seed, digest.hexdigest()[:16])
