"""Thousands of generators under a random driver; the digest must be that of CPython.

As a rule it runs a few seeds; `driver.py FIRST LAST` runs others.
"""

import gc
import hashlib
import queue
import random
import sys
import threading
import weakref

digest = hashlib.sha256()
sys.unraisablehook = lambda event: note("unraisable", contexts(event.exc_value))


gc.disable()


class Mark(Exception):
    pass


LOG = open(sys.argv.pop(1), "w") if len(sys.argv) > 3 else None


def note(*facts):
    digest.update(repr(facts).encode())
    if LOG:
        print(*facts, file=LOG)


def leaf(name, limit):
    total = 0
    try:
        for number in range(limit):
            try:
                got = yield name, number, total
                total += got or 0
            except Mark as error:
                note("leaf caught", name, error.args, contexts(error))
                total -= 1
    finally:
        note("leaf ends", name, total, repr(sys.exception()))
    return total


def delegating(name, inner):
    try:
        result = yield from inner
        note("result", name, result)
    except Mark as error:
        note("caught", name, error.args)
        result = yield "caught", name
    except ValueError as error:
        note("value error", name, str(error))
        result = -1
    finally:
        note("ends", name)
    yield "last", name
    return result


def stubborn(name, inner):
    for _ in range(2):
        try:
            yield from inner
        except GeneratorExit:
            note("exit", name)
            if hash_of(name) % 3 == 0:
                yield "ignored", name
            raise
        except Mark:
            note("again", name)
            raise


def failing(name, inner):
    for item in inner:
        if item and hash_of(name) % 4 == 0:
            raise KeyError(name)
        got = yield item
        note("failing got", name, got)


def handling(name, inner):
    """Delegates while it handles an exception."""
    try:
        raise LookupError(name)
    except LookupError:
        try:
            result = yield from inner
        except Mark as error:
            note("in handler", name, contexts(error))
            if hash_of(name) % 2:
                raise OverflowError(name)
            result = yield "handled", name, repr(sys.exception())
    note("behind handler", name, repr(sys.exception()))
    return result


class Wrapped:
    """An iterator over a generator; some lack a method of generators."""

    def __init__(self, name, inner):
        self.name = name
        self.inner = inner
        if hash_of(name) % 3:
            self.throw = inner.throw
        if hash_of(name) % 5:
            self.close = inner.close

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.inner)

    def send(self, value):
        note("wrapped", self.name, value)
        return self.inner.send(value)


def indirect(name, inner):
    try:
        return (yield from Wrapped(name, inner))
    finally:
        note("indirect ends", name, repr(sys.exception()))


def hash_of(name):
    return name * 2654435761 >> 7 & 0xFFFF


KINDS = (delegating, delegating, stubborn, failing, handling, indirect)


def contexts(error):
    chain = []
    while error is not None and len(chain) < 12:
        chain.append(repr(error))
        error = error.__context__
    return chain


def remember(generator, name):
    note_death = lambda reference: dead.append(name)
    references[name] = weakref.ref(generator, note_death)
    return generator


references = {}
# Those that have died in this step: the order in which they do is free.
dead = []


class Worker(threading.Thread):
    """Runs one action after the other, so that generators move between threads."""

    def __init__(self):
        super().__init__(daemon=True)
        self.actions = queue.SimpleQueue()
        self.done = queue.SimpleQueue()
        self.start()

    def run(self):
        while True:
            action = self.actions.get()
            if action is None:
                return
            act(action)
            del action
            self.done.put(None)

    def do(self, action):
        self.actions.put(action)
        del action
        self.done.get()


def drive(seed, rounds):
    dice = random.Random(seed)
    alive = []
    for step in range(rounds):
        note("dead", sorted(map(str, dead)))
        dead.clear()
        choice = dice.random()
        if choice < 0.15 or len(alive) < 3:
            alive.append(remember(leaf(step, dice.randrange(1, 9)), step))
        elif choice < 0.32:
            inner = dice.choice(alive)
            for level in range(dice.choice((1, 1, 1, 2, 5, 30))):
                inner = dice.choice(KINDS)(step, inner)
            alive.append(remember(inner, step))
            del inner
        elif choice < 0.36:
            alive.pop(dice.randrange(len(alive)))
        elif choice < 0.362:
            gc.collect()
        elif choice < 0.37 and len(alive) > 40:
            first = dice.randrange(len(alive) - 30)
            for _ in range(dice.randrange(1, 30)):
                alive.pop(first)
        elif choice < 0.375:
            # A cycle, which only a collection ends.
            generator = knot(step)
            next(generator)
            generator.send(remember(generator, ("knot", step)))
            del generator
        else:
            generator = dice.choice(alive)
            if choice < 0.65:
                action = lambda: next(generator)
            elif choice < 0.82:
                action = lambda: generator.send(step)
            elif choice < 0.93:
                error = dice.choice((Mark(step), Mark, ValueError(step), StopIteration(step), GeneratorExit))
                action = lambda: generator.throw(error)
            else:
                action = generator.close
            if dice.random() < 0.1:
                dice.choice(workers).do(action)
            else:
                act(action)
            error = None
            del action
            note(
                generator.gi_running,
                generator.gi_suspended,
                generator.gi_frame and generator.gi_frame.f_lineno,
                getattr(generator.gi_yieldfrom, "__name__", None),
            )
            del generator
    while alive:
        alive.pop()
    gc.collect()
    note(sorted(map(str, references)), [key for key, reference in references.items() if reference()])
    references.clear()


def knot(name):
    me = yield
    try:
        yield me
    finally:
        note("knot ends", name, references[("knot", name)]() is None)


def act(action):
    try:
        note("gave", action())
    except BaseException as error:
        lines = []
        trace = error.__traceback__
        while trace is not None:
            lines.append(trace.tb_lineno)
            trace = trace.tb_next
        note("raised", type(error).__name__, str(error), contexts(error), lines)
        error.__traceback__ = error.__context__ = None


workers = [Worker() for _ in range(3)]
first, last = map(int, sys.argv[1:] or ("0", "30"))
for seed in range(first, last):
    drive(seed, 2_000)
    print(seed, digest.hexdigest()[:16])
for worker in workers:
    worker.actions.put(None)
    worker.join()
