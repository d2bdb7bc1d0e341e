# Shows: enumerate, zip, map, filter and reversed: laziness, strictness, ends, and errors.


def log(items):
    for item in items:
        print(f"<{item}>", end=" ")
        yield item


print(
    list(enumerate("ab")), list(enumerate("ab", start=10)), list(enumerate([], 5)),
    next(enumerate("x", 2**100)), list(enumerate("ab", -1))
)
print(
    list(zip("abc", [1, 2])), list(zip()), list(zip("a")), list(zip("ab", "cd", strict=True)),
    list(zip(*[(1, 2), (3, 4)]))
)
print(
    list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])),
    list(map(pow, [2, 3], [3, 2])), list(filter(None, [0, 1, "", "a", []])),
    list(filter(lambda n: n % 2, range(5)))
)
print(
    list(reversed("abc")), list(reversed(range(3))), list(reversed((1, 2))),
    list(reversed({"a": 1, "b": 2})), list(reversed(bytes(2)))
)
lazy = map(print, [1, 2])
next(lazy)
print(list(zip(log("ab"), log("x"))), list(zip(log("x"), log("ab"))))
pairs = zip([1, 2, 3], iter("ab"))
print(next(pairs), list(pairs), next(pairs, "end"), type(pairs).__name__, iter(pairs) is pairs)
for action in (
    lambda: list(zip("ab", "c", strict=True)), lambda: list(zip("a", "bc", strict=True)),
    lambda: list(zip("a", "b", "", strict=True)), lambda: list(zip("a", "b", "cd", strict=True)),
    lambda: zip("a", 5), lambda: zip("a", wrong=1), lambda: enumerate(5),
    lambda: enumerate("a", "b"), lambda: enumerate(), lambda: enumerate("a", begin=1),
    lambda: map(str), lambda: map(), lambda: list(map(5, [1])),
    lambda: list(map(str, [1], [2], [3], [4])), lambda: map(str, 5), lambda: filter(None),
    lambda: filter(None, 5), lambda: list(filter(lambda: 1, [1])), lambda: list(filter(5, [1])),
    lambda: list(map(lambda n: 1 // n, [1, 0])), lambda: len(zip("a")), lambda: zip("a")[0],
    lambda: reversed(zip()), lambda: list(map(len, [[], 5])),
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


class Doubled(map):
    def __new__(cls, items):
        return super().__new__(cls, lambda n: n * 2, items)


print(
    list(Doubled([1, 2])), [f"{i}{a}{b}" for i, (a, b) in enumerate(zip("ab", "cd"))],
    dict(enumerate("ab")), max(enumerate([3, 9, 4]), key=lambda pair: pair[1])
)
