# Measures: comparing, searching and slicing lists and tuples; sorting by several keys.


def main():
    numbers = list(range(300))
    names = [f"name{number:03}" for number in range(300)]
    total = 0
    for turn in range(20_000):
        total += (numbers == numbers[:]) + (turn % 300 in numbers)
        total += names.index(names[turn % 300]) + numbers.count(turn % 300)
        total += len(numbers[10:200]) + len(names[::3]) + len(numbers[::-1])
        first, *middle, last = numbers
        total += len(middle) + first + last
    rows = [(number * 7919 % 101, number * 31 % 17, f"row{number % 50}") for number in range(4000)]
    for _ in range(120):
        rows.sort()
        rows.sort(key=lambda row: (row[2], -row[0]))
        rows.sort(key=lambda row: row[1], reverse=True)
        best = max(rows), min(rows, key=lambda row: row[1] * row[0])
    print("sequences", total, rows[:2], best)


main()
