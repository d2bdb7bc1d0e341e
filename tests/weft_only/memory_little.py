# Shows: native functions that make many small objects, deep recursion and callbacks use up all
# memory, and the script goes on: none of them ends the process.
import os
import resource
import sys
import weakref

if len(sys.argv) == 1:
    # The limit holds from the start of a process on.
    resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000))
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, __file__, "limited"])

import array
import asyncio

sys.setrecursionlimit(10**9)


def splitting():
    return ("ab " * 10_000_000).split()


def splitting_at():
    return ("ab " * 10_000_000).split(" ")


def array_items():
    return (array.array("q", [1 << 62]) * 10_000_000).tolist()


def recursing(number=0):
    return recursing(number + 1)


def recursing_in_finally(number=0):
    try:
        return recursing_in_finally(number + 1)
    finally:
        number = [number]


def coroutines():
    async def coroutine():
        pass

    made = []
    try:
        return list(map(lambda _: made.append(coroutine()), range(10**8)))
    finally:
        while made:
            made.pop().close()


def weak_references():
    class Node:
        pass

    node = Node()
    references, told = [], []
    try:
        while True:
            references.append(weakref.ref(node, told.append))
    finally:
        del node


def waiting_callbacks():
    loop = asyncio.new_event_loop()
    try:
        while True:
            loop.call_soon(print)
    finally:
        loop._ready.clear()
        loop.close()


def attempt(work):
    try:
        return type(work()).__name__
    except MemoryError:
        return "MemoryError"


for work in (splitting, splitting_at, array_items, recursing, recursing_in_finally, coroutines,
             weak_references, waiting_callbacks, splitting, recursing):
    print(work.__name__, attempt(work), sum([1] * 1000), flush=True)
