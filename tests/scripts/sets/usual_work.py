# Shows: usual work with sets: duplicates, differences, subsets, sieves, power sets.
from itertools import combinations

words = "the cat and the dog and the bird".split()
print(
    len(words), len(set(words)), sorted(set(words)),
    sorted({word for word in words if words.count(word) > 1}), sorted(set("abcd") - set("bd")),
    {1, 2} == {2, 1, 1}
)
wanted, known = {"a", "b", "c"}, {"b", "c", "d"}
print(
    sorted(wanted & known), sorted(wanted - known), sorted(known - wanted), sorted(wanted ^ known),
    len(wanted | known), wanted.isdisjoint({"z"}), {"b"} < known, wanted <= known, set() <= wanted
)
primes = set(range(2, 60))
for n in range(2, 8):
    primes -= set(range(n * n, 60, n))
print(sorted(primes))


def power_set(items):
    items = sorted(items)
    return [set(group) for size in range(len(items) + 1) for group in combinations(items, size)]


print(
    power_set({1, 2, 3}), len(power_set(range(8))),
    {frozenset(s) for s in power_set([1])} == {frozenset(), frozenset([1])}
)
seen = set()
print(
    [n for n in [3, 1, 3, 2, 1] if not (n in seen or seen.add(n))], sorted(seen),
    [seen.add(9), seen.discard(9), seen.discard(9)]
)
groups = {frozenset("ab"): 1, frozenset("ba"): 2, frozenset(): 0}
print(
    len(groups), groups[frozenset(["b", "a"])], set.union(*[{1}, {2}, {3}]),
    set.intersection({1, 2}, {2, 3}, {2}), set().union(range(3), [7]), {1, 2}.issuperset([1]),
    any(n in {1, 2} for n in (5, 2))
)
edges = {(1, 2), (2, 3), (4, 5)}
reached, grown = {1}, True
while grown:
    more = {b for a, b in edges if a in reached} | {a for a, b in edges if b in reached}
    grown = not more <= reached
    reached |= more
print(
    reached, {n * n % 7 for n in range(20)}, {n // 3 for n in range(9)},
    {len(word) for word in words}, {*range(3), *"a"} - {"a"}, sum({5, 5, 5}), {True, 1, 1.0},
    min({3, 1, 2}), list({7}), {(1, 2): "x"}.keys() | {(1, 2)}
)
x = {1, 2, 3}
y = x
x |= {4}
print(y, x is y)
x = x | {5}
print(y, x is y, x - y, bool(x & y), [each for each in sorted(x, reverse=True)])
