"""What is made, entered, thrown into and freed in one instruction once it has run often."""

import gc
import sys
import weakref
from contextlib import asynccontextmanager, contextmanager

TIMES = 300

unraisable = set()
sys.unraisablehook = lambda event: unraisable.add(str(event.exc_value))


class Mark(Exception):
    pass


class Named(Exception):
    def __init__(self, name):
        super().__init__(name, "named")
        self.name = name


def contexts(error):
    chain = []
    while error is not None:
        chain.append(repr(error))
        error = error.__context__
    return chain


def lines(error):
    found, trace = [], error.__traceback__
    while trace is not None:
        found.append((trace.tb_frame.f_code.co_name, trace.tb_lineno))
        trace = trace.tb_next
    return found


def often(action):
    """The results that differ from the one before, in order."""
    seen = []
    for number in range(TIMES):
        try:
            result = action(number)
        except BaseException as error:
            result = (contexts(error), lines(error)[1:])
        if result not in seen:
            seen.append(result)
    print(action.__name__, seen)


# throw()


def catcher():
    caught = []
    while True:
        try:
            yield len(caught)
        except Mark as error:
            caught.append(contexts(error))
            if len(caught) > 2:
                return caught
        except KeyError:
            try:
                yield "handling"
            except Mark as error:
                caught.append(contexts(error))


def passing(inner):
    try:
        return (yield from inner)
    except ValueError as error:
        yield contexts(error)
        raise Named("late") from error


def in_handler(inner):
    try:
        raise LookupError(1)
    except LookupError:
        return (yield from inner)


def into_one(number):
    generator = catcher()
    next(generator)
    return [generator.throw(KeyError(1)), generator.throw(Mark(2)), generator.throw(Mark(3))]


def into_ended(number):
    generator = catcher()
    next(generator)
    generator.throw(Mark(1))
    generator.throw(Mark(2))
    generator.throw(Mark(3))


