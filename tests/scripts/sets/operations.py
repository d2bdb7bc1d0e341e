# Shows: sets and frozensets: operators, methods, comparison and errors.


def attempt(action):
    try:
        result = action()
        print(sorted(result) if isinstance(result, (set, frozenset)) else result)
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


a, b = {1, 2, 3}, {3, 4}
for result in (
    a | b, a & b, a - b, a ^ b, a.union(b, [9]), a.intersection([1, 2], (2,)),
    a.difference([1], [2]), a.symmetric_difference([3, 5]), a.union(), a.copy()
):
    print(sorted(result), end=" ")
print()
print(
    a <= {1, 2, 3, 4}, a < a, a <= a, a >= {1}, a > b, a == {3, 2, 1}, a == frozenset(a), a != b,
    a.isdisjoint([7]), a.issubset(range(9)), a.issuperset([1]), a == [1, 2, 3]
)
a.add(4); a.add(4); a.discard(99); a.discard(1); a.remove(2); a.update([7], {8}); a |= {10}; a &= {3, 4, 7, 8}; a -= {8}; a ^= {3, 11}
print(sorted(a), len(a), 4 in a, 3 in a)
a.intersection_update([4, 7, 11], [4, 7]); a.difference_update([4]); a.symmetric_difference_update([1])
print(
    sorted(a), {5}.pop(), set(), frozenset(), {1}, frozenset([1]), {()}, {frozenset()}, set("a"),
    bool(set())
)
print(
    type(frozenset([1]) | {2}).__name__, type({1} | frozenset([2])).__name__,
    hash(frozenset([1, 2])) == hash(frozenset([2, 1])), {frozenset([1]): "ok"}[frozenset([1])],
    {1} in {frozenset([1])}
)
for action in (
    lambda: a.remove(99), lambda: set().pop(), lambda: {[]}, lambda: {{}}, lambda: {{1}},
    lambda: hash(a), lambda: a | [1], lambda: a & 5, lambda: a - (1,), lambda: a < [1],
    lambda: a + a, lambda: set(5), lambda: set(1, 2), lambda: a.union(5), lambda: a[0],
    lambda: frozenset([1]).add(2),
    lambda: a.add([]), lambda: [] in a, lambda: a.discard([]), lambda: a.update(5),
    lambda: set(a=1), lambda: a.isdisjoint(5), lambda: a.remove({1}), lambda: {*5}, lambda: a.add(),
    lambda: frozenset(1, 2),
):
    attempt(action)
try:
    for item in a:
        a.add(item + 1000)
except RuntimeError as error:
    print(error)
a.clear()
print(a, {1, 1.0, True}, {0, False}, len({float("nan"), float("nan")}))
