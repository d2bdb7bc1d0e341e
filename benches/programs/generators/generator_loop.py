# Measures: one long generator, resumed by a for loop, by sum() and by next().


def count(limit):
    number = 0
    while number < limit:
        yield number
        number += 1


def main():
    total = 0
    for number in count(5_000_000):
        total += number & 7
    total += sum(count(3_000_000))
    numbers = count(1_500_000)
    for _ in range(1_500_000):
        total += next(numbers)
    print("generator_loop", total)


main()
