"""Chains of generators that delegate, whose members are also resumed by themselves."""


def numbers(name, count):
    for number in range(count):
        got = yield f"{name}{number}"
        if got is not None:
            print("   ", name, "got", got)
    return f"{name} ended"


def outer(name, inner):
    result = yield from inner
    print("   ", name, "has", result)
    yield f"{name} after"
    return f"{name} result"


def step(generator, value=None):
    try:
        print(generator.send(value))
    except BaseException as error:
        print(type(error).__name__, error.args)


def three(count):
    inner = numbers("n", count)
    middle = outer("middle", inner)
    return outer("top", middle), middle, inner


print("the innermost by itself")
top, middle, inner = three(4)
step(top)
step(inner, 5)
step(top, 6)
step(inner)
step(inner)
step(top)
step(top)
step(top)
step(top)

print("the middle by itself")
top, middle, inner = three(3)
step(top)
step(middle, 1)
step(top, 2)
step(middle)
step(middle)
step(top)
step(top)

print("in turns")
top, middle, inner = three(9)
for generator in (top, middle, inner, top, inner, middle, top, middle, inner, top, top, top):
    step(generator, None)

print("started before it is delegated to")
inner = numbers("s", 4)
step(inner)
middle = outer("middle", inner)
step(middle)
top = outer("top", middle)
step(top)
step(middle)
step(top)

print("two outer ones on one inner one")
inner = numbers("t", 5)
left, right = outer("left", inner), outer("right", inner)
for generator in (left, right, left, inner, right, left, right, left, left, right, right):
    step(generator)

print("outer ones on an ended one")
left, right = outer("left", inner), outer("right", inner)
step(left)
step(right)

print("re-entry")


def knot():
    yield 1
    try:
        yield from tied
    except ValueError as error:
        print("   ", error)
    yield 2
    try:
        next(top)
    except ValueError as error:
        print("   ", error)
    try:
        top.send(1)
    except ValueError as error:
        print("   ", error)
    try:
        top.throw(KeyError)
    except ValueError as error:
        print("   ", error)
    try:
        top.close()
    except ValueError as error:
        print("   ", error)
    yield 3


tied = knot()
top = outer("top", tied)
for _ in range(5):
    step(top)

print("two that delegate to each other")


def to(name):
    yield name
    yield from pair[name]


pair = {}
a, b = to("a"), to("b")
pair["a"], pair["b"] = b, a
for generator in (a, b, a, b, a):
    step(generator)

print("values sent down, values given back")


def adder(depth):
    if depth:
        return (yield from adder(depth - 1)) + 1
    total = 0
    while (value := (yield total)) is not None:
        total += value
    return total


generator = adder(50)
print(next(generator), [generator.send(value) for value in range(10)])
step(generator)

print("recursion that grows while it runs")


def growing(depth):
    yield depth
    if depth < 6:
        yield from growing(depth + 1)
        yield -depth


print(list(growing(0)))

print("delegation in every kind of place")


def places():
    try:
        yield (yield from numbers("try", 1))
    finally:
        yield [(yield from numbers("list", 1)), (yield from numbers("second", 1))]
    for item in (yield from numbers("for", 1)).split():
        yield item
    with open(__file__) as file:
        yield from (len(line) for line in file.readlines()[:2])
    return sum([1, *(yield from iter_pair())])


def iter_pair():
    yield "pair"
    return (2, 3)


generator = places()
while True:
    try:
        print(next(generator), end=" ")
    except StopIteration as stop:
        print(stop.value)
        break
