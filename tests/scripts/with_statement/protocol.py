# Shows: the with statement: order, exceptions that are swallowed, and missing methods.


class Manager:
    def __init__(self, name, swallow=False, fail=""):
        self.name, self.swallow, self.fail = name, swallow, fail

    def __enter__(self):
        print("enter", self.name)
        if "enter" in self.fail:
            raise ValueError(f"{self.name} fails to enter")
        return self.name

    def __exit__(self, kind, value, traceback):
        print("exit", self.name, kind and kind.__name__, value, traceback is not None)
        if "exit" in self.fail:
            raise RuntimeError(f"{self.name} fails to exit")
        return self.swallow


with Manager("a") as a, Manager("b") as b:
    print(a, b)
with (
    Manager("c") as c,
    Manager("d"),
):
    print(c)
with Manager("swallows", swallow=True):
    raise KeyError("gone")
try:
    with Manager("outer"), Manager("inner", fail="exit"):
        raise KeyError("first")
except RuntimeError as error:
    print(error, "| context:", repr(error.__context__))
try:
    with Manager("one"), Manager("two", fail="enter"):
        print("never")
except ValueError as error:
    print(error)


def returns():
    with Manager("r"):
        return "value"


def loops():
    for n in range(3):
        with Manager(n):
            if n == 0:
                continue
            break
    return n


print(returns(), loops())
with Manager("swallows all", swallow=1) as x, Manager("breaks", fail="exit"):
    pass
with Manager("pair") as (p, *q):
    print(p, q)
box = {}
with Manager("target") as box["k"]:
    print(box)


class OnlyEnter:
    def __enter__(self): ...


class OnlyExit:
    def __exit__(self, *args): ...


class AsyncOnly:
    async def __aenter__(self): ...
    async def __aexit__(self, *args): ...


class OnInstance: pass


on_instance = OnInstance()
on_instance.__enter__ = on_instance.__exit__ = lambda *args: None
for manager in (OnlyEnter(), OnlyExit(), AsyncOnly(), on_instance, 5, None, open):
    try:
        with manager:
            print("never")
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
