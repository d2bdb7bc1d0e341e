# Shows: namedtuple: fields, methods, defaults, renaming, subclasses, errors.
from collections import namedtuple

Point = namedtuple("Point", ["x", "y"])
p = Point(1, y=2)
print(
    p, p.x, p[1], p == (1, 2), p._asdict(), p._replace(x=5), Point._make([3, 4]), Point._fields,
    tuple(p), *p, hash(p) == hash((1, 2)), p + (3,), Point.__doc__, Point.x.__doc__,
    repr(Point.x)[:20]
)
Default = namedtuple("Default", "a b c", defaults=[2, 3])
print(
    Default(1), Default._field_defaults, namedtuple("R", "a def a _b", rename=True)._fields,
    namedtuple("E", "")(), namedtuple("C", "a, b  c")._fields, Default.__match_args__
)


class Named(Point):
    __slots__ = ()

    @property
    def length(self):
        return abs(self.x) + abs(self.y)

    def __str__(self):
        return f"({self.x}|{self.y})"


n = Named(3, -4)
print(
    n, repr(n), n.length, type(n._replace(x=1)).__name__, sorted([Point(2, 1), Point(1, 5)]),
    max(Point(1, 2), Point(1, 3))
)
x, y = n
match n:
    case Point(a, b):
        print(a, b, x, y)
for action in (
    lambda: Point(), lambda: Point(1), lambda: Point(1, 2, 3), lambda: Point(1, z=2),
    lambda: p._replace(z=1), lambda: setattr(p, "x", 5), lambda: p.z, lambda: Point._make([1]),
    lambda: namedtuple("X", "a a"), lambda: namedtuple("X", "def"), lambda: namedtuple("X", "_a"),
    lambda: namedtuple("1X", "a"), lambda: namedtuple("X", "a", defaults=[1, 2]),
    lambda: namedtuple("X", 5), lambda: namedtuple(), lambda: p["x"], lambda: delattr(p, "x"),
    lambda: setattr(p, "w", 1)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
print(
    Point.__module__, namedtuple("M", "a", module="elsewhere").__module__, Point.__new__.__name__,
    p.__getnewargs__(), Point.__slots__, hasattr(p, "__dict__")
)
