# Shows: the order of calls through diamonds, with arguments that are taken on the way.
calls = []


class Top:
    def __init__(self): calls.append("Top")
    def value(self): return 1
    def describe(self): return "top"


class Adds(Top):
    def __init__(self, amount=1, **rest):
        calls.append("Adds")
        super().__init__(**rest)
        self.amount = amount
    def value(self): return super().value() + self.amount
    def describe(self): return f"adds({super().describe()})"


class Doubles(Top):
    def __init__(self, factor=2, **rest):
        calls.append("Doubles")
        super().__init__(**rest)
        self.factor = factor
    def value(self): return super().value() * self.factor
    def describe(self): return f"doubles({super().describe()})"


class Both(Adds, Doubles):
    def describe(self): return f"both({super().describe()})"


class Other(Doubles, Adds):
    def value(self): return -super().value()


class Deep(Both):
    def value(self): return super(Adds, self).value(), super().value(), Top.value(self)


for cls in Both, Other, Deep:
    calls.clear()
    instance = cls(amount=5, factor=3)
    print(
        cls.__name__, calls, instance.value(), instance.describe(),
        [each.__name__ for each in cls.__mro__]
    )
try:
    Both(wrong=1)
except TypeError as error:
    print(error)


class Skips(Both):
    def __init__(self): Top.__init__(self)


try:
    Skips().value()
except AttributeError as error:
    print(error)


class List(list):
    def append(self, item):
        super().append(item * 2)
        return self
    def __getitem__(self, index): return f"<{super().__getitem__(index)}>"
    def __iter__(self): return map(str, super().__iter__())


items = List([1]).append(2).append("a")
print(
    list(items), items[1], items[0:2], len(items), list.__getitem__(items, 1),
    super(List, items).__getitem__(0)
)


def outside(self): return super(Both, self).describe()
Both.outside = outside
print(
    Both().outside(), super(Both, Both()).describe.__func__ is Adds.describe,
    super(Adds, Both).describe.__qualname__, super(Top, Both()).__init__.__qualname__
)
