# Shows: match on mappings and classes, __match_args__, and errors in them.
from collections import ChainMap, OrderedDict, defaultdict


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Plain:
    def __init__(self):
        self.size = 5


def describe(value):
    match value:
        case {"kind": "circle", "radius": radius}:
            return f"circle {radius}"
        case {"kind": str(kind), **rest}:
            return f"{kind} with {rest}"
        case {1: x, -2: y, None: z}:
            return f"keys {x} {y} {z}"
        case {"deep": {"a": [_, b]}}:
            return f"deep {b}"
        case {}:
            return "some mapping"
        case Point(0, 0):
            return "origin"
        case Point(x, y=0):
            return f"on x at {x}"
        case Point(x=a, y=b) if a == b:
            return "diagonal"
        case Point():
            return "a point"
        case Plain(size=int(n)):
            return f"plain {n}"
        case int(n) | float(n):
            return f"number {n}"
        case str(text):
            return f"text {text}"
        case list([a, b]) | tuple([a, b]):
            return f"two {a} {b}"
        case type():
            return "a class"
        case _:
            return "other"


for value in (
    {"kind": "circle", "radius": 2, "more": 1}, {"kind": "box", "w": 1},
    {1: "a", -2: "b", None: "c"}, {"deep": {"a": (1, 2)}}, {}, {"x": 1}, OrderedDict(a=1),
    defaultdict(list), ChainMap({"kind": "chain"}), Point(0, 0), Point(3, 0), Point(2, 2),
    Point(1, 2), Plain(), 5, True, 2.5, "t", [1, 2], (1, 2), [1], int, None, b"x"
):
    print(describe(value))


class NoArgs: pass
class BadArgs: __match_args__ = ["x"]
class BadItem: __match_args__ = (5,)
class Twice:
    __match_args__ = ("a", "a")
    a = 1
class Raises:
    __match_args__ = ("a",)
    @property
    def a(self): raise LookupError("property")


def attempt(source, **names):
    try:
        exec(f"match subject:\n case {source}: print('matched')\n case _: print('no match')", names)
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


attempt("NoArgs(1)", subject=NoArgs(), NoArgs=NoArgs)
attempt("BadArgs(1)", subject=BadArgs(), BadArgs=BadArgs)
attempt("BadItem(1)", subject=BadItem(), BadItem=BadItem)
attempt("Twice(1, 2)", subject=Twice(), Twice=Twice)
attempt("Twice(1, a=1)", subject=Twice(), Twice=Twice)
attempt("Raises(1)", subject=Raises(), Raises=Raises)
attempt("Point(1, 2, 3)", subject=Point(1, 2), Point=Point)
attempt("Point(z=3)", subject=Point(1, 2), Point=Point)
attempt("int(1, 2)", subject=1)
attempt("five(1)", subject=1, five=5)
attempt("{a.k: 1, a.k: 2}", subject={"x": 1}, a=type("A", (), {"k": "x"}))
attempt("undefined.name", subject=1)
attempt("bytearray(b'x') | dict() | set(x)", subject={1})
