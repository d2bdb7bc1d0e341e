# Shows: pickle of data and instances, with own reductions, and what cannot be pickled.
import pickle
from collections import Counter, OrderedDict, namedtuple
from dataclasses import dataclass, field
from enum import Enum


class Colour(Enum):
    RED = 1


Point = namedtuple("Point", "x y")


@dataclass
class Item:
    name: str
    tags: list = field(default_factory=list)


class State:
    def __init__(self): self.kept, self.dropped = [1, 2], lambda: "not picklable"
    def __getstate__(self): return {"kept": self.kept}
    def __setstate__(self, state): self.kept, self.dropped = state["kept"], "restored"


class Slotted:
    __slots__ = ("a", "b")
    def __init__(self, a): self.a = a


class Reduced:
    def __init__(self, a): self.a = a
    def __reduce__(self): return Reduced, (self.a * 2,)


class Args:
    def __new__(cls, a, b=0):
        self = super().__new__(cls)
        self.sum = a + b
        return self
    def __getnewargs__(self): return (self.sum,)


values = [
    None, True, 5, -(2**70), 1.5, 2j, "text é😀", b"bytes", bytearray(b"ba"), (1, (2,)), [1, [2]],
    {"a": {1: 2}}, {3}, frozenset([4]), range(5), slice(1, 2), ..., NotImplemented, int, len,
    Counter("aab"), OrderedDict(a=1), Point(1, 2), Colour.RED, Item("n", ["t"]), ValueError("e", 1),
    print, str.upper
]
for protocol in range(6):
    again = pickle.loads(pickle.dumps(values, protocol))
    print(
        protocol, [a == b for a, b in zip(values, again)].count(False), again[23] is Colour.RED,
        repr(again[25])
    )
s = pickle.loads(pickle.dumps(State()))
print(
    s.kept, s.dropped, pickle.loads(pickle.dumps(Slotted(5))).a,
    pickle.loads(pickle.dumps(Reduced(5))).a, pickle.loads(pickle.dumps(Args(1, 2))).sum
)
loop = [1]
loop.append(loop)
table = {"loop": loop, "same": loop}
again = pickle.loads(pickle.dumps(table))
print(again["loop"] is again["same"], again["loop"][1] is again["loop"], again)
class Local: ...
del globals()["Local"]
for action in (
    lambda: pickle.dumps(lambda: 1), lambda: pickle.dumps(n for n in ()), lambda: pickle.loads(b""),
    lambda: pickle.loads(b"garbage"), lambda: pickle.loads("text"), lambda: pickle.dumps(5, 99),
    lambda: pickle.loads(b"cno_module\nname\n."), lambda: pickle.loads(pickle.dumps([1])[:-1])
):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, str(error)[:60].partition(" at 0x")[0])
