# Measures: calls through *args and **kwargs: decorators, partial, caches, super().__new__.

from functools import cached_property, lru_cache, partial, reduce, singledispatch, wraps


def counted(function):
    @wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


@counted
def area(width, height=2, *, scale=1):
    return width * height * scale


def spread(*numbers, **named):
    return len(numbers) + len(named)


class Money:
    __slots__ = ("amount",)

    def __new__(cls, amount):
        self = super().__new__(cls)
        self.amount = amount
        return self

    @classmethod
    def zero(cls):
        return cls(0)

    @staticmethod
    def cents(amount):
        return amount * 100


class Euro(Money):
    __slots__ = ()

    @classmethod
    def zero(cls):
        return super().zero()

    def worth(self):
        return super().cents(self.amount)


class Shape:
    def __init__(self, side):
        self.side = side

    @cached_property
    def surface(self):
        return self.side * self.side


@lru_cache(maxsize=None)
def steps(number):
    return 0 if number < 2 else 1 + steps(number // 2 if number % 2 == 0 else 3 * number + 1)


@singledispatch
def describe(value):
    return 1


@describe.register
def _(value: int):
    return 2


@describe.register
def _(value: list):
    return 3


def main():
    total = 0
    pair, extra = (3, 4), {"scale": 2}
    double = partial(area, height=2)
    for i in range(100_000):
        total += area(i) + area(i, 3) + area(i, height=4, scale=2)
        total += area(*pair, **extra) + spread(*pair, i, key=i) + double(i)
        total += Money(i).amount + Euro.zero().amount + Euro(i % 9).worth()
        shape = Shape(i % 10)
        total += shape.surface + shape.surface + steps(i % 300 + 1)
        total += describe(i) + describe(pair) + describe([i])
    total += reduce(lambda left, right: left ^ right, range(50_000))
    print("wrappers", total, area.calls)


main()
