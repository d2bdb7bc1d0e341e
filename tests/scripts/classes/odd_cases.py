# Shows: special methods of other types, classes that are not complete, names that are no strings.
import collections
import collections.abc
import types
import warnings


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


# A count on the left of a sequence.
print([1].__rmul__(2), (1,).__rmul__(2), "a".__rmul__(2), b"a".__rmul__(2), bytearray(b"a").__rmul__(2))


# Calls without an end.
class Endless:
    pass


Endless.__call__ = Endless()
try:
    Endless()()
except RecursionError as error:
    print(str(error).startswith("maximum recursion depth exceeded"))


# Slots that other types have.
class Mixed(int):
    __eq__ = str.__eq__
    __add__ = str.__add__


attempt(lambda: Mixed() == Mixed())
attempt(lambda: Mixed() + Mixed())


class Checks:
    __new__ = str.__subclasscheck__


attempt(Checks)


class Broken:
    @property
    def __eq__(self):
        raise AttributeError("none")


print(Broken() == 1)


# Where the dict of an instance is.
class Base:
    pass


class Meta(Base, type):
    pass


class Made(metaclass=Meta):
    pass


class Failure(Base, Exception):
    pass


print(type(Made.__dict__).__name__)
failure = Failure()
failure.__dict__ = {"a": 1}
print(failure.a)
attempt(lambda: delattr(failure, "__dict__"))
attempt(lambda: delattr(attempt, "__dict__"))
attempt(lambda: delattr(Base(), "__dict__"))


class Shown:
    __dict__ = property(lambda self: {"shown": 1})


print(vars(Shown()))


class Names(types.ModuleType):
    __dict__ = 8


attempt(lambda: dir(Names("names")))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    type("Numbered", (), {1: 2})
    print([str(warning.message) for warning in caught])
attempt(lambda: type("A\udc80", (), {}))
attempt(lambda: type("A", (), {"__doc__": "\udc80"}))


# What `mro` sees and may do.
class Looking(type):
    def mro(cls):
        if cls.__mro__ is None and cls.__name__ == "Seen":
            print(cls.__name__, "has no MRO yet")
            attempt(lambda: Looking("Below", (cls,), {}))
        return super().mro()


class Seen(metaclass=Looking):
    pass


class Swapping(type):
    ready = False

    def mro(cls):
        if Swapping.ready and cls.__name__ == "One":
            Two.__bases__ = (One,)
        if Swapping.ready and cls.__name__ == "Two":
            One.__bases__ = (Two,)
        return type.mro(cls)


class Root(metaclass=Swapping):
    pass


class One(Root):
    pass


class Two(Root):
    pass


Swapping.ready = True
attempt(lambda: setattr(One, "__bases__", (Root,)))
Swapping.ready = False
print(One.__mro__, Two.__mro__)


class Lost(type):
    def mro(cls):
        return (Base,)


attempt(lambda: Lost("Astray", (), {}))


# Sequences and mappings to `match`, by the first class that is either.
def kind(value):
    match value:
        case [*_]:
            return "sequence"
        case {}:
            return "mapping"


class Plain:
    pass


class First(Plain, collections.UserDict, collections.abc.Sequence):
    pass


class Second(Plain, collections.UserList, collections.abc.Mapping):
    pass


print(kind(First()), kind(Second()))


class Slotted(property):
    __slots__ = ()


print(Slotted(doc="dropped").__doc__)


class Sparse:
    __slots__ = ("a", "__classcell__")

    def kind(self):
        return __class__


attempt(lambda: Sparse().a)
print(Sparse().kind(), type(Sparse.__dict__["__classcell__"]).__name__)


class Documented:
    """Documented(first, second=2)
--

    The rest."""


print(Documented.__text_signature__)
