# Shows: None, Ellipsis and NotImplemented, where they come from and what they refuse.
import warnings


def nothing():
    pass


print(
    nothing(), [].append(1), print("printed"), (lambda: None)(), {}.get("k"), None == False,
    None is None, bool(None), str(None), [None]
)
print(
    ..., Ellipsis is ..., bool(...), type(...).__name__, repr(NotImplemented),
    type(NotImplemented).__name__, (1).__add__("a"), [...]
)
for action in (
    lambda: None + 1, lambda: (lambda none: none[0])(None), lambda: None.x, lambda: None < None,
    lambda: len(None), lambda: iter(None), lambda: int(None), lambda: None | None, lambda: ... + 1,
    lambda: NotImplemented + 1, lambda: (lambda none: none())(None), lambda: [1, None, 2].sort(),
    lambda: max(None, 1), lambda: None @ 1, lambda: -None, lambda: {**None}, lambda: "a".join(None),
    lambda: setattr(None, "x", 1), lambda: "%d" % None, lambda: sum([None]), lambda: None in None,
    lambda: (lambda none: [][none])(None), lambda: "abc"[None:None], lambda: open(None),
    lambda: None.__add__
):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
for source in (
    "None = 1", "True = 0", "def f(None): pass", "x.None", "import None", "class True: pass",
    "for None in x: pass", "del None", "(None := 1)", "... = 1", "None += 1", "f(None=1)",
    "global None", "__debug__ = 1", "with x as None: pass",
    "except_ = None; Ellipsis = 5; print(Ellipsis, ...)"
):
    try:
        exec(source, {"f": dict})
    except SyntaxError as error:
        print(source, "->", error.msg)
