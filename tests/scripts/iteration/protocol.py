# Shows: the protocol of iteration: __iter__, __next__, __getitem__, iter with a sentinel.


class Countdown:
    def __init__(self, start):
        self.start = start

    def __iter__(self):
        return CountdownIterator(self.start)


class CountdownIterator:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration("over")
        self.n -= 1
        return self.n + 1


class Old:
    def __getitem__(self, index):
        if index == 3:
            raise StopIteration if self.stop else IndexError
        return index * 2

    stop = False


print(
    list(Countdown(3)), 2 in Countdown(3), max(Countdown(4)), sorted(Countdown(3)),
    dict(zip(Countdown(2), "ab")), sum(Countdown(4))
)
print(
    list(Old()), 4 in Old(), 5 in Old(), [*Old()], type(iter(Old())).__name__,
    list(reversed([1, 2]))
)
iterator = iter(Countdown(1))
print(next(iterator), next(iterator, "default"))
try:
    next(iterator)
except StopIteration as stop:
    print(stop.value, stop.args)
values = iter([5, 6, 0, 7])
print(list(iter(lambda: next(values), 0)), list(values), list(iter([].__len__, 0)))


class NoNext:
    def __iter__(self): return object()


class NoneIter:
    __iter__ = None
    def __getitem__(self, index): return 1


class OnlyNext:
    def __next__(self): return 1


class NoReverse:
    __reversed__ = None


for action in (
    lambda: iter(5), lambda: iter(NoNext()), lambda: iter(NoneIter()), lambda: iter(OnlyNext()),
    lambda: next(OnlyNext()), lambda: next([]), lambda: next(5), lambda: iter(5, 6),
    lambda: list(None), lambda: 1 in 5, lambda: 1 in NoNext(), lambda: reversed(5),
    lambda: reversed(NoReverse()), lambda: reversed({1}), lambda: reversed(Countdown(1)),
    lambda: [i for i in 5.5], lambda: list(Countdown("x")), lambda: next(iter([])), lambda: iter(),
    lambda: next(), lambda: zip(1), lambda: list(iter(int, 0)), lambda: next(iter([]), 1, 2)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
for number in Countdown(5):
    if number == 4:
        continue
    if number == 2:
        break
    print(number, end=" ")
else:
    print("no break")
for number in Countdown(1):
    print(number, end=" ")
else:
    print("no break", number)
