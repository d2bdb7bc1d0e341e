# Shows: simulations with a seed: dice, walks, cards, sampling without replacement.
import random
from collections import Counter

random.seed(2024)
dice = Counter(random.randint(1, 6) + random.randint(1, 6) for _ in range(1000))
print(sorted(dice.items()))
x = y = 0
for _ in range(500):
    dx, dy = random.choice([(0, 1), (1, 0), (0, -1), (-1, 0)])
    x, y = x + dx, y + dy
print(x, y)
deck = [rank + suit for suit in "SHDC" for rank in "23456789TJQKA"]
random.shuffle(deck)
hands = [deck[n::4][:5] for n in range(4)]
print(*(" ".join(sorted(hand)) for hand in hands), sep=" | ")
inside = sum(random.random() ** 2 + random.random() ** 2 < 1 for _ in range(2000))
print(inside, 4 * inside / 2000)
birthdays = [len(set(random.choices(range(365), k=23))) < 23 for _ in range(200)]
print(sum(birthdays))


def reservoir(items, count, generator):
    kept = []
    for n, item in enumerate(items):
        if n < count:
            kept.append(item)
        elif (place := generator.randrange(n + 1)) < count:
            kept[place] = item
    return kept


a, b = random.Random(1), random.Random(1)
print(
    reservoir(range(1000), 5, a), [a.random() == b.random() for _ in range(1)],
    [round(b.gauss(10, 2), 6) for _ in range(3)], b.sample("abcdefgh", 3), b.randbytes(5).hex()
)
weights = {"common": 70, "rare": 25, "epic": 5}
print(
    Counter(random.choices(list(weights), weights.values(), k=300)),
    random.choices("ab", cum_weights=[1, 100], k=5)
)


class Fixed(random.Random):
    def __init__(self): self.n = 0
    def random(self):
        self.n = (self.n + 0.37) % 1
        return round(self.n, 2)
    def seed(self, *args): ...
    getrandbits = None


print(
    [Fixed().random() for _ in range(2)],
    [random.Random(5).randrange(10**k) for k in range(1, 25, 6)]
)
words = "warp weft loom shuttle".split()
chain = {}
for a, b in zip(words * 3, (words * 3)[1:]):
    chain.setdefault(a, []).append(b)
word, text = "warp", []
for _ in range(6):
    text.append(word)
    word = random.choice(chain[word])
print(" ".join(text), random.random())
