# Shows: generators in simple use: next, for, return values, laziness, expressions, state.


def count(limit):
    print("started", end=" ")
    for n in range(limit):
        yield n
    print("finished", end=" ")
    return "result"


g = count(2)
print(type(g).__name__, g.__name__, g.gi_running, g.gi_frame is not None, iter(g) is g)
print(next(g), next(g))
try:
    next(g)
except StopIteration as stop:
    print("value:", stop.value)
print(next(g, "nothing left"), g.gi_frame, list(g))


def average():
    total = n = 0
    result = None
    while True:
        value = yield result
        total, n = total + value, n + 1
        result = total / n


a = average()
print(next(a), a.send(10), a.send(20), a.send(0))
a.close()
print(list(a))


def delegating():
    result = yield from count(2)
    print("got", result, end=" ")
    yield from "ab"
    yield from [n * n for n in range(2)]


print(list(delegating()))


def tree(node):
    if node:
        left, value, right = node
        yield from tree(left)
        yield value
        yield from tree(right)


print(
    list(tree(((None, 1, None), 2, ((None, 3, None), 4, None)))),
    sum(n for n in range(10) if n % 2), list(zip(count(1), count(3)))
)


def careful():
    try:
        yield 1
        yield 2
    except ValueError as error:
        yield f"caught {error}"
    finally:
        print("cleanup", end=" ")


c = careful()
print(next(c), c.throw(ValueError("thrown")), next(c, "end"))
c = careful()
next(c)
c.close()
print()
for action in (
    lambda: count(1).send(5), lambda: count(1).throw(KeyError("k")), lambda: count(),
    lambda: count(1)[0], lambda: len(count(1)), lambda: next(careful(), 1, 2),
    lambda: count(1).throw(5), lambda: (n for n in 5), lambda: list(1 // n for n in (1, 0)),
    lambda: count(1) + count(2)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


def stops():
    yield 1
    raise StopIteration("inside")


try:
    list(stops())
except RuntimeError as error:
    print(error, repr(error.__cause__))


def reenter():
    yield next(me)


me = reenter()
try:
    next(me)
except ValueError as error:
    print(error)
