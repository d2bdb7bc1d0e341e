# Shows: locals(), globals() and vars(): snapshots in functions, the real table in modules.


def function(a, b=2):
    c = 3
    first = locals()
    d = 4
    second = locals()
    first["a"] = "changed"
    return first, second, a


print(function(1))


def cells(x):
    def inner():
        return x, sorted(locals())
    return inner(), sorted(locals())


print(cells(5))
globals()["made"] = "by globals()"
print(made, locals() is globals(), "made" in vars())
del globals()["made"]
try:
    made
except NameError as error:
    print(error)


class Body:
    x = 1
    locals()["y"] = 2
    print(sorted(name for name in locals() if not name.startswith("__")))


print(Body.y, [k for k in sorted(vars(Body)) if not k.startswith("__")])


def comprehension():
    outer = 1
    return [sorted(locals()) for inner in range(1)]


print(comprehension())


def with_exec():
    x = 1
    exec("x = 2; y = 3")
    print(x, "y" in locals())
    scope = {"x": 10}
    exec("x += 1; z = x", scope)
    return scope["x"], scope["z"], eval("x + 1"), eval("x + 1", {"x": 100}), eval("a + b", {"a": 1}, {"b": 2})


print(with_exec())
import sys
def frame_locals():
    x = 1
    view = sys._getframe().f_locals
    view["x"] = 42
    view["extra"] = "kept"
    return x, sys._getframe().f_locals["extra"], type(view).__name__, sorted(view)


print(frame_locals())
try:
    vars(5)
except TypeError as error:
    print(error)
