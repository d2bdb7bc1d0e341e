# Shows: the method resolution order of many bases, super() along it, and orders that cannot be.


class Base:
    def who(self):
        return ["Base"]


class Left(Base):
    def who(self):
        return ["Left"] + super().who()


class Right(Base):
    def who(self):
        return ["Right"] + super().who()


class Both(Left, Right):
    def who(self):
        return ["Both"] + super().who()


print(
    [cls.__name__ for cls in Both.__mro__], Both().who(), Both.mro() == list(Both.__mro__),
    Both.__base__.__name__
)
print(
    issubclass(Both, Base), issubclass(Left, Right), issubclass(Both, (int, Left)),
    isinstance(Both(), Right), Base.__subclasses__() == [Left, Right]
)
print(super(Both, Both()).who(), super(Left, Both()).who(), super(Right, Both()).who())


class Mixin:
    def hello(self):
        return "hello from " + type(self).__name__


class Number(Mixin, int):
    pass


print(Number(5).hello(), Number(5) + 1, [cls.__name__ for cls in Number.__mro__])
for make in (
    lambda: type("X", (Base, Left), {}),
    lambda: type("X", (Base, Base), {}),
    lambda: type("X", (int, str), {}),
    lambda: type("X", (bool,), {}),
    lambda: type("X", (5,), {}),
    lambda: type("X", (type(None),), {}),
    lambda: type("X", (type(lambda: 1),), {}),
    lambda: type("X", (Left, Right, Left), {}),
    lambda: type("X", ("text",), {}),
    lambda: type(5, (), {}),
    lambda: type("X", [], {}),
    lambda: type("X", (), []),
    lambda: type("X\0", (), {}),
    lambda: type(),
    lambda: issubclass(5, int),
    lambda: issubclass(int, 5),
    lambda: isinstance(5, "int"),
    lambda: isinstance(5, (int, 5)),
    lambda: isinstance("", (int, 5)),
):
    try:
        print(make())
    except (TypeError, ValueError) as error:
        print(error)
A = type("A", (), {"x": 1})
B = type("B", (A,), {})
Both.__bases__ = (Right, Left)
print(Both().who())
B.__bases__ = (Base,)
print(B().who(), hasattr(B, "x"))
try:
    Base.__bases__ = (Both,)
except TypeError as error:
    print(error)
