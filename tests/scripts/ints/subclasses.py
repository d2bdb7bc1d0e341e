# Shows: subclasses of int, and which results keep the subclass.


class Money(int):
    def __new__(cls, amount, currency="EUR"):
        self = super().__new__(cls, amount)
        self.currency = currency
        return self

    def __add__(self, other):
        return Money(int(self) + int(other), self.currency)

    def __repr__(self):
        return f"Money({int(self)}, {self.currency!r})"


ten = Money(10)
print(ten, ten + 5, 5 + ten, ten * 2, -ten, type(ten * 2).__name__)
print(ten == 10, hash(ten) == hash(10), {10: "ten"}[ten], ten in [10], isinstance(ten, int))
print(f"{ten} {ten:5d} {ten!s} {ten!r} %d %s" % (ten, ten))
print([0, 1, 2, 3][Money(2)], range(Money(3)), list(range(Money(3))))
print(
    type(int(ten)).__name__, type(+ten).__name__, type(round(ten)).__name__, type(abs(ten)).__name__
)
print(ten.__dict__, ten.real, type(ten.real).__name__)


class Level(int):
    def __int__(self):
        return 99

    def __index__(self):
        return 98

    def __bool__(self):
        return False


level = Level(3)
print(int(level), level + 0, bool(level), "abcdef"[level], hex(level), [0] * Level(2))
print("%d" % level, format(level, "d"), str(level), level == 3)

try:
    class Truth(bool):
        pass
except TypeError as error:
    print(error)
