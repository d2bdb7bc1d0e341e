# Shows: the descriptors behind methods, class methods, static methods and built-in methods.
import types


class Owner:
    def method(self): return self
    @classmethod
    def cmethod(cls): return cls
    @staticmethod
    def smethod(): return "static"


owner = Owner()
for name in ("method", "cmethod", "smethod"):
    raw = Owner.__dict__[name]
    print(
        name, type(raw).__name__, type(getattr(owner, name)).__name__,
        type(getattr(Owner, name)).__name__, hasattr(raw, "__set__"),
        raw.__get__(owner, Owner)() in (owner, Owner, "static")
    )
print(
    Owner.__dict__["cmethod"].__func__.__name__, Owner.__dict__["smethod"].__wrapped__(),
    Owner.__dict__["smethod"](), Owner.cmethod.__self__ is Owner
)
for value in (
    str.upper, "a".upper, int.__add__, (5).__add__, str.join, dict.fromkeys, list.__len__, len,
    type.__dict__["mro"], int.__dict__["numerator"], Owner.__dict__["__dict__"], object.__init__,
    property.fget
):
    print(
        type(value).__name__, value.__name__, getattr(value, "__qualname__", None),
        getattr(value, "__objclass__", None)
    )
print(
    repr(str.upper), repr(int.__add__), repr(int.__dict__["real"]), repr((5).__add__)[:35],
    repr(len), repr(dict.fromkeys)[:33], repr(Owner.method)[:22], repr(owner.method)[:30]
)
bound = types.MethodType(lambda self, x: (self, x), "me")
print(
    bound(1), bound.__self__, types.MethodType(len, [1, 2])(),
    bound == types.MethodType(bound.__func__, "me"), hash(bound) == hash(bound)
)
for action in (
    lambda: str.upper(5), lambda: str.upper(), lambda: int.__add__("a", 1),
    lambda: list.append(5, 1), lambda: list.__len__(), lambda: str.upper.__get__(5),
    lambda: int.__dict__["real"].__get__("x"), lambda: types.MethodType(5, 1),
    lambda: types.MethodType(len, None), lambda: types.MethodType(len),
    lambda: Owner.__dict__["cmethod"](), lambda: classmethod(), lambda: staticmethod(5)(),
    lambda: setattr(owner.method, "__self__", 1), lambda: dict.fromkeys.__get__(5)(),
    lambda: int.__dict__["real"].__set__(5, 1), lambda: classmethod(5).__get__(1)(),
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
