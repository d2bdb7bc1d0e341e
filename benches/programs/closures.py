# Measures: making and calling closures, and variables that they share.


def make_counter(step):
    count = 0

    def advance():
        nonlocal count
        count += step
        return count

    return advance


def make_adder(amount):
    return lambda value: value + amount


def compose(outer, inner):
    def composed(value):
        return outer(inner(value))

    return composed


def main():
    total = 0
    counters = [make_counter(step) for step in range(1, 5)]
    shift = compose(make_adder(3), make_adder(-1))
    for number in range(3_000_000):
        for_now = make_adder(number)
        total += for_now(1)
        total += counters[number & 3]()
        total += shift(number)
    print("closures", total)


main()
