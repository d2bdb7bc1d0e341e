# Shows: errors while sorting: items that cannot be compared, keys that raise, lists that change.


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


for action in (
    lambda: sorted([1, "a"]), lambda: sorted(["a", 1]), lambda: sorted([1, None]),
    lambda: sorted([1j, 2j]), lambda: sorted([{}, {}]), lambda: sorted([(1, "a"), (1, 2)]),
    lambda: sorted(5), lambda: sorted(), lambda: sorted([1], lambda n: n),
    lambda: sorted([1, 2], key=5), lambda: sorted([1, 2], key=lambda: 1),
    lambda: sorted([1], reverse="x"), lambda: sorted([2, 1], reverse=1),
    lambda: sorted([1, 2], reverse=None), lambda: sorted([1], cmp=1),
    lambda: sorted([1, 2], key=None), lambda: sorted([object(), object()]),
    lambda: sorted([[1], ["a"]]), lambda: max([1, "a"]), lambda: sorted([1.5, "a", 2]),
    lambda: sorted([0, 1, 2], key=lambda n: 1 // n),
):
    attempt(action)

items = [3, 2, 1]


def key(item):
    items.append(item)
    return item


try:
    items.sort(key=key)
except ValueError as error:
    print(error, items)


class Rude:
    def __init__(self, number):
        self.number = number

    def __lt__(self, other):
        if self.number == 2 or other.number == 2:
            raise LookupError("will not compare")
        return self.number < other.number


rude = [Rude(3), Rude(1), Rude(2), Rude(0)]
try:
    rude.sort()
except LookupError as error:
    print(error, sorted(each.number for each in rude))


class Odd:
    def __lt__(self, other):
        return "true enough"


class Empty:
    def __lt__(self, other):
        return []


class Truthless:
    def __bool__(self):
        raise ArithmeticError("no truth")


class Hard:
    def __lt__(self, other):
        return Truthless()


print(len(sorted([Odd(), Odd()])), len(sorted([Empty(), Empty()])))
attempt(lambda: sorted([Hard(), Hard()]))
during = [2, 1]
during.sort(key=lambda item: print("seen while sorting:", during) or item)
print(during)
