# Shows: slots through several classes: hidden ones, dicts that come back, layouts, defaults.
class A:
    __slots__ = ("a",)
    def __init__(self): self.a = 1


class B(A):
    __slots__ = ("b",)
    def __init__(self):
        super().__init__()
        self.b = 2


class WithDict(B):
    pass


class Weak(A):
    __slots__ = ("__weakref__",)


class EmptySlots:
    __slots__ = ()
    def hello(self): return "hello"


class Joined(A, EmptySlots):
    __slots__ = ("c",)


b, d, j = B(), WithDict(), Joined()
d.free = "dict"
print(b.a, b.b, d.a, d.b, vars(d), j.hello(), j.a, [cls.__name__ for cls in Joined.__mro__])
import weakref
w = Weak()
print(
    weakref.ref(w)() is w, hasattr(b, "__dict__"), hasattr(d, "__dict__"),
    [n for n in dir(b) if n in "abc"]
)
for action in (
    lambda: setattr(b, "c", 1), lambda: j.c, lambda: weakref.ref(b),
    lambda: type("X", (A, type("Y", (), {"__slots__": ("y",)})), {}),
    lambda: setattr(b, "__class__", A), lambda: B.a.__get__(b),
    lambda: A.a.__set__(EmptySlots(), 1)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


class Counter:
    __slots__ = ("count", "_log")
    total = 0
    def __init__(self): self.count, self._log = 0, []
    def up(self):
        self.count += 1
        Counter.total += 1
        self._log.append(self.count)
        return self
    @property
    def log(self): return tuple(self._log)


c = Counter().up().up()
print(c.count, c.log, Counter.total, sorted(Counter.__slots__))
del c.count
print(hasattr(c, "count"), getattr(c, "count", "unset"))
c.count = "any type"
print(
    c.count, Counter.count.__name__, Counter.count.__objclass__ is Counter,
    type(Counter.count).__name__
)
class Names:
    __slots__ = [f"n{i}" for i in range(5)]
n = Names()
for index, name in enumerate(Names.__slots__):
    setattr(n, name, index)
print(n.n0, n.n4, [getattr(n, name) for name in n.__slots__])
import copy
print(copy.copy(b).b, copy.deepcopy(n).n3)
