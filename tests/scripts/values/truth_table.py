# Shows: the truth of every kind of value.
import decimal
import fractions


class Empty:
    def __len__(self): return 0


class False_:
    def __bool__(self): return False
    def __len__(self): return 5


values = [
    0, 1, -1, 0.0, -0.0, 0.1, float("nan"), 0j, 1j, "", " ", "0", b"", b"\0", (), (0,), [], [[]],
    {}, {0: 0}, set(), {0}, frozenset(), range(0), range(1), None, ..., True, False, bytearray(),
    bytearray(1), memoryview(b""), memoryview(b"a"), Empty(), False_(), Empty, object(), len,
    lambda: 0, int, type, slice(0), iter([]), (n for n in ()), decimal.Decimal(0),
    fractions.Fraction(0, 5), {}.keys(), {1: 2}.values(), zip(), map(str, []), enumerate([]),
    reversed([]), Exception(), 0 == 1, not 0
]
print("".join("1" if value else "0" for value in values))
print([bool(value) for value in values] == [not not value for value in values] == [True if value else False for value in values])
print(
    [value for value in (0, 1, "", "a", None, [], [0]) if value], list(filter(None, [0, "", "x"])),
    any([0, ""]), all([1, "a", [0]]), all([]), any([])
)
print(
    0 or "default", "value" or 1 / 0, 0 and 1 / 0, 1 and "second", None or 0 or [],
    "a" and "b" and "c", not "a" or "b", (0 or 1) and 2
)
