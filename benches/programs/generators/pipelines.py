# Measures: stages that take from each other: reading, splitting, selecting, grouping, summing.

from itertools import islice


def lines(count):
    for number in range(count):
        yield f"{number % 17} {number % 5} {number}"


def fields(source):
    for line in source:
        yield line.split()


def numbers(source):
    for first, second, third in source:
        yield int(first), int(second), int(third)


def selected(source):
    return (row for row in source if row[0] != row[1])


def pairs(source):
    while len(group := tuple(islice(source, 2))) == 2:
        yield group


def sums(source):
    for left, right in source:
        yield left[2] * right[0] + left[1]


def running(source):
    total = 0
    for value in source:
        total += value
        yield total


def main():
    checksum = 0
    for value in running(sums(pairs(selected(numbers(fields(lines(500_000))))))):
        checksum ^= value
    plain = range(2_000_000)
    for stage in range(6):
        plain = (value + stage for value in plain)
    print("pipelines", checksum, sum(plain))


main()
