# Measures: counting words: split, lower, strip, dict, Counter and sorting by frequency.
from collections import Counter, defaultdict

TEXT = """
It was a bright cold day and the weaver sat before the loom. Over and under went the weft,
under and over; the warp held still, and the shuttle flew. "How many threads?" asked the child.
"As many as there are words," the weaver said, "and each word comes back when it is called."
So the child counted the words, and the words, being counted, came back: one, two, three.
"""


def main():
    words = [f"{word}{number % 50}" for number in range(500) for word in TEXT.split()]
    counts = {}
    for word in words:
        word = word.strip('".,;:?').lower()
        if word in counts:
            counts[word] += 1
        else:
            counts[word] = 1
    common = Counter()
    for _ in range(25):
        common.update(TEXT.lower().split())
    by_letter = defaultdict(list)
    for word in words:
        by_letter[word[0]].append(len(word))
    frequent = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:5]
    print("word_count", len(counts), frequent)
    print("word_count", common.most_common(3), sorted((k, sum(v)) for k, v in by_letter.items())[:5])


for _ in range(70):
    main()
