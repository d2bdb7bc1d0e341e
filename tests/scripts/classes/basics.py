# Shows: class bodies, instances, class and instance attributes, methods and what is bound.


class Counter:
    """Counts calls."""

    made = 0
    names = []

    def __init__(self, name):
        self.name = name
        self.count = 0
        Counter.made += 1
        self.names.append(name)

    def up(self, by=1):
        self.count += by
        return self

    @classmethod
    def fresh(cls):
        return cls("fresh")

    @staticmethod
    def add(a, b):
        return a + b

    def __repr__(self):
        return f"<{type(self).__name__} {self.name} {self.count}>"


first, second = Counter("a"), Counter.fresh()
print(
    first.up().up(5), second, Counter.made, first.names is second.names, first.names,
    Counter.add(1, 2), first.add(3, 4)
)
first.made = "own"
print(first.made, second.made, Counter.made, vars(first), vars(second))
del first.made
print(
    first.made, Counter.__name__, Counter.__qualname__, Counter.__doc__, Counter.__module__,
    Counter.__bases__, Counter.__mro__[-1], Counter.__dict__["made"]
)
method = first.up
print(
    method().count, method.__self__ is first, method.__func__ is Counter.up, method.__name__,
    Counter.up(first, 10).count, first.up == first.up, first.up is first.up, first.up == second.up
)
print(
    [key for key in vars(Counter) if not key.startswith("__")], isinstance(first, Counter),
    type(first) is Counter, first.__class__.__name__, hasattr(first, "up"), callable(first),
    getattr(first, "none", "default")
)
for action in (
    lambda: first.missing, lambda: Counter.missing, lambda: delattr(first, "missing"),
    lambda: delattr(Counter, "missing"), lambda: Counter(), lambda: first(), lambda: first.up(1, 2),
    lambda: first + 1, lambda: first[0], lambda: len(first), lambda: iter(first),
    lambda: first < second, lambda: -first, lambda: setattr(object(), "x", 1),
    lambda: setattr(int, "x", 1), lambda: first.up.x, lambda: setattr(first.up, "x", 1)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
first.__class__ = type("Other", (), {"__repr__": lambda self: "now other"})
print(first)
