# Shows: object, NotImplemented, Ellipsis, None, slice and the other single objects.


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


import warnings
warnings.simplefilter("error")
plain = object()
print(
    type(plain).__name__, plain == plain, plain != object(), plain.__eq__(5), plain.__lt__(5),
    bool(plain), plain.__class__, plain.__doc__[:8], isinstance(plain, object), len(dir(plain))
)
print(
    None, ..., NotImplemented, type(None)(), type(...)(), type(NotImplemented)(),
    None is type(None)(), bool(None), bool(...), {None: 1, ...: 2}
)
print(
    plain.__sizeof__() > 0, sorted(plain.__dir__()) == dir(plain),
    plain.__format__("")[:8], plain.__init__(), plain.__init_subclass__(),
    plain.__reduce_ex__(2)[1], object.__subclasshook__(5)
)
for action in (
    lambda: plain.x, lambda: setattr(plain, "x", 1), lambda: plain < plain, lambda: plain + plain,
    lambda: plain[0], lambda: plain(), lambda: len(plain), lambda: iter(plain), lambda: -plain,
    lambda: hash(plain) == hash(plain), lambda: object(1), lambda: object(x=1),
    lambda: bool(NotImplemented), lambda: not NotImplemented, lambda: None.x,
    lambda: (lambda none: none())(None), lambda: (lambda none: none[0])(None), lambda: None + 1,
    lambda: (lambda dots: dots())(...), lambda: type(None)(1), lambda: setattr(None, "x", 1),
    lambda: plain.__format__("x"), lambda: f"{plain:x}",
    lambda: int(plain), lambda: float(plain), lambda: list(plain), lambda: plain in plain,
    lambda: [1][plain], lambda: "a" * plain, lambda: next(plain), lambda: abs(plain),
    lambda: plain @ plain, lambda: {**plain}, lambda: (lambda: 0)(*plain), lambda: sum(plain),
    lambda: open(plain), lambda: range(plain), lambda: chr(plain), lambda: bytes(plain),
    lambda: memoryview(plain), lambda: set(plain), lambda: dict(plain), lambda: complex(plain),
    lambda: isinstance(1, plain), lambda: issubclass(plain, int), lambda: reversed(plain),
    lambda: round(plain), lambda: divmod(plain, 1),
):
    attempt(action)
print(
    __name__, __doc__, __package__, __debug__, type(__builtins__).__name__, __builtins__.__name__,
    copyright.__class__.__name__
)
