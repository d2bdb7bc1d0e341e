# Measures: sets: displays, membership, adding and removing, algebra, frozensets as keys.


def queens(size):
    columns, up, down = set(), set(), set()

    def place(row):
        if row == size:
            return 1
        found = 0
        for column in range(size):
            if column in columns or row + column in up or row - column in down:
                continue
            columns.add(column)
            up.add(row + column)
            down.add(row - column)
            found += place(row + 1)
            columns.remove(column)
            up.remove(row + column)
            down.remove(row - column)
        return found

    return place(0)


def main():
    total = queens(8) + queens(8)
    words = [f"w{number % 700}" for number in range(3_000)]
    for turn in range(60):
        seen = set()
        for word in words:
            if word not in seen:
                seen.add(word)
        even, third = set(range(0, 600, 2)), set(range(0, 600, 3))
        total += len(seen) + len(even | third) + len(even & third) + len(even - third)
        total += len(even ^ third) + len({number % 50 for number in even}) + (third <= even)
        kinds = {}
        for number in range(600):
            key = frozenset((number % 5, number % 7))
            kinds[key] = kinds.get(key, 0) + (number % 11 in {1, 2, 3, turn})
        total += len(kinds) + sum(kinds.values())
    print("sets", total)


main()
