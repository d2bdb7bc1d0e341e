# Shows: the random module with a seed gives the same numbers everywhere.
import random

random.seed(42)
print(
    random.random(), random.random(), random.randint(1, 100), random.randrange(0, 100, 7),
    random.uniform(1, 5), random.choice("abcdef")
)
print(
    random.sample(range(100), 5), random.choices("abc", k=6),
    random.choices([1, 2], weights=[9, 1], k=8), random.getrandbits(70), random.randbytes(4)
)
items = list(range(10))
random.shuffle(items)
print(
    items, random.gauss(0, 1), random.normalvariate(5, 2), random.expovariate(2),
    random.triangular(0, 10, 3), random.betavariate(1, 2), random.gammavariate(2, 3),
    random.lognormvariate(0, 1), random.vonmisesvariate(0, 4), random.paretovariate(3),
    random.weibullvariate(1, 2), random.binomialvariate(10, 0.5)
)
for seed in (0, 1, -5, 2**70, 3.5, "text", b"bytes", bytearray(b"x"), None and 0, True):
    if seed is not None:
        random.seed(seed)
        print(repr(seed), random.random(), random.randrange(10**20), random.getrandbits(33))
random.seed("a", version=1)
print(random.random())
r = random.Random(7)
state = r.getstate()
first = [r.random() for _ in range(3)]
r.setstate(state)
print(
    first == [r.random() for _ in range(3)], len(state), state[0], len(state[1]), r.randint(5, 5),
    r.sample(["a", "b", "c"], counts=[3, 1, 1], k=3), r.getrandbits(0)
)
for action in (
    lambda: random.choice([]), lambda: random.randrange(0), lambda: random.randrange(5, 1),
    lambda: random.randint(2, 1), lambda: random.sample([1], 2), lambda: random.sample({1}, 1),
    lambda: random.choices([], k=1), lambda: random.choices([1], weights=[1, 2]),
    lambda: random.getrandbits(-1), lambda: random.randrange(1.5), lambda: random.seed([]),
    lambda: random.choices([1], [0]), lambda: random.randrange(1, 5, 0),
    lambda: random.shuffle((1, 2)), lambda: random.randint(1.0, 2),
    lambda: random.sample([1, 2], -1)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
