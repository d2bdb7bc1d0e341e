# Shows: *args and **kwargs through wrappers, order of keywords, and what may follow what.


def show(*args, **kwargs):
    return args, kwargs


def forward(*args, **kwargs):
    return show(*args, **kwargs)


def middle(first, *rest, last="none", **others):
    return first, rest, last, others


print(
    forward(1, 2, a=3), forward(), forward(*[], **{}),
    show(*"ab", *[1], **{"x": 1}, y=2, **{"z": 3}), list(show(b=1, a=2)[1])
)
print(
    middle(1), middle(1, 2, 3, last=4), middle(*range(3), **{"last": "x", "more": 5}),
    middle(first=1, last=2), middle(1, others=5, rest=6)
)
a, kwargs = show(*(n for n in range(3)), **dict.fromkeys("xy"))
print(a, kwargs, type(a).__name__, type(kwargs).__name__)
given = {"k": [1]}
got = show(**given)[1]
got["k"].append(2)
got["new"] = 1
print(given, got is given)


def changes(**kwargs):
    kwargs["added"] = True
    return kwargs


print(changes(**given), given, show(**{"not an identifier": 1, "class": 2}))


def count_arguments(*args, **kwargs): return len(args), len(kwargs)


print(
    count_arguments(*range(1000)), count_arguments(**{f"k{n}": n for n in range(300)}),
    show(*{"d": 1}, **{"e": 2}), max(*[3, 9], *(4,)), print(*[1, 2], sep="|")
)
for source in (
    "f(**k, *a)", "f(a=1, *b)", "f(*a, b)", "f(**k, b=1)", "f(a=1, b)", "f(**k, b)",
    "f(*a, **k, c)", "f(x for x in y)", "f(x for x in y, 1)", "f(*)", "f(**)", "f(a b)",
    "f(a=1, a=1)", "f(*a=1)", "f(1=2)", "f(a.b=1)", "f(lambda: 1)", "f((a)=1)", "f(a := 1)",
    "f(a=b := 1)"
):
    try:
        compile(source, "", "eval")
        print(source, "is fine")
    except SyntaxError as error:
        print(source, "->", error.msg)
for action in (
    lambda: show(**{"a": 1}, a=2), lambda: show(**[("a", 1)]), lambda: middle(),
    lambda: middle(1, first=2), lambda: show(*1), lambda: show(**"ab"), lambda: (lambda *, a: a)(1),
    lambda: show(**{1: 2}), lambda: show(*None, **None), lambda: (lambda a, b=1, *c, d: 0)(1, 2, 3)
):
    try:
        print(action())
    except TypeError as error:
        print(error)
