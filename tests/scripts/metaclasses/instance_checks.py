# Shows: __instancecheck__, __subclasscheck__, abstract base classes and registered ones.
from abc import ABC, ABCMeta, abstractmethod


class Even(type):
    def __instancecheck__(cls, instance):
        return isinstance(instance, int) and instance % 2 == 0

    def __subclasscheck__(cls, subclass):
        return subclass.__name__.startswith("E")


class EvenNumber(metaclass=Even):
    pass


print(
    isinstance(4, EvenNumber), isinstance(3, EvenNumber), isinstance("x", (EvenNumber, str)),
    issubclass(EOFError, EvenNumber), issubclass(int, EvenNumber)
)


class Shape(ABC):
    @abstractmethod
    def area(self):
        return 0

    @property
    @abstractmethod
    def name(self): ...

    def describe(self):
        return f"{self.name} {self.area()}"


class Half(Shape):
    def area(self):
        return super().area() + 1


class Whole(Half):
    name = "whole"


class Foreign:
    pass


print(
    Whole().describe(), Shape.__abstractmethods__ == {"area", "name"}, Half.__abstractmethods__,
    issubclass(Whole, Shape)
)
for cls in Shape, Half:
    try:
        cls()
    except TypeError as error:
        print(error)
print(
    isinstance(Foreign(), Shape), Shape.register(Foreign) is Foreign, isinstance(Foreign(), Shape),
    issubclass(Foreign, Shape), Shape in Foreign.__mro__
)


class HasClose(metaclass=ABCMeta):
    @classmethod
    def __subclasshook__(cls, other):
        return True if "close" in vars(other) else NotImplemented


class File:
    def close(self): ...


print(issubclass(File, HasClose), isinstance(File(), HasClose), issubclass(int, HasClose))
try:
    Shape.register(5)
except TypeError as error:
    print(error)
try:
    Whole.register(Shape)
except RuntimeError as error:
    print(error)


class Pretends:
    @property
    def __class__(self):
        return int


print(
    isinstance(Pretends(), int), type(Pretends()).__name__, isinstance(Pretends(), Pretends),
    isinstance(5, int | str), issubclass(bool, int | None)
)
