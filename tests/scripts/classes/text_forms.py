# Shows: __repr__, __str__, __format__ and __bytes__, who uses which, and defaults.


class Plain:
    pass


class Both:
    def __repr__(self): return "<repr>"
    def __str__(self): return "<str>"


class OnlyRepr:
    def __repr__(self): return "<only repr>"


class Formats(Both):
    def __format__(self, spec): return f"<format {spec}>"
    def __bytes__(self): return b"<bytes>"


b, r, f = Both(), OnlyRepr(), Formats()
print(
    b, [b], (b,), {b: b}, {"k": [b]}, str(b), repr(b), f"{b} {b!r} {b!s:>8}",
    "%s %r %10s" % (b, b, b), "{} {!r}".format(b, b)
)
print(
    r, [r], str(r), f"{r} {r!s:>14}", f, [f], f"{f} {f:x>3} {f!s} {f!r:>9}", bytes(f), format(f),
    format(f, "spec"), "{:a:b}".format(f), f"{f:{'nested'}}"
)
print(
    repr(Plain())[:22], str(Plain())[:22], repr(Plain), repr(Plain.__init__)[:30], f"{Plain}",
    type(Plain()).__repr__ is object.__repr__
)


class Nested:
    class Inner:
        pass


def function():
    class Local: ...
    def inner(): ...
    return Local, inner, lambda: 0


local, inner, lambda_ = function()
print(
    Nested.Inner, local, inner.__qualname__, lambda_.__qualname__, repr(inner)[:32],
    repr(lambda_)[:36]
)


class Reprs(list):
    def __repr__(self): return f"Reprs({super().__repr__()})"


class Recursive:
    def __init__(self): self.parts = [self]
    def __repr__(self): return f"Recursive(parts={len(self.parts)})"


print(Reprs([1, Reprs()]), Recursive(), [Recursive()], Recursive().parts)
import reprlib


class Guarded:
    def __init__(self): self.me = self
    @reprlib.recursive_repr("...")
    def __repr__(self): return f"Guarded({self.me!r})"


print(
    Guarded(), reprlib.repr(list(range(100))), reprlib.repr("x" * 100),
    reprlib.repr({n: n for n in range(9)})
)


class Wrong:
    def __repr__(self): return 5
    def __str__(self): return None
    def __format__(self, spec): return []
    def __bytes__(self): return "x"


for action in (
    lambda: repr(Wrong()), lambda: str(Wrong()), lambda: f"{Wrong()}", lambda: bytes(Wrong()),
    lambda: [Wrong()].__repr__(), lambda: "%s" % Wrong(), lambda: f"{Plain():x}",
    lambda: format(b, 5)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
