# Shows: decorators for usual purposes: retrying, type checks, tracing, registering, once.
import functools


def retry(times, *kinds):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            for attempt in range(1, times + 1):
                try:
                    return function(*args, **kwargs)
                except kinds as error:
                    print(f"attempt {attempt}: {error}")
                    if attempt == times:
                        raise
        return wrapper
    return decorate


def typed(function):
    @functools.wraps(function)
    def wrapper(*args):
        for (name, kind), value in zip(function.__annotations__.items(), args):
            if not isinstance(value, kind):
                raise TypeError(f"{name} must be {kind.__name__}, not {type(value).__name__}")
        return function(*args)
    return wrapper


def traced(function, level=[0]):
    def wrapper(*args):
        print("  " * level[0] + f"{function.__name__}{args}")
        level[0] += 1
        try:
            result = function(*args)
        finally:
            level[0] -= 1
        print("  " * level[0] + f"-> {result}")
        return result
    return wrapper


def once(function):
    def wrapper(*args):
        if not hasattr(wrapper, "result"):
            wrapper.result = function(*args)
        return wrapper.result
    return wrapper


tries = []


@retry(3, ValueError, KeyError)
def unsteady(limit):
    "Fails at first."
    tries.append(1)
    if len(tries) < limit:
        raise ValueError(f"try {len(tries)}")
    return "worked"


@typed
def repeat(text: str, count: int) -> str: return text * count
@traced
def binomial(n, k): return 1 if k in (0, n) else binomial(n - 1, k - 1) + binomial(n - 1, k)
@once
def expensive(n): return print("computing") or n


print(unsteady(3), unsteady.__name__, unsteady.__doc__)
tries.clear()
try:
    unsteady(9)
except ValueError as error:
    print("gave up:", error)
print(repeat("ab", 2))
for arguments in (("ab", "2"), (5, 2)):
    try:
        repeat(*arguments)
    except TypeError as error:
        print(error)
binomial(3, 1)
print(expensive(5), expensive(6))


def add_methods(**methods):
    def decorate(cls):
        for name, method in methods.items():
            setattr(cls, name, method)
        return cls
    return decorate


@add_methods(double=lambda self: self.n * 2, text=property(lambda self: f"<{self.n}>"))
class Number:
    def __init__(self, n): self.n = n


print(Number(4).double(), Number(4).text)
