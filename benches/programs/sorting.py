# Measures: sort and sorted of ints, floats, strs and tuples, without a key, with one, reversed.


def numbers_from(seed, count):
    numbers = []
    for _ in range(count):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        numbers.append(seed)
    return numbers


def main():
    numbers = numbers_from(7, 60_000)
    floats = [number / 8.0 for number in numbers]
    words = [f"{number:x}" for number in numbers]
    pairs = [(number % 100, number) for number in numbers]
    total = 0
    for _ in range(9):
        total += sorted(numbers)[100]
        total += int(sorted(floats, reverse=True)[100])
        total += len(sorted(words)[100])
        total += sorted(pairs)[100][1]
        total += sorted(numbers, key=lambda number: number % 1000)[100]
        total += len(sorted(words, key=len)[100])
        total += sorted(range(200_000))[-1]
    print("sorting", total)


main()
