# Measures: recursive generators: permutations, subsets, and the ways to place queens.


def permutations(items):
    if len(items) <= 1:
        yield items
        return
    for rest in permutations(items[1:]):
        for place in range(len(items)):
            yield rest[:place] + items[:1] + rest[place:]


def swapped(items, place):
    if place == len(items):
        yield items
        return
    for other in range(place, len(items)):
        items[place], items[other] = items[other], items[place]
        yield from swapped(items, place + 1)
        items[place], items[other] = items[other], items[place]


def subsets(items, start=0):
    yield ()
    for place in range(start, len(items)):
        for rest in subsets(items, place + 1):
            yield (items[place], *rest)


def queens(size, row=0, columns=0, up=0, down=0):
    if row == size:
        yield 1
        return
    for column in range(size):
        here, rising, falling = 1 << column, 1 << (row + column), 1 << (row - column + size)
        if not (columns & here or up & rising or down & falling):
            yield from queens(size, row + 1, columns | here, up | rising, down | falling)


def main():
    checksum = 0
    for items in permutations(list(range(9))):
        checksum = (checksum * 3 + items[2]) & 0xFFFFFFF
    for items in swapped(list(range(9)), 0):
        checksum = (checksum * 3 + items[4]) & 0xFFFFFFF
    for items in subsets(range(16)):
        checksum += len(items)
    print("permutations", checksum, sum(queens(9)))


main()
