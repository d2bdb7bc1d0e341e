# Shows: list, set and dict comprehensions and generator expressions: nesting, conditions, scope.
print(
    [n * n for n in range(5)], [n for n in range(10) if n % 2 if n > 3],
    [(a, b) for a in "ab" for b in (1, 2)], [b for a in ([1, 2], [3]) for b in a]
)
print(
    {n % 3 for n in range(9)}, {n: n * n for n in range(4)}, {k: v for k, v in zip("ab", (1, 2))},
    sum(n for n in range(5)), tuple(n for n in "xy")
)
print(
    [[n * m for n in range(3)] for m in range(3)], [a for a, *_ in ([1, 2], (3,))],
    [(a, b) for (a, b), c in [((1, 2), 3)]], [x for x in (1, 2) for x in (x * 10, x * 20)]
)
n = "outer"
print(
    [n for n in range(2)], n, [(lambda: n)() for n in range(3)],
    [f() for f in [lambda: n for n in range(3)]]
)
print([last := k for k in "abc"], last, [y for k in (1, 2, 3) if (y := k * 2) > 2], y)
print(
    [k if k else "none" for k in (0, 1)], [*(k for k in "ab")], {**{k: 1 for k in "ab"}},
    [(yes, no) for yes in (1, 2) if yes > 1 for no in (3, 4) if no < 4]
)


class Scope:
    size = 2
    items = [1, 2]
    works = [item for item in items]
    first = [n for n in range(size)]
    try:
        fails = [item * size for item in items]
    except NameError as error:
        print(error)
    in_list = [(item, locals_item) for item in items for locals_item in [item]]


print(Scope.works, Scope.first, Scope.in_list, hasattr(Scope, "item"))


def function():
    k = "kept"
    result = [k for k in range(3)]
    functions = [lambda: k + i for i in range(2)]
    k = 10
    return result, k, [f() for f in functions], "i" in locals()


print(function(), locals().get("k_never"))
print(
    [k for k in (lambda: [1, 2])()], [i for i in range(3) if [j for j in range(i)]],
    dict((k, ord(k)) for k in "ab"), any(k > 1 for k in (1, 2)), all(k for k in ())
)
