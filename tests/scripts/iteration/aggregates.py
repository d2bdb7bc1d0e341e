# Shows: sum, min, max, any, all and len on all kinds of iterables, and their errors.


class Sized:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n


print(
    sum([]), sum([1, 2.5]), sum([[1], [2]], []), sum([1], 10), sum([1, 2], start=5),
    sum([True] * 3), sum([0.1] * 10), sum([1e100, 1.0, -1e100]), sum([1j, 2]),
    sum(["a"], start=type("S", (), {"__add__": lambda self, other: "added " + other})())
)
print(
    sum([2**62, 2**62]), sum([2**63, -1.5]), sum(range(101)), sum({1: 2, 3: 4}),
    sum((n for n in (1, 2))), sum([float("inf"), 1]), sum([float("nan")]), sum([-0.0]),
    sum([-0.0], -0.0)
)
print(
    min(3, 1, 2), max([3, 1, 2]), min("hello"), max({"a": 1, "b": 0}), min([], default="none"),
    max([1, -5], key=abs), min("b", "a", key=ord), max(1, 1.0), max(1.0, 1), min([[2], [1, 9]]),
    max("a", "B", key=str.lower), min(iter([2, 1])), max(*[1, 2]), max([None], key=lambda n: 0)
)
print(
    any([]), all([]), any([0, "", 1]), all([1, "a", 0]), any(n > 2 for n in range(9)),
    all(iter([1])), len("é"), len({1: 1}), len(range(9)), len(Sized(3)), len(Sized(True))
)
for action in (
    lambda: sum(["a"]), lambda: sum("ab"), lambda: sum(["a"], ""), lambda: sum([b"a"], b""),
    lambda: sum([bytearray()], bytearray()), lambda: sum(5), lambda: sum([1, "a"]),
    lambda: sum([[]]), lambda: sum(), lambda: sum([1], 2, 3), lambda: min(), lambda: min([]),
    lambda: max(()), lambda: min(5), lambda: min(1, "a"), lambda: max([1], [2], default=0),
    lambda: max(1, 2, wrong=1), lambda: max([1, 2], key=5), lambda: max([1j, 2j]), lambda: any(5),
    lambda: all(None), lambda: any(), lambda: any([1], [2]), lambda: len(5), lambda: len(iter([])),
    lambda: len(Sized(-1)), lambda: len(Sized("a")), lambda: len(Sized(2**70)),
    lambda: len(Sized(1.0)), lambda: len(int), lambda: max(default=1),
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
values = iter([0, 1, 2, 3])
print(any(values), list(values))
values = iter([1, 0, 2])
print(all(values), list(values), 2 in (values := iter([1, 2, 3])), list(values))
