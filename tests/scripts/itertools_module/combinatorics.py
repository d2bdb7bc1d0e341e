# Shows: product, permutations and combinations, with their corners.
from itertools import combinations, combinations_with_replacement, permutations, product


def words(iterator):
    return ["".join(map(str, each)) for each in iterator]


print(
    words(product("ab", [1, 2])), words(product("ab", repeat=2)), list(product()),
    list(product("", "a")), list(product("a", repeat=0)), len(list(product(range(3), repeat=4)))
)
print(
    words(permutations("abc")), words(permutations("abc", 2)), list(permutations("a", 0)),
    list(permutations("ab", 3)), words(permutations("aab"))[:3]
)
print(
    words(combinations("abcd", 2)), list(combinations("ab", 3)), list(combinations("ab", 0)),
    words(combinations(range(4), 3)), len(list(combinations(range(10), 5)))
)
print(
    words(combinations_with_replacement("abc", 2)), list(combinations_with_replacement([], 1)),
    list(combinations_with_replacement("a", 0)),
    len(list(combinations_with_replacement(range(4), 3)))
)
sums = [pair for pair in combinations(range(1, 8), 2) if sum(pair) == 8]
print(sums, sum(a * b for a, b in product(range(3), range(4))), max(permutations([1, 2, 3])))
iterator = permutations([1, 2])
print(next(iterator), list(iterator), list(iterator), type(iterator).__name__)
for action in (
    lambda: product(5), lambda: product("a", repeat=-1), lambda: product("a", wrong=1),
    lambda: permutations("a", -1), lambda: permutations("a", "b"), lambda: permutations(),
    lambda: combinations("a"), lambda: combinations("a", -1), lambda: combinations(5, 1),
    lambda: combinations_with_replacement("a", 1.5), lambda: product("ab", repeat="x")
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


def queens(size):
    return [order for order in permutations(range(size)) if len({
        c + r for r, c in enumerate(order)
    }) == len({c - r for r, c in enumerate(order)}) == size]


print(queens(4), len(queens(6)))
