# Shows: operations that have a short way in the machine, at the borders of that way.
import math
import struct
from decimal import Decimal


def show(*actions):
    for action in actions:
        try:
            print(repr(action()))
        except Exception as error:
            print(f"{type(error).__name__}: {error}")


class Key:
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return hash(self.name)

    def __eq__(self, other):
        print("eq", self.name, end="; ")
        return self.name == getattr(other, "name", other)


class Name(str):
    pass


one, minus = 1, -1
print("displays")
show(
    lambda: {"a": 1, "b": 2, "a": 3}, lambda: {one: 1, True: 2, 1.0: 3}, lambda: {minus: 1, -2: 2, minus: 3},
    lambda: {"a": 1, Key("a"): 2}, lambda: {Name("a"): 1, "a": 2}, lambda: {(1, 2): 1, (1, 2): 2},
    lambda: {0: 0, 8: 1, 16: 2, 24: 3, 32: 4}, lambda: {n: n for n in (5, 3, -1, 1 << 70, -(1 << 61))},
    lambda: {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "g": 7, "h": 8, "i": 9, "j": 10},
    lambda: {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "g": 7, "h": 8, "i": 9, "j": 10, "k": 11},
    lambda: {[]: 1}, lambda: {"a": 1, [] and 1 or (): 2}, lambda: {**{"a": 1}, "a": 2, **{"b": 3}},
    lambda: {3, 1, 2, 3, True}, lambda: {*"abca"} == set("abc"), lambda: {*5}, lambda: {1, 2, *{"x": 1}},
    lambda: [*(1, 2), *[3], *range(2)], lambda: (*[1], 2), lambda: [*5],
)
grown = {"a": 1, "b": 2}
for letter in "cdefgh":
    grown[letter] = letter
del grown["a"]
print(grown, list(grown.values()), dict(grown) == grown, list(dict(grown)))
emptied = {"x": 1}
del emptied["x"]
emptied.update(grown)
print(emptied, dict(zip("ab", [1, 2])), dict([("a", 1), ("a", 2)], b=3))
show(lambda: dict([(1, 2, 3)]), lambda: dict([1]), lambda: dict([[1, 2]]), lambda: dict(["ab"]), lambda: dict(5))


def keywords(a=0, *, b=0, **rest):
    return a, b, rest


show(
    lambda: keywords(c=1, d=2), lambda: keywords(c=1, b=2), lambda: keywords(1, a=2), lambda: keywords(**{"c": 1, "e": 2}),
    lambda: keywords(**{Name("c"): 1}), lambda: keywords(**{5: 1}), lambda: keywords(**{"c": 1}, c=2),
)
print("iteration")
numbers = {n: -n for n in range(5)}
iterator = iter(numbers.values())
print(next(iterator), next(iterator), iterator.__length_hint__(), list(iterator), list(iterator))
iterator = iter(numbers)
next(iterator)
numbers[9] = 9
show(lambda: next(iterator), lambda: next(iterator))
numbers.clear()
show(lambda: list(iter(numbers)))


class Pair(tuple):
    def __iter__(self):
        return iter("xy")


