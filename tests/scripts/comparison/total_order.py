# Shows: classes with an order: sorting, min and max, comparison with others, chains.


class Version:
    def __init__(self, text):
        self.parts = tuple(map(int, text.split(".")))

    @staticmethod
    def _parts(other):
        if isinstance(other, Version):
            return other.parts
        if isinstance(other, str):
            return Version(other).parts
        return None

    def __eq__(self, other):
        parts = self._parts(other)
        return NotImplemented if parts is None else self.parts == parts

    def __lt__(self, other):
        parts = self._parts(other)
        return NotImplemented if parts is None else self.parts < parts

    def __le__(self, other):
        parts = self._parts(other)
        return NotImplemented if parts is None else self.parts <= parts

    def __gt__(self, other):
        parts = self._parts(other)
        return NotImplemented if parts is None else self.parts > parts

    def __hash__(self):
        return hash(self.parts)

    def __repr__(self):
        return ".".join(map(str, self.parts))


a, b, c = Version("1.2"), Version("1.10"), Version("1.2.0")
print(
    a < b, a > b, a <= a, a >= b, a == c, a != c, a == "1.2", "1.2" == a, "1.3" > a, a < "2",
    "0.1" < a, a == 5, a != None
)
print(
    sorted([b, a, c]), min(a, b, c), max([a, b]), a < b < "2.0", a < c < b,
    sorted([b, "1.5", a], key=lambda v: v if isinstance(v, Version) else Version(v)),
    sorted([b, "1.5", a])
)
print(
    {a: "x"}[Version("1.2")], len({a, b, c, Version("1.2")}), a in [b, "1.2"], [b, a].index("1.2"),
    (a, 1) < (b, 0), [a, b] == ["1.2", "1.10"]
)
for action in (
    lambda: a < 5, lambda: 5 > a, lambda: a <= None, lambda: sorted([a, 1]), lambda: max(a, 1.5),
    lambda: a < "x", lambda: a + b
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


class Reversed:
    def __init__(self, value): self.value = value
    def __lt__(self, other): return other.value < self.value


print(
    sorted("weft", key=Reversed), min("abc", key=Reversed),
    sorted([(1, "b"), (2, "a"), (1, "a")], key=lambda p: (p[0], Reversed(p[1])))
)
print(
    1 < 2 < 3 != 4 > 0 == 0, 1 < 3 < 2, 1 == 1 in [1, True], "a" < "b" < "c" != "",
    [] < [0] < [0, 0] < [1], (lambda x: 0 < x < 10)(5)
)
