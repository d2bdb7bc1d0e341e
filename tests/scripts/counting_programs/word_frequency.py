# Shows: a program: the words of a text by frequency, with ties, lengths and a histogram.
from collections import Counter, defaultdict

TEXT = """
It was the weaver who knew the thread, and the thread who knew the loom; for what is a
weaver without a loom, and what is a loom without a thread? "Nothing!" cried the shuttle,
who flew from side to side -- and knew neither weaver, nor thread, nor loom.
"""


def words(text):
    for line in text.splitlines():
        for word in line.split():
            word = word.strip(".,;:!?\"-").lower()
            if word:
                yield word


def histogram(numbers, width=20):
    most = max(numbers.values())
    for key in sorted(numbers):
        bar = "#" * round(numbers[key] * width / most)
        yield f"{key:>2} {bar:<{width}} {numbers[key]}"


counted = Counter(words(TEXT))
for word, count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:8]:
    print(f"{word:<10}{count:>3} {'*' * count}")
lengths = Counter(map(len, words(TEXT)))
print(*histogram(lengths), sep="\n")
by_letter = defaultdict(set)
for word in counted:
    by_letter[word[0]].add(word)
for letter, group in sorted(by_letter.items()):
    print(letter, *sorted(group))
pairs = Counter(zip(list(words(TEXT)), list(words(TEXT))[1:]))
print([" ".join(pair) for pair, count in pairs.most_common() if count > 1])
print(
    sum(counted.values()), len(counted), max(counted, key=len),
    min(counted, key=lambda word: (len(word), word))
)
letters = Counter(character for character in TEXT.lower() if character.isalpha())
print("".join(
    letter for letter, _ in sorted(letters.items(), key=lambda item: (-item[1], item[0]))
))
