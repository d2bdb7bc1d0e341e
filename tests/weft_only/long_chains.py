"""Delegation 100,000 deep, which other Pythons refuse, and the stack of what is suspended."""

import weft

DEPTH = 100_000


def level(inner):
    return (yield from inner) + 1


def bottom():
    total = 0
    for number in range(5):
        total += yield number
    return total


def chain(depth):
    generator = bottom()
    for _ in range(depth):
        generator = level(generator)
    return generator


generator = chain(DEPTH)
print(next(generator), [generator.send(value) for value in range(4)])
try:
    generator.send(10)
except StopIteration as stop:
    print(stop.value - DEPTH)

generator = chain(3_000)
next(generator)
stack = weft.stack_of(generator)
print(len(stack), stack[0].f_code.co_name, stack[-1].f_code.co_name)
del stack
print(generator.close(), generator.gi_frame)

generator = chain(DEPTH)
next(generator)
try:
    generator.throw(KeyError("deep"))
except KeyError as error:
    print(repr(error))

generator = chain(DEPTH)
next(generator)
del generator
print("dropped")
generator = chain(DEPTH)
del generator
print("dropped before the start")


class Pause:
    def __await__(self):
        return (yield "paused")


async def awaiting(depth_left):
    if depth_left:
        return await awaiting(depth_left - 1) + 1
    await Pause()
    return 0


coroutine = awaiting(500)
print(coroutine.send(None), len(weft.stack_of(coroutine)))
try:
    coroutine.send(None)
except StopIteration as stop:
    print(stop.value)


async def top():
    await middle()


async def middle():
    sorted([1], key=lambda item: weft.wait(Pause()))


coroutine = top()
print([frame.f_code.co_name for frame in weft.stack_of(coroutine)])
coroutine.send(None)
print([frame.f_code.co_name for frame in weft.stack_of(coroutine)[:2]])
coroutine.close()
print(weft.stack_of(coroutine))
for thing in (5, None, []):
    try:
        weft.stack_of(thing)
    except TypeError as error:
        print(error)