(a, b), (c, d) = Pair((1, 2)), type("Plain", (tuple,), {})((3, 4))
print(a, b, c, d)
show(lambda: [x for x, y in [(1, 2, 3)]], lambda: list(map(lambda a, b: a * b, [1, 2, 3], (4, 5))), lambda: list(map(str, [1, None])))
same = [1, 2]
same.extend(same)
print(same, [same, 0] * 2 == [same, 0, same, 0], [0] * -1, [1, 2] * True, list((1,)), tuple([2]), list(same) is same)
print("text")
show(
    lambda: "a\nb\r\nc\rd\x0be\x0cf\x1cg\x1dh\x1ei\x85j\u2028k".splitlines(), lambda: ("x" * 40 + "\r\n" + "y" * 15 + "\x1f\n").splitlines(True),
    lambda: "\n\r".splitlines(), lambda: "a,b,,c,".split(","), lambda: "a,b,c".split(",", 1), lambda: ",".split(","),
    lambda: "é,è,".split(","), lambda: " a  b ".split(None, 1), lambda: "abc".startswith(""), lambda: "".startswith("a"),
    lambda: "aé".endswith("é"), lambda: "abc".startswith(("x", "ab")), lambda: "abc".startswith("b", 1), lambda: "abc".endswith(5),
    lambda: "a-b-c".replace("-", "é"), lambda: "é-b".replace("é", "e"), lambda: "aaa".replace("a", "b", 2), lambda: "ab" * 3,
    lambda: "é" * 2, lambda: "" * 5, lambda: "a" * 0, lambda: len("ab" * 40_000), lambda: "%d %s %d|%5d|%-5s|" % (5, 6, -7, 8, "x"),
    lambda: "%s %d" % (1,), lambda: "%d" % "x", lambda: "%d" % 2.7, lambda: "%40s|" % "é", lambda: f"{'é':>5}|{'ab':^7}|{'abc':.2}|{'x':*<4}|{'x':é<3}",
    lambda: f"{True:5}|{5:08.3f}|{-5:+,}|{1234567:_}|{12:>40}|{3:0=5}", lambda: f"{'x':5d}", lambda: f"{Name('ab'):>4}",
    lambda: bytes(range(20)).hex(), lambda: b"".hex(), lambda: b"abc".hex(":"), lambda: b"abcd".hex("-", 2), lambda: b"abc".hex("é"),
    lambda: str(b"ab", "ascii"), lambda: str(5, "ascii"), lambda: str(), lambda: str(object=5), lambda: int("12", base=8), lambda: int(),
)
print("numbers")
huge = 1 << 100
show(
    lambda: [(x // y, x % y) for x in (huge, -huge, huge + 1, -huge - 1, 7 << 62) for y in (3, -3, huge - 1, 1 - huge)],
    lambda: huge // 0, lambda: huge % 0, lambda: [huge >> n for n in (1, 99, 100, 126, 127, 128, 1 << 70)],
    lambda: [-huge >> n for n in (1, 100, 127, 200)], lambda: huge >> -1, lambda: (1 << 127) * 2, lambda: -(1 << 127) // -1,
    lambda: [hash(n) for n in (-1, -2, -(1 << 61), 1 - (1 << 61), (1 << 61) - 1, 1 << 61)], lambda: 0xFFFFFFFFFFFFFFFF & huge - 1,
    lambda: [math.gcd(x, y) for x in (0, 12, -huge, huge * 9) for y in (0, 18, huge * 6, -(1 << 200))], lambda: math.gcd(), lambda: math.gcd(6),
    lambda: math.gcd(1.5), lambda: math.gcd(a=1), lambda: math.lcm(4, -6, huge), lambda: math.lcm(), lambda: math.gcd(12, 18, 27),
    lambda: list(range(5)), lambda: range(-3), lambda: range(2**70), lambda: range(0, 10, 0), lambda: range(1.5), lambda: len(range(10, 0, -3)),
    lambda: struct.pack("<bBhHiIqQ", -1, 255, -2, 65535, -3, 2**32 - 1, -4, 2**64 - 1).hex(), lambda: struct.pack(">hI", -2, 7).hex(),
    lambda: struct.pack("b", 128), lambda: struct.pack("B", -1), lambda: struct.pack("<Q", -1), lambda: struct.pack("<q", 2**63),
    lambda: struct.unpack("<bhiq", bytes([255] * 15)), lambda: struct.unpack(">BHIQ3s", bytes(range(18))), lambda: struct.pack("3i", 1, 2),
    lambda: Decimal(1) / Decimal(7), lambda: Decimal(10**30) / 3, lambda: Decimal("123456789.5").quantize(Decimal("1")),
    lambda: Decimal("2.675").quantize(Decimal("0.01")), lambda: Decimal("1E+40") / Decimal("3E-40"), lambda: Decimal(6) / 3, lambda: +Decimal("9" * 35),
    lambda: Decimal(Decimal("1.50")), lambda: Decimal("x"), lambda: Decimal(None), lambda: sum([Decimal("0.1")] * 10) == 1,
)
print("classes")
show(
    lambda: enumerate(5), lambda: list(enumerate("ab", 5)), lambda: enumerate(), lambda: tuple(5), lambda: tuple(1, 2), lambda: list(1, 2), lambda: list(iterable=()),
    lambda: ValueError(1, 2).args, lambda: ValueError(a=1), lambda: OSError(2, "x").errno, lambda: object(1), lambda: type("a", (), {})(1),
    lambda: float("1.5"), lambda: bool([]), lambda: frozenset([1]), lambda: bytes(3), lambda: bytearray(b"ab"), lambda: complex(1, 2), lambda: slice(1),
    lambda: reversed([1, 2]).__length_hint__(), lambda: type(5), lambda: type("X", (), {}).__name__, lambda: dict(a=1),
)


class Late(ValueError):
    def __new__(cls, *args):
        return super().__new__(cls, "from new")


print(Late(1, 2).args, Late("from new").args)
