# Measures: loops over pairs: enumerate, zip, items of dicts, what itertools gives, sorted pairs.

from itertools import accumulate, chain, islice, pairwise, product, zip_longest


def numbered(words):
    total = 0
    for place, word in enumerate(words):
        total += place * len(word)
    for place, (word, next_word) in enumerate(zip(words, words[1:]), 1):
        if word < next_word:
            total += place
    return total


def counted(words):
    counts = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    by_count = {}
    for word, count in counts.items():
        by_count.setdefault(count, []).append(word)
    best = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:5]
    inverted = {count: word for word, count in counts.items()}
    return sum(count for _, count in best) + len(by_count) + len(inverted)


def multiplied(left, right):
    columns = list(zip(*right))
    return [[sum(a * b for a, b in zip(row, column)) for column in columns] for row in left]


def combined(numbers):
    total = 0
    for a, b in pairwise(numbers):
        total += b - a
    for a, b in zip_longest(numbers, numbers[:10], fillvalue=0):
        total += a ^ b
    for a, b in product(numbers[:12], repeat=2):
        total += a & b
    total += sum(islice(chain(numbers, numbers), 5, 60)) + list(accumulate(numbers))[-1]
    return total + any(number > 10_000 for number in numbers) + all(numbers)


def main():
    words = [f"w{i * i % 91}" for i in range(400)]
    numbers = [i * 37 % 101 + 1 for i in range(100)]
    square = [[(i * j) % 7 for j in range(8)] for i in range(8)]
    total = 0
    for _ in range(1_500):
        total += numbered(words) + counted(words) + combined(numbers)
        total += multiplied(square, square)[3][4]
    print("paired_loops", total)


main()
