# Measures: making many generators that give a value or two, or none, and end.


def one(value):
    yield value


def two(value):
    yield value
    yield value + 1


def none():
    return
    yield


def main():
    total = 0
    for number in range(1_200_000):
        for value in one(number):
            total += value
        for value in two(number):
            total ^= value
        for value in none():
            total += value
        total += next(value * 2 for value in (number,))
    print("tiny_generators", total)


main()
