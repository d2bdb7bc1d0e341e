"""Thousands of generators under a random driver; the digest must be that of CPython."""

import gc
import hashlib
import random
import sys
import threading

digest = hashlib.sha256()
sys.unraisablehook = lambda event: note("unraisable", repr(event.exc_value))


gc.disable()


class Mark(Exception):
    pass


def note(*facts):
    digest.update(repr(facts).encode())


def leaf(name, limit):
    total = 0
    try:
        for number in range(limit):
            try:
                got = yield name, number, total
                total += got or 0
            except Mark as error:
                note("leaf caught", name, error.args, repr(error.__context__))
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


def hash_of(name):
    return name * 2654435761 >> 7 & 0xFFFF


KINDS = (delegating, delegating, stubborn, failing)


def drive(seed, rounds):
    dice = random.Random(seed)
    alive = []
    for step in range(rounds):
        choice = dice.random()
        if choice < 0.15 or len(alive) < 3:
            alive.append(leaf(step, dice.randrange(1, 9)))
        elif choice < 0.32:
            inner = dice.choice(alive)
            alive.append(dice.choice(KINDS)(step, inner))
        elif choice < 0.36:
            alive.pop(dice.randrange(len(alive)))
        elif choice < 0.362:
            gc.collect()
        elif choice < 0.37 and len(alive) > 40:
            for _ in range(dice.randrange(1, 30)):
                alive.pop()
        else:
            generator = dice.choice(alive)
            if choice < 0.65:
                action = lambda: next(generator)
            elif choice < 0.82:
                action = lambda: generator.send(step)
            elif choice < 0.93 or not generator.gi_suspended:
                action = lambda: generator.throw(Mark(step))
            else:
                action = generator.close
            if dice.random() < 0.01:
                thread = threading.Thread(target=act, args=(action,))
                thread.start()
                thread.join()
            else:
                act(action)
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


def act(action):
    try:
        note("gave", action())
    except BaseException as error:
        lines = []
        trace = error.__traceback__
        while trace is not None:
            lines.append(trace.tb_lineno)
            trace = trace.tb_next
        note("raised", type(error).__name__, str(error), repr(error.__context__), lines)


for seed in range(40):
    drive(seed, 2_000)
    print(seed, digest.hexdigest()[:16])
