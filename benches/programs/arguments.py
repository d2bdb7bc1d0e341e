# Measures: calls with defaults, keywords, stars; decorators, partial and cached functions.
import functools


def counted(function):
    @functools.wraps(function)
    def wrapper(*values, **named):
        wrapper.count += 1
        return function(*values, **named)
    wrapper.count = 0
    return wrapper


@counted
def weighted(value, weight=2, *, offset=1):
    return value * weight + offset


@functools.lru_cache(maxsize=256)
def cached(left, right):
    return left * right


def spread(*values):
    return sum(values)


def main():
    twice = functools.partial(weighted, weight=2)
    pair, named = (3, 4), {"weight": 5}
    total = 0
    for number in range(300_000):
        total += weighted(number) + weighted(number, 3) + weighted(number, offset=number)
        total += twice(number) + weighted(number, **named) + spread(*pair, number)
        total += cached(number & 63, 7) + max(number, 500) - min(number, 500, 3)
    print("arguments", total, weighted.count)


main()