def not_caught(number):
    generator = catcher()
    next(generator)
    generator.throw(OverflowError(number // 150))


def not_started(number):
    catcher().throw(Mark(1))


def into_chain(number):
    generator = in_handler(passing(passing(catcher())))
    next(generator)
    answers = [generator.throw(Mark(1)), generator.throw(KeyError(2)), next(generator)]
    answers.append(generator.throw(ValueError(3)))
    try:
        next(generator)
    except Named as error:
        answers.append((contexts(error), error.name, repr(error.__cause__), lines(error)[1:]))
    return answers, generator.gi_frame


def out_of_chain(number):
    generator = in_handler(passing(catcher()))
    next(generator)
    try:
        raise AttributeError("outside")
    except AttributeError:
        generator.throw(Mark(1))
        generator.throw(OSError("inside"))


def exit_of_chain(number):
    generator = passing(catcher())
    next(generator)
    generator.throw(GeneratorExit())


def handled_after_throw(number):
    def looking():
        try:
            yield
        except Mark:
            yield repr(sys.exception())
        yield repr(sys.exception())

    generator = passing(looking())
    next(generator)
    try:
        raise ZeroDivisionError("seen by nobody")
    except ZeroDivisionError:
        first = generator.throw(Mark(1))
        return first, next(generator), repr(sys.exception())


def throw_within_throw(number):
    def inner():
        try:
            yield
        except Mark as error:
            yield contexts(error)

    def outer():
        try:
            yield
        except Mark:
            generator = passing(inner())
            next(generator)
            yield generator.throw(Mark("inner"))
            yield repr(sys.exception())

    generator = passing(outer())
    next(generator)
    return generator.throw(Mark("outer")), next(generator)


def classes_and_wrong_things(number):
    generator = catcher()
    next(generator)
    return generator.throw(Mark if number % 2 else 7)


for action in (
    into_one, into_ended, not_caught, not_started, into_chain, out_of_chain, exit_of_chain,
    handled_after_throw, throw_within_throw, classes_and_wrong_things,
):
    often(action)


# Exceptions that classes make


def made(number):
    kinds = (Mark, KeyError, Named) if number > 100 else (Mark,)
    return [repr(kind("x")) for kind in kinds], Mark(1, 2).args, Mark().args


def keyword(number):
    return Mark(a=1)


often(made)
often(keyword)


def init_added_later(number):
    class Later(Exception):
        pass

    seen = []
    for step in range(20):
        seen.append(repr(Later(step)))
        if step == 15:
            Later.__init__ = lambda self, value: setattr(self, "args", ("changed", value))
    return seen[-6:]


often(init_added_later)


# Loops over iterators of several types


class Tree:
    def __init__(self, depth):
        self.depth = depth

    def __iter__(self):
        if self.depth:
            yield from Tree(self.depth - 1)
            yield self.depth
            yield from Tree(self.depth - 1)


def several(number):
    total = []
    for source in (range(2), Tree(2), [5], (x for x in (6, 7)), {8: 9}, Tree(0)):
        for item in source:
            total.append(item)
    return total


def iter_replaced(number):
    class Once:
        def __iter__(self):
            yield 1

    def walk(value):
        yield from value

    once = Once()
    seen = [list(walk(once)) for _ in range(10)]
    Once.__iter__ = lambda self: iter("ab")
    seen.append(list(walk(once)))
    Once.__iter__ = None
    try:
        list(walk(once))
    except TypeError as error:
        seen.append(str(error))
    return seen[-3:]


often(several)
often(iter_replaced)


# What ends is gone at once


class Witness:
    def __init__(self, log):
        self.log = log

    def __del__(self):
        self.log.append("gone")


def gone_at_once(number):
    log = []

    def keeps(value):
        kept = Witness(log)
        yield value

    for item in keeps(1):
        log.append(item)
    log.append("after")

    def delegates():
        got = yield from keeps(2)
        log.append(got)

    log.extend(delegates())
    return log


def still_referred_to(number):
    def one():
        yield 1

    generator = one()
    dead = []
    reference = weakref.ref(generator, dead.append)
    items = [item for item in generator]
    alive = reference() is generator
    name = generator.__name__
    generator = None
    return items, alive, name, len(dead)


often(gone_at_once)
often(still_referred_to)


# Coroutines and async generators


class Ask:
    def __init__(self, question):
        self.question = question

    def __await__(self):
        return (yield self.question)


def run(coroutine, answers=()):
    """Everything that a coroutine asks, and its result."""
    asked, answers = [], list(answers)
    answer = None
    try:
        while True:
            if isinstance(answer, BaseException):
                asked.append(coroutine.throw(answer))
            else:
                asked.append(coroutine.send(answer))
            answer = answers.pop(0) if answers else None
    except StopIteration as stop:
        return asked, stop.value


async def deep(depth):
    return await deep(depth - 1) + 1 if depth else await Ask("deep")


async def numbers(limit):
    try:
        for number in range(limit):
            if number % 3 == 2:
                await Ask(("numbers", number))
            yield number
    except Mark as error:
        yield contexts(error)
    finally:
        await Ask("end")


async def doubled(source):
    async for number in source:
        yield number if isinstance(number, list) else number * 2


async def consume(limit):
    return [item async for item in doubled(numbers(limit))]


def awaited_deeply(number):
    return run(deep(20), [number // 200])


def consumed(number):
    return run(consume(4))


def thrown_into_consumed(number):
    return run(consume(4), [Mark(1)])


def wrong_in_consumed(number):
    return run(consume(4), [KeyError(1)])


def closed_while_consumed(number):
    coroutine = consume(4)
    asked = [coroutine.send(None)]
    try:
        coroutine.close()
    except RuntimeError as error:
        asked.append(str(error))
    return asked, coroutine.cr_running, coroutine.cr_await


def awaiting_shown(number):
    coroutine = consume(4)
    coroutine.send(None)
    source = coroutine.cr_await
    shown = type(source).__name__
    coroutine.throw(Mark(1))
    return shown, coroutine.cr_suspended


def second_consumer(number):
    async def work(source):
        return await anext(source)

    source = numbers(9)
    for _ in range(2):
        run(work(source))
    first = work(source)
    asked = first.send(None)
    running = source.ag_running, source.ag_suspended, source.ag_await is not None
    try:
        run(work(source))
    except RuntimeError as error:
        refused = str(error)
    return asked, running, refused, run(first), source.ag_running


async def raising(kind):
    yield 1
    raise kind("raised")


def stop_within(number):
    async def work():
        return [item async for item in raising((StopIteration, StopAsyncIteration)[number % 2])]

    return run(work())


def ended_one(number):
    async def work():
        source = numbers(1)
        seen = [item async for item in source]
        seen += [item async for item in source]
        await source.aclose()
        return seen, await anext(source, "default")

    return run(work())


def sent_values(number):
    async def echo():
        got = None
        while True:
            got = yield got
            if got == 3:
                await Ask("three")

    async def work():
        source = echo()
        seen = [await source.asend(None)]
        for value in range(5):
            seen.append(await source.asend(value))
        return seen

    return run(work(), ["answer"])


for action in (
    awaited_deeply, consumed, thrown_into_consumed, wrong_in_consumed, closed_while_consumed,
    awaiting_shown, second_consumer, stop_within, ended_one, sent_values,
):
    often(action)


# Managers


@contextmanager
def managed(log, *names, **options):
    log.append((names, options))
    try:
        yield len(log)
    except Mark as error:
        log.append(contexts(error))
    finally:
        log.append("left")


def managers(number):
    log = []
    with managed(log) as first, managed(log, "a", b=1) as second:
        log.append((first, second))
        raise Mark(1)
    try:
        with managed(log):
            raise KeyError(2)
    except KeyError as error:
        log.append((contexts(error), len(lines(error))))
    return log


@asynccontextmanager
async def managed_async(log):
    await Ask("enter")
    try:
        yield "value"
    except Mark as error:
        log.append(contexts(error))
    await Ask("exit")


def async_managers(number):
    log = []

    async def work():
        async with managed_async(log) as value:
            log.append(value)
            await Ask("within")
        return log

    return run(work(), [None, Mark(1)])


often(managers)
often(async_managers)


# Recursion, tracing, collection


def endless(depth):
    yield depth
    yield from endless(depth + 1)


def recursion(number):
    if number > 2:
        return None

    def direct(depth):
        for item in direct(depth + 1):
            yield item

    try:
        next(direct(0))
    except RecursionError as error:
        return str(error)


def traced(number):
    events = []

    def trace(frame, event, argument):
        if frame.f_code.co_name in ("catcher", "passing", "deep"):
            events.append((frame.f_code.co_name, event, frame.f_lineno))
            return trace

    if number % 100 == 99:
        sys.settrace(trace)
    try:
        generator = passing(catcher())
        next(generator)
        generator.throw(Mark(1))
        generator.close()
        run(deep(2), [0])
    finally:
        sys.settrace(None)
    return events


def collected(number):
    class Holder:
        pass

    def cyclic(holder):
        holder.generator = yield holder
        yield

    holder = Holder()
    for holder.item in cyclic(holder):
        break
    generator = cyclic(holder)
    next(generator)
    generator.send(generator)
    reference = weakref.ref(holder)
    del holder, generator
    if number % 100 == 0:
        gc.collect()
        return reference() is None


often(recursion)
often(traced)
often(collected)
print(unraisable)
