# Shows: sorting is stable; keys, reverse, mixed numbers, and comparison by other means.
from functools import cmp_to_key
from operator import attrgetter, itemgetter

words = "the quick brown fox jumps over a lazy dog".split()
print(
    sorted(words), sorted(words, key=len), sorted(words, key=len, reverse=True),
    sorted(words, key=lambda word: (len(word), word))
)
print(
    sorted(words, reverse=True), sorted("bCaB"), sorted("bCaB", key=str.lower),
    sorted([3, 1.5, True, -2, 10**20]), sorted({3: "c", 1: "a"}), sorted(range(5), key=lambda n: -n)
)
pairs = [(n % 3, n) for n in range(9)]
print(sorted(pairs, key=itemgetter(0)), sorted(pairs, key=itemgetter(0), reverse=True))
print(
    sorted(words, key=cmp_to_key(lambda a, b: (a > b) - (a < b)))[:3], sorted([1j, -2, 3], key=abs),
    sorted([[2], [1, 5], [1]]), sorted([(1, "b"), (1, "a")])
)
numbers = [(number * 7919) % 1009 for number in range(1009)]
print(
    sorted(numbers) == list(range(1009)), sorted(numbers, reverse=True)[:4],
    sorted(numbers, key=lambda n: n % 10)[:5]
)
runs = list(range(50)) + list(range(40, 0, -1)) + list(range(30))
print(sorted(runs) == sorted(runs, key=float), sorted(runs)[::20], sorted(runs + runs)[-5:])


class Version:
    def __init__(self, text):
        self.text, self.parts = text, [int(part) for part in text.split(".")]

    def __lt__(self, other):
        return self.parts < other.parts

    def __repr__(self):
        return self.text


versions = [Version(text) for text in ("1.10", "1.2", "1.2.1", "0.9")]
print(
    sorted(versions), min(versions), max(versions, key=attrgetter("text")),
    sorted(versions, key=str)
)
calls = []
sorted("cab", key=lambda letter: calls.append(letter) or letter)
print(calls, sorted([float("nan"), 1.0])[1], sorted([]), sorted([5]))
