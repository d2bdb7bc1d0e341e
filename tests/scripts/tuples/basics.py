# Shows: tuples: how they are written, their methods, text, comparison and errors.


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


print(
    (), (1,), 1, (1, 2), ((),), ("a",), tuple(), tuple("ab"), tuple([1, 2]), tuple({"k": 1}),
    tuple(range(3))
)
pair = 1, 2
single = 3,
print(
    pair + single, pair * 2, 2 * pair, pair[0], pair[-1], pair[:1], pair[::-1], len(pair),
    1 in pair, pair.index(2), (1, 1, 2).count(1)
)
print(
    (1, 2) == (1, 2), (1, 2) == [1, 2], (1, 2) < (1, 3), () < (0,), (1, "a") < (2, 1),
    (1, 2.0) == (1.0, 2), (1,) != (2,)
)
print(
    hash((1, 2)) == hash((1, 2)), hash(()), hash((1,)), hash((1, 2)),
    hash((0, "",)) == hash((0, "")), {(1, 2): "pair"}[1, 2]
)
print(
    pair[:] is pair, tuple(pair) is pair, pair + () is pair, pair * 0 is tuple(), pair * 1 is pair
)
mutable = ([1], 2)
try:
    mutable[0] += [5]
except TypeError as error:
    print(error, mutable)
for action in (
    lambda: pair[2], lambda: pair["a"], lambda: pair.index(9), lambda: pair + [1], lambda: pair + 1,
    lambda: pair < 1, lambda: (1,) < ("a",), lambda: hash(([],)), lambda: tuple(5),
    lambda: tuple(1, 2), lambda: pair.append(1),
    lambda: pair.__setitem__(0, 1), lambda: {([],): 1}, lambda: pair - pair, lambda: pair * pair,
    lambda: pair.index(1, 1), lambda: (lambda t: t())(pair), lambda: pair * 2**70,
):
    attempt(action)
try:
    pair[0] = 5
except TypeError as error:
    print(error)
try:
    del pair[0]
except TypeError as error:
    print(error)
