# Shows: __slots__: no dict, unset slots, inheritance, conflicts and errors.


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Named(Point):
    __slots__ = ["name"]


class Open(Point):
    pass


class Mixed:
    __slots__ = ("a", "__dict__")


point = Point(1, 2)
print(
    point.x, point.y, hasattr(point, "__dict__"), Point.__slots__, type(Point.x).__name__,
    repr(Point.x)
)
named = Named(1, 2)
named.name = "n"
opened = Open(1, 2)
opened.z = 3
mixed = Mixed()
mixed.a, mixed.b = 1, 2
print(named.name, named.x, vars(opened), opened.x, vars(mixed), mixed.a)
del point.x
for action in (
    lambda: point.x, lambda: delattr(point, "x"), lambda: setattr(point, "z", 1), lambda: point.z,
    lambda: named.missing, lambda: setattr(named, "w", 1), lambda: delattr(point, "z"),
    lambda: vars(point), lambda: __import__("weakref").ref(point), lambda: Point.x.__get__(5),
    lambda: Point.y.__set__(mixed, 1), lambda: mixed.__weakref__,
    lambda: setattr(point, "__class__", Open), lambda: setattr(point, "__slots__", 1),
    lambda: type("X", (), {"__slots__": ("a",), "a": 1}), lambda: type("X", (), {"__slots__": 5}),
    lambda: type("X", (), {"__slots__": ["1a"]}), lambda: type("X", (), {"__slots__": [5]}),
    lambda: type("X", (int,), {"__slots__": ["a"]}), lambda: type("X", (Point, Mixed), {}),
    lambda: type("X", (), {"__slots__": ("__dict__", "__dict__")}),
    lambda: type("X", (Open,), {"__slots__": "__dict__"}),
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
Same = type("Same", (), {"__slots__": ("x", "y")})
point.__class__ = Same
print(type(point).__name__, point.y)


class Text:
    __slots__ = "only"


class Private:
    __slots__ = ("__hidden", "seen")
    def __init__(self): self.__hidden = 1


class Documented:
    __slots__ = {"width": "in pixels"}


class Empty(Point):
    __slots__ = ()


print(
    Text.__slots__, [name for name in vars(Private) if "hidden" in name], Documented.width.__doc__,
    hasattr(Empty(1, 2), "__dict__"), Private()._Private__hidden
)
class Shadow(Point):
    __slots__ = ("x",)
shadow = Shadow(5, 6)
print(shadow.x, hasattr(point, "x"), Point.x is Shadow.x)
