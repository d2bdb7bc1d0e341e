# Shows: closures share their variables; nonlocal; cells that are empty; late binding.


def counter():
    count = 0

    def up():
        nonlocal count
        count += 1
        return count

    def down():
        nonlocal count
        count -= 1
        return count

    return up, down


up, down = counter()
print(up(), up(), down(), up.__closure__[0] is down.__closure__[0], up.__closure__[0].cell_contents)
other, _ = counter()
print(other(), up())


def late():
    def inner():
        return value

    try:
        inner()
    except NameError as error:
        print(type(error).__name__, error)
    value = "set"
    print(inner())
    del value
    try:
        inner()
    except NameError as error:
        print(error)
    try:
        value
    except UnboundLocalError as error:
        print(type(error).__name__, error)
    return inner


inner = late()
try:
    inner.__closure__[0].cell_contents
except ValueError as error:
    print(error)
inner.__closure__[0].cell_contents = "from outside"
print(inner(), inner.__code__.co_freevars, late.__code__.co_cellvars)


def deep(a):
    def middle(b):
        def bottom(c):
            nonlocal a
            a += 1
            return a, b, c
        return bottom
    return middle


bottom = deep(1)(2)
print(bottom(3), bottom(4), [f(0) for f in [(lambda m: lambda n: (m, n))(m) for m in range(2)]])


def recursive(n):
    fact = lambda k: 1 if k < 2 else k * fact(k - 1)
    return fact(n)


def parameters(a, *b, **c):
    def show():
        return a, b, c
    a = "rebound"
    return show


print(recursive(10), parameters(1, 2, d=3)())
import types
cell = types.CellType(5)
print(
    cell.cell_contents, types.CellType(1) == types.CellType(1),
    types.CellType(1) < types.CellType(2), repr(types.CellType())[-7:]
)
