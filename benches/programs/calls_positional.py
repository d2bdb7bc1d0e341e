# Measures: calls of plain functions with positional arguments.


def nothing():
    return 1


def one(a):
    return a


def three(a, b, c):
    return a + b - c


def through(a, b):
    return three(one(a), b, nothing())


def main():
    total = 0
    for number in range(6_000_000):
        total += through(number, 3)
        total -= one(number)
    print("calls_positional", total)


main()
