# Shows: methods that pass on along the order of classes, each taking its own keyword.


class Root:
    def __init__(self, **kwargs):
        print("Root", kwargs)
        super().__init__(**kwargs)

    def draw(self):
        assert not hasattr(super(), "draw")
        return []


class Shape(Root):
    def __init__(self, *, name, **kwargs):
        self.name = name
        super().__init__(**kwargs)

    def draw(self):
        return [f"shape {self.name}"] + super().draw()


class Coloured(Root):
    def __init__(self, *, colour="black", **kwargs):
        self.colour = colour
        super().__init__(**kwargs)

    def draw(self):
        return [f"colour {self.colour}"] + super().draw()


class Both(Shape, Coloured):
    def draw(self):
        return ["both"] + super().draw()


print(Both(name="square", colour="red").draw(), Both(name="x").draw())
try:
    Both(name="y", size=5)
except TypeError as error:
    print(error)
try:
    Both()
except TypeError as error:
    print(error)


class LoggingDict(dict):
    def __setitem__(self, key, value):
        print("set", key)
        super().__setitem__(key, value)

    def __getitem__(self, key):
        return super().__getitem__(key)


class DefaultDict(dict):
    def __getitem__(self, key):
        try:
            return super().__getitem__(key)
        except KeyError:
            return "default"


class Mixed(LoggingDict, DefaultDict):
    pass


mixed = Mixed()
mixed["a"] = 1
print(mixed["a"], mixed["b"], [cls.__name__ for cls in Mixed.__mro__])


class A:
    def __new__(cls, *args):
        print("A.__new__", args)
        return super().__new__(cls)

    def __init_subclass__(cls):
        print("A subclass", cls.__name__)
        super().__init_subclass__()


class B(A):
    def __new__(cls, *args):
        return super().__new__(cls, *args, "from B")

    def __eq__(self, other):
        return super().__eq__(other)

    def __hash__(self):
        return super().__hash__()


b = B(1)
print(b == b, b == 5, b.__eq__(5), hash(b) == object.__hash__(b))
