# Orders that are found without asking Python code: strings by their beginnings, descending runs.

import random

random.seed(5)
words = ["".join(random.choice("ab\0é€😀cd") for _ in range(random.randrange(14))) for _ in range(500)]
order = sorted(range(500), key=lambda place: words[place])
print(all((words[a], a) <= (words[b], b) for a, b in zip(order, order[1:])))
print(sorted(words) == [words[place] for place in order])
backwards = sorted(range(500), key=lambda place: words[place], reverse=True)
print(all(words[a] > words[b] or words[a] == words[b] and a < b for a, b in zip(backwards, backwards[1:])))
print(sorted(["abcdefghij", "abcdefgh", "abcdefghi", "abcdefgh\0", "abcdefg", "", "\0", "abcdefgh"]))
print(sorted(["\ud800", "\uffff", "\U00010000", "z"]) == ["z", "\ud800", "\uffff", "\U00010000"])
for numbers in ([3, 2, 1], [3, 2, 2, 1], [2.5, 1.5, 0.5], [5, 4, 4, 3], list(range(50, 0, -1)), [1, 0]):
    print(sorted(numbers), sorted(numbers, key=lambda number: -number), sorted(numbers, reverse=True))
rows = [(2, "a"), (1, "b"), (2, "c"), (1, "d")]
print(sorted(rows, key=lambda row: row[0], reverse=True), sorted(rows, key=lambda row: -row[0]))

# Tuples: by first items, and by what follows only where these are the same.
pairs = [(place * 7 % 5 - 2, word) for place, word in enumerate(words)]
print(all(a <= b for a, b in zip(sorted(pairs), sorted(pairs)[1:])))
named = [(word, -place) for place, word in enumerate(words)]
print(all(a <= b for a, b in zip(sorted(named), sorted(named)[1:])))
by_key = sorted(words, key=lambda word: (-len(word), word))
print(all((-len(a), a) <= (-len(b), b) for a, b in zip(by_key, by_key[1:])))
print(sorted([(1, 2), (1,), (0, 9), (1, 1), (-3, 0)]), sorted([("b", 1), ("a", 2), ("abcdefgh1", 3), ("abcdefgh0", 4)]))
print(sorted([(1, 2), (0.5, 3), (True, 1)]), sorted([(2**70, 1), (1, 2), (-(2**70), 3)]), sorted([(), (1,), ()]))
for wrong in ([(1, "a"), (1, 2)], [(1, 2), ("a", 2)], [("a", None), ("a", None), ("a", 1)]):
    try:
        print(sorted(wrong))
    except TypeError as error:
        print(error)


class Loud:
    def __init__(self, number):
        self.number = number

    def __lt__(self, other):
        asked.append((self.number, other.number))
        return self.number < other.number


asked = []
rows = sorted([(2, Loud(1)), (1, Loud(5)), (2, Loud(0)), (1, Loud(7))])
print([(first, loud.number) for first, loud in rows], sorted(set(asked)))
