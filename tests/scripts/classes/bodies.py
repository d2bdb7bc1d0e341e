# Shows: what may stand in the body of a class, its namespace, and private names.


class Outer:
    x = 1
    if x:
        y = [x, x]
    for z in range(3):
        x += z
    try:
        del missing
    except NameError as error:
        message = str(error)
    print(__name__, __qualname__, "in the body", "__module__" in locals())

    class Inner:
        depth = 2

        def where(self):
            return __class__.__qualname__

        class Innermost:
            pass

    def __private(self):
        return "private"

    __secret = "hidden"
    __dunder__ = "open"
    _Single = 1

    def call(self):
        self.__own = 1
        return self.__private(), self.__secret, sorted(vars(self))

    def make(self):
        class Local:
            pass
        return Local


outer = Outer()
print(
    outer.x, outer.y, outer.z, outer.message, outer.Inner().where(),
    outer.Inner.Innermost.__qualname__, outer.make().__qualname__
)
print(outer.call(), outer._Outer__private(), outer._Outer__secret, outer.__dunder__)
try:
    outer.__secret
except AttributeError as error:
    print(error)


def function(a):
    class Uses:
        b = a
        c = [a for _ in range(1)]
    return Uses.b, Uses.c


try:
    print(function(5))
except NameError as error:
    print(error)


class Annotated:
    a: int
    b: str = "b"
    (c): float = 1.0
    self_made: "Annotated"
    __private: int = 3


print(
    Annotated.__annotations__, hasattr(Annotated, "a"), Annotated.b, Outer.__firstlineno__,
    Outer.__static_attributes__, Annotated.__dict__["__module__"]
)


class Empty: ...
class WithDoc: "the doc"
class Three(int, metaclass=type): pass


print(
    Empty.__doc__, WithDoc.__doc__, Three(3) + 1, Empty.__static_attributes__,
    Empty.__dict__.keys() - object.__dict__.keys() == {
        "__module__", "__dict__", "__weakref__", "__firstlineno__", "__static_attributes__"
    }
)
