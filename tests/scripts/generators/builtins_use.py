# Shows: generator expressions given to functions that take iterables, and what they leave.
numbers = (n for n in range(10))
print(
    next(numbers), sum(n for n in range(4)), max(n * n for n in (-3, 2)), sorted(c for c in "weft"),
    ",".join(str(n) for n in range(3)), dict((c, ord(c)) for c in "ab"),
    set(n % 3 for n in range(9)), tuple(n for n in "ab"), any(n > 2 for n in numbers), list(numbers)
)
print(
    all(n < 3 for n in range(5)), min((len(w), w) for w in ("aaa", "b")), sum(1 for _ in "text"),
    list(zip((n for n in range(3)), "ab")), [*(n for n in range(2))],
    list(enumerate(c for c in "xy")), "".join(reversed(list(c for c in "abc")))
)
squares = (n * n for n in range(5))
print(4 in squares, list(squares), 4 in squares)
nested = ((r, c) for r in range(2) for c in range(r + 1))
print(list(nested), list(x for row in ((1, 2), (3,)) for x in row if x != 2))
text = (f"{n}:{m}" for n in range(2) for m in "ab")
first, *rest = text
print(first, rest)
outer = 10
scaled = (n * outer for n in range(3))
outer = 100
print(list(scaled))
source = [1, 2, 3]
doubled = (n * 2 for n in source)
source.append(4)
source = "rebound"
print(list(doubled))


def firsts(count, items):
    return [item for _, item in zip(range(count), items)]


def naturals():
    n = 0
    while True:
        yield n
        n += 1


print(
    firsts(5, naturals()), firsts(3, (n * n for n in naturals() if n % 2)),
    next(n for n in naturals() if n * n > 200), sum(firsts(101, naturals()))
)
a, b, c = (n for n in "xyz")
print(a, b, c, *(n for n in range(3)), [list(g) for g in [(n for n in range(2))] * 2])
generator = (1 / n for n in (1, 0, 2))
try:
    print(list(generator))
except ZeroDivisionError as error:
    print(error, list(generator))
print(
    type(generator).__name__, generator.__name__, generator.__qualname__, generator.gi_frame,
    generator.gi_code.co_name
)
