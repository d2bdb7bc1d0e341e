# Shows: sorting of large lists with runs, duplicates, reversed parts, tuples and strs.


def numbers(count, seed=1):
    for _ in range(count):
        seed = seed * 6364136223846793005 + 1442695040888963407 & 2**64 - 1
        yield seed >> 40


def is_sorted(items, key=lambda item: item):
    return all(key(a) <= key(b) for a, b in zip(items, items[1:]))


def checksum(items):
    total = 0
    for item in items:
        total = (total * 31 + hash(item)) % 1_000_000_007
    return total


random = list(numbers(5000))
shapes = {
    "random": random,
    "sorted": sorted(random),
    "reversed": sorted(random)[::-1],
    "equal": [7] * 1000,
    "few": [n % 5 for n in random],
    "runs": list(range(500)) + list(range(1000, 200, -1)) + list(range(100)) * 3,
    "saw": [n % 100 for n in range(3000)],
    "almost": [*range(2000), 5, 3, 1],
    "organ": [*range(1000), *range(1000, 0, -1)],
    "floats": [n / 7 for n in random],
    "mixed": [n if n % 2 else float(n) for n in random],
    "large": [n << 64 for n in random[:500]],
    "negative": [n - 2**23 for n in random],
}
for name, items in shapes.items():
    result = sorted(items)
    print(f"{name:<9} {is_sorted(result)} {len(result) == len(items)} {checksum(result)} {sorted(items, reverse=True) == result[::-1]}")
words = [format(n, "x") for n in random]
pairs = [(n % 10, word) for n, word in zip(random, words)]
print(
    is_sorted(sorted(words)), checksum(n for n, _ in sorted(pairs)), sorted(pairs)[0],
    sorted(pairs, key=lambda pair: pair[0])[:2] == [pair for pair in pairs if pair[0] == 0][:2]
)
stable = sorted(enumerate(n % 3 for n in random), key=lambda pair: pair[1])
print(
    is_sorted(stable, key=lambda pair: (pair[1], pair[0])),
    is_sorted(sorted(words, key=len), key=len), min(random) == sorted(random)[0],
    max(words) == sorted(words)[-1]
)
backwards = sorted(enumerate(n % 3 for n in random), key=lambda pair: pair[1], reverse=True)
print(is_sorted(backwards, key=lambda pair: (-pair[1], pair[0])))


class Counted:
    compared = 0
    def __init__(self, n): self.n = n
    def __lt__(self, other):
        Counted.compared += 1
        return self.n < other.n


for count in 10, 100, 1000:
    Counted.compared = 0
    sorted(map(Counted, range(count)))
    print(count, Counted.compared)
