# Shows: partial, partialmethod, wraps, reduce, total_ordering, cmp_to_key.
import functools
from functools import cmp_to_key, partial, partialmethod, reduce, total_ordering, wraps

p = partial(print, "first", sep="-", end="!\n")
p("second")
p("third", sep="+")
print(
    p.func is print, p.args, p.keywords, partial(partial(int, base=2))("101"),
    repr(partial(int, "5", base=6)), partial(partial(max, 1), 5)(3)
)
p.attribute = 5
print(p.attribute, vars(p), partial(lambda *a, **k: (a, k), 1, x=2)(3, x=4, y=5))


class Cell:
    def set_state(self, state, note=""): self.state = state, note
    alive = partialmethod(set_state, True)
    noted = partialmethod(set_state, note="noted")


c = Cell()
c.alive()
print(c.state)
c.noted("s")
print(c.state)


def logged(function):
    @wraps(function)
    def wrapper(*args):
        "wrapper doc"
        return f"<{function(*args)}>"
    return wrapper


@logged
def greet(name: str) -> str:
    """Greets."""
    return "hi " + name


print(greet("x"), greet.__name__, greet.__doc__, greet.__wrapped__("y"), greet.__annotations__)
print(
    reduce(lambda a, b: a + b, [1, 2, 3]), reduce(max, [3, 9, 2], 5),
    reduce(lambda a, b: f"({a}{b})", "abc"), reduce(None, [], "initial"), reduce(None, [5])
)


@total_ordering
class Version:
    def __init__(self, n): self.n = n
    def __eq__(self, other): return self.n == other.n
    def __lt__(self, other): return self.n < other.n if isinstance(other, Version) else NotImplemented


print(
    Version(1) <= Version(1), Version(2) > Version(1), Version(1) >= Version(2),
    sorted("bca", key=cmp_to_key(lambda a, b: ord(b) - ord(a)))
)
for action in (
    lambda: partial(), lambda: partial(5), lambda: reduce(lambda a, b: a, []),
    lambda: reduce(max, 5), lambda: reduce(max), lambda: Version(1) <= 5,
    lambda: total_ordering(type("X", (), {})), lambda: cmp_to_key(5) < 1,
    lambda: cmp_to_key(max)(1) < 5, lambda: partial(int, "x")(), lambda: functools.nothing,
    lambda: partial(len)(1, 2), lambda: hash(cmp_to_key(max)(1))
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
