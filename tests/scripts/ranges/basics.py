# Shows: range objects: length, membership, slices, equality, and errors.


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


numbers = range(2, 20, 3)
print(
    numbers, list(numbers), len(numbers), numbers[0], numbers[-1], numbers[1:3], numbers[::-1],
    numbers[::2], list(numbers[::-2])
)
print(
    5 in numbers, 6 in numbers, 5.0 in numbers, "5" in numbers, numbers.index(8), numbers.count(8),
    numbers.count(9), numbers.start, numbers.stop, numbers.step
)
print(
    range(5) == range(0, 5, 1), range(0) == range(2, 1), range(0, 3, 2) == range(0, 4, 2),
    hash(range(5)) == hash(range(0, 5)), range(1, 10, 100) == range(1, 2), range(3) == [0, 1, 2]
)
print(
    range(3), range(0, 3), range(0, 3, 1), range(0, -3, -1), list(range(3, 0)),
    list(range(3, 0, -1)), bool(range(0)), list(reversed(range(5))), range(True)
)
large = range(10**20, 10**20 + 10, 2)
print(
    large, len(large), large[-1], 10**20 + 4 in large, large.index(10**20 + 6), list(large)[:2],
    range(10**30)[10**29], sum(range(10**6)), max(range(5)), min(range(5))
)
iterator = iter(range(3))
print(
    next(iterator), iterator.__length_hint__(), list(iterator), type(iterator).__name__,
    type(iter(large)).__name__
)


class Index:
    def __index__(self):
        return 4


print(list(range(Index())), range(10)[Index()])
for action in (
    lambda: range(), lambda: range(1, 2, 3, 4), lambda: range(1, 5, 0), lambda: range(1.0),
    lambda: range("a"), lambda: range(None), lambda: numbers[99], lambda: numbers[-99],
    lambda: numbers["a"], lambda: numbers.index(3), lambda: numbers + numbers,
    lambda: numbers.__setitem__(0, 1), lambda: len(range(10**30)), lambda: numbers < numbers,
    lambda: setattr(numbers, "start", 1), lambda: numbers[::0], lambda: range(stop=3),
    lambda: next(numbers), lambda: numbers.index("a"), lambda: [1, 2][range(1)],
    lambda: numbers * 2,
):
    attempt(action)
