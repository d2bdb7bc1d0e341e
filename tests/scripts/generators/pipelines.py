# Shows: pipelines of generators: items flow one at a time, and closing goes all the way.


def source(items):
    try:
        for item in items:
            print(f"source {item}", end="; ")
            yield item
    finally:
        print("source closed", end="; ")


def double(items):
    try:
        for item in items:
            yield item * 2
    finally:
        print("double closed", end="; ")


def take(count, items):
    for _, item in zip(range(count), items):
        yield item


for value in take(2, double(source(range(10)))):
    print("->", value, end="; ")
print()
pipeline = double(source("ab"))
print(next(pipeline))
del pipeline
print()


def first(items):
    for item in items:
        return item


print(first(double(source([5, 6]))))


def primes():
    found = []
    n = 2
    while True:
        if all(n % p for p in found):
            found.append(n)
            yield n
        n += 1


def windows(items, size):
    window = []
    for item in items:
        window.append(item)
        if len(window) == size:
            yield tuple(window)
            del window[0]


print(list(take(10, primes())), list(windows("abcd", 2)), [p for p, _ in zip(primes(), "abc")])


def flatten(items):
    for item in items:
        if isinstance(item, list):
            yield from flatten(item)
        else:
            yield item


print(
    list(flatten([1, [2, [3, []], 4], [[5]]])), max(flatten([[3], [9, [4]]])),
    dict(enumerate(flatten(["a", ["b"]])))
)


def permutations(items):
    if not items:
        yield []
    for index, item in enumerate(items):
        for rest in permutations(items[:index] + items[index + 1:]):
            yield [item, *rest]


print(["".join(p) for p in permutations("abc")], len(list(permutations(list(range(5))))))


class Tree:
    def __init__(self, value, *children):
        self.value, self.children = value, children

    def __iter__(self):
        yield self.value
        for child in self.children:
            yield from child


print(list(Tree(1, Tree(2, Tree(3)), Tree(4))), 3 in Tree(1, Tree(3)))
