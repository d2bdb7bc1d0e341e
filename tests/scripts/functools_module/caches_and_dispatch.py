# Shows: lru_cache, cache, cached_property, singledispatch and singledispatchmethod.
from functools import cache, cached_property, lru_cache, singledispatch, singledispatchmethod


@lru_cache(maxsize=2)
def square(n):
    print("computing", n, end="; ")
    return n * n


print(square(2), square(2), square(3), square(2), square(4), square(3), square.cache_info())
square.cache_clear()
print(square.cache_info(), square.cache_parameters(), square.__wrapped__(5), square.__name__)


@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(100), fib.cache_info())


@lru_cache(typed=True)
def typed(*args, **kwargs):
    return args, kwargs


print(typed(1), typed(1.0), typed(True), typed(a=1, b=2), typed(b=2, a=1), typed.cache_info())


class Data:
    computed = 0

    @cached_property
    def total(self):
        """The total."""
        Data.computed += 1
        return 42

    @lru_cache
    def method(self, n):
        return n


d = Data()
print(
    d.total, d.total, Data.computed, vars(d), Data.total.__doc__, d.method(1),
    Data.method.cache_info().currsize
)
del d.total
print(d.total, Data.computed)


@singledispatch
def show(value, note=""):
    return f"object {value}"


@show.register
def _(value: int, note=""):
    return f"int {value}"


@show.register(list)
@show.register(tuple)
def sequence(value, note=""):
    return f"sequence {len(value)} {note}"


show.register(type(None), lambda value: "nothing")
print(
    show(1.5), show(5), show(True), show([1], note="n"), show((1, 2)), show(None),
    show.dispatch(bool)(7), sorted(cls.__name__ for cls in show.registry)
)


class Formatter:
    @singledispatchmethod
    def format(self, value): return "any"

    @format.register
    def _(self, value: str): return f"str {value}"

    @format.register
    @classmethod
    def _(cls, value: int): return f"{cls.__name__} int"


print(Formatter().format(1.5), Formatter().format("s"), Formatter().format(5))
class Slotted:
    __slots__ = ()
    @cached_property
    def x(self): return 1
for action in (
    lambda: square([]), lambda: show(), lambda: lru_cache(maxsize="x"), lambda: Slotted().x,
    lambda: show.register(5), lambda: show.register("int", len), lambda: square(), lambda: fib("a")
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
