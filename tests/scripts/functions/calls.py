# Shows: unpacking into calls, the order of evaluation, and what cannot be called or unpacked.


def show(*args, **kwargs):
    return args, kwargs


def log(value):
    print(value, end=" ")
    return value


print(
    show(1, *[2, 3], 4, *"ab", k=1, **{"m": 2}, **{}), show(*(), **{}), show(*{"a": 1}),
    show(*range(3))
)
print(show(log(1), *log([2]), key=log("k"), **log({"z": 3})))
print(show(k=log("first"), *log(["then"])))


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


class Box:
    def method(self, a):
        return a

    @classmethod
    def make(cls, a):
        return a

    @staticmethod
    def plain(a):
        return a

    def no_self():
        return 1


for action in (
    lambda: show(*5), lambda: show(*None), lambda: show(**5), lambda: show(**[1]),
    lambda: show(**{1: 2}), lambda: show(a=1, **{"a": 2}), lambda: show(**{"a": 1}, **{"a": 2}),
    lambda: show(*[1], *5), lambda: (lambda: None)(*[1]), lambda: print(*5),
    lambda: (lambda f: f())(None), lambda: (lambda f: f(1))("text"), lambda: Box().method(),
    lambda: Box().method(1, 2), lambda: Box.method(), lambda: Box.make(), lambda: Box.plain(),
    lambda: Box().no_self(), lambda: Box(1), lambda: Box().method(b=1), lambda: Box()(),
    lambda: Box().method(1, a=2),
    lambda: len(), lambda: len(1, 2), lambda: len(obj=[]), lambda: len(5), lambda: print(wrong=1),
    lambda: sorted(), lambda: abs(), lambda: isinstance(1), lambda: int(1, 2, 3),
    lambda: "a".join(), lambda: [].append(1, 2), lambda: dict.get(), lambda: dict.get(1, 2),
    lambda: str.join(), lambda: getattr(1), lambda: open(), lambda: type(1, 2),
    lambda: super(1, 2, 3), lambda: object(1), lambda: list.append([]),
    lambda: range(*[1, 2], 3, 4), lambda: max(), lambda: max(key=1), lambda: divmod(1),
    lambda: ord(), lambda: iter(), lambda: zip(1), lambda: map(), lambda: enumerate(),
    lambda: sum(1), lambda: round(1, 2, 3),
):
    attempt(action)
