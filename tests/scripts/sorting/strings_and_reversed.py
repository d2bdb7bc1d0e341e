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
