# Shows: the iterators of itertools that take one or more iterables.
from itertools import accumulate, batched, chain, compress, count, cycle, dropwhile, filterfalse, groupby, islice, pairwise, repeat, starmap, takewhile, tee, zip_longest
import operator

print(
    list(islice(count(5), 3)), list(islice(count(1, 0.5), 3)), list(islice(count(10, -3), 3)),
    list(islice(cycle("ab"), 5)), list(repeat("x", 3)), count(2, 3), repeat(5), repeat("a", 2)
)
print(
    list(accumulate([1, 2, 3])), list(accumulate([2, 3, 4], operator.mul)),
    list(accumulate([1, 2], initial=10)), list(accumulate([])), list(accumulate("ab")),
    list(accumulate([3, 1, 4], max))
)
print(
    list(chain("ab", [1])), list(chain.from_iterable(["ab", "c"])),
    list(compress("abcd", [1, 0, True, ""])), list(dropwhile(lambda n: n < 3, [1, 4, 2])),
    list(takewhile(lambda n: n < 3, [1, 4, 2])), list(filterfalse(None, [0, 1, ""])),
    list(filterfalse(lambda n: n % 2, range(5)))
)
print(
    [(key, list(group)) for key, group in groupby("aabbba")],
    [(key, len(list(group))) for key, group in groupby([1, 3, 2, 4], key=lambda n: n % 2)],
    list(pairwise("abcd")), list(batched("abcdefg", 3)), list(starmap(pow, [(2, 3), (3, 2)])),
    list(zip_longest("abc", "x", fillvalue="-"))
)
print(
    list(islice("abcdef", 2)), list(islice("abcdef", 2, None)), list(islice("abcdef", 1, 5, 2)),
    list(islice("abc", 10)), list(islice("abc", 0))
)
first, second = tee("abc")
print(
    next(first), next(first), list(second), list(first), [list(t) for t in tee([1], 3)], tee([], 0)
)
groups = groupby("aab")
key, group = next(groups)
next(groups)
print(key, list(group))
numbers = count()
print(
    next(numbers), next(numbers), numbers, operator.length_hint(repeat(1, 7)),
    list(zip(count(), "ab")), list(zip(repeat("k"), range(2)))
)
source = iter(range(10))
print(list(islice(source, 3)), next(source), list(takewhile(lambda n: n < 6, source)), next(source))
for action in (
    lambda: count("a"), lambda: cycle(5), lambda: list(repeat(1, "a")), lambda: chain(5).__next__(),
    lambda: islice("a", -1), lambda: islice("a", 1, 2, 0), lambda: islice("a"),
    lambda: islice("a", "b"), lambda: list(starmap(pow, [5])), lambda: list(starmap(pow, [(1,)])),
    lambda: batched("a", 0), lambda: list(batched("abc", 2, strict=True)), lambda: tee("a", -1),
    lambda: list(accumulate([1, "a"])), lambda: list(zip_longest("a", 5)), lambda: compress("a"),
    lambda: list(groupby(5)), lambda: pairwise(), lambda: list(chain.from_iterable([1])),
    lambda: zip_longest("a", fill=1), lambda: accumulate([1], initial=1, func=None).__next__()
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
