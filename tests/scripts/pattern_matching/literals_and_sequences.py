# Shows: match on literals, values, alternatives, sequences and captures.
import math


class Colour:
    RED = 1
    GREEN = 2


def describe(value):
    match value:
        case None:
            return "none"
        case True | False:
            return "a bool"
        case 0 | 1 | -1:
            return "small"
        case 3.5 | -2.5:
            return "a float"
        case 1 + 2j:
            return "complex"
        case "a" "b" | b"ab":
            return "text"
        case Colour.GREEN:
            return "green"
        case math.pi:
            return "pi"
        case []:
            return "empty"
        case [x]:
            return f"one {x}"
        case [1, x, *rest] | (2, x, *rest):
            return f"starts {x} {rest}"
        case [first, *_, last] if first == last:
            return "same ends"
        case [[a, b], c]:
            return f"nested {a} {b} {c}"
        case [*_, "end"]:
            return "ends"
        case (x, y) as pair:
            return f"pair {pair}"
        case str() | bytes() as text:
            return f"text {text!r}"
        case _:
            return "other"


for value in (
    None, True, 0, 1, -1, 1.0, 3.5, 1 + 2j, "ab", b"ab", 2, math.pi, [], (), [5], (1, 9),
    [2, 8, 7, 6], "xyz", [4, 5, 4], [[1, 2], 3], (9, 8, "end"), [7, 8], range(2), range(0), {1, 2},
    {}, "", bytearray(b"q"), 99, iter([1]), [1, 2, 3]
):
    print(repr(value) if not hasattr(value, "__next__") else "iterator", "->", describe(value))


class Sequence:
    def __len__(self): return 2
    def __repr__(self): return "Sequence()"
    def __getitem__(self, index):
        return (7, 8)[index]


print(describe(Sequence()))
from collections import UserList, deque
from collections.abc import Sequence as AbstractSequence
AbstractSequence.register(Sequence)
print(describe(Sequence()), describe(deque([5])), describe(UserList([6])))
match 1, 2:
    case a, b:
        print(a, b)
match [1, [2, [3]]]:
    case [a, [b, [c]]]:
        print(a, b, c)
match "no case fits":
    case "something else":
        print("never")
match x := 5:
    case 5 if x > 3:
        print("guarded", x)
