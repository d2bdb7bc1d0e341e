# What list(), sorted() and others take out of an iterable at once.
import math

for text in ("", "abcab", "äbc€", "\U0001f600x\ud800"):
    for kind in (list, tuple, set, frozenset, sorted, dict.fromkeys, lambda t: list(reversed(t)), lambda t: [*t], lambda t: max(t, default=""), enumerate, lambda t: "-".join(t)):
        made = kind(text)
        print(ascii(sorted(made) if isinstance(made, (set, frozenset)) else list(made)))


class Text(str):
    def __iter__(self):
        return iter("xyz")


class Keys(set):
    def __iter__(self):
        return iter("uvw")


print(list(Text("abc")), tuple(Text("abc")), sorted(Keys({1})), list(Keys({1})), [*Keys({1})])
numbers = {5, 3, 1}
print(list(numbers) == [n for n in numbers], list(frozenset(numbers)) == [n for n in frozenset(numbers)])
print(math.prod([2.5, 2, 10**18]), math.prod([3, 4, 0.5]), math.prod([10**17, 1000, 2.0]), math.prod([True, 2, 1.5]), math.prod([]), math.prod([0, float("inf")]), math.prod([1.5], start=2), math.prod("ab" for _ in ()), math.fsum([0.1] * 10), math.fsum([1, 1e100, 1.0, -1e100]), math.fsum([True, 2]))
