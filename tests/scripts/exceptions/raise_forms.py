# Shows: raise with classes, instances, nothing, from, and things that are no exceptions.


def attempt(action):
    try:
        action()
    except BaseException as error:
        print(f"{type(error).__name__}: {error!s} {error.args} cause={error.__cause__!r} context={error.__context__!r} suppress={error.__suppress_context__}")


def raise_it(value, *cause):
    if cause:
        raise value from cause[0]
    raise value


attempt(lambda: raise_it(ValueError))
attempt(lambda: raise_it(ValueError("text", 5)))
attempt(lambda: raise_it(ValueError()))
attempt(lambda: raise_it(5))
attempt(lambda: raise_it(int))
attempt(lambda: raise_it("text"))
attempt(lambda: raise_it(None))
attempt(lambda: raise_it(ValueError, KeyError))
attempt(lambda: raise_it(ValueError, KeyError("k")))
attempt(lambda: raise_it(ValueError, None))
attempt(lambda: raise_it(ValueError, 5))
attempt(lambda: raise_it(ValueError, int))


class NeedsTwo(Exception):
    def __init__(self, a, b):
        super().__init__(a)


class NotException(Exception):
    def __new__(cls):
        return 5


attempt(lambda: raise_it(NeedsTwo))
attempt(lambda: raise_it(NeedsTwo(1, 2)))
attempt(lambda: raise_it(NotException))


def bare():
    raise


def again():
    try:
        1 / 0
    except ZeroDivisionError:
        raise


def chained():
    try:
        1 / 0
    except ZeroDivisionError:
        {}["k"]


def from_none():
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyError("clean") from None


def in_helper():
    try:
        1 / 0
    except ZeroDivisionError:
        bare()


for action in bare, again, chained, from_none, in_helper:
    attempt(action)
error = ValueError("w")
attempt(lambda: raise_it(error.with_traceback(None)))
for name, value in (
    ("__cause__", 5), ("__context__", 5), ("__traceback__", 5), ("args", 5),
    ("__suppress_context__", "x")
):
    try:
        setattr(error, name, value)
        print(name, "is set", getattr(error, name))
    except Exception as wrong:
        print(f"{type(wrong).__name__}: {wrong}")
attempt(lambda: error.with_traceback(5))
error.__cause__ = KeyError()
print(error.__suppress_context__, repr(error.__cause__))
