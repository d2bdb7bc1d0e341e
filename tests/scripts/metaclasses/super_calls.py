"""super() where the object is a class: of metaclasses, of class methods, and both."""


class Meta(type):
    def __call__(cls, *args, **names):
        made = super().__call__(*args, **names)
        made.log = "made"
        return made

    def __getattribute__(cls, name):
        return super().__getattribute__(name)

    def hello(cls):
        return f"Meta.hello of {cls.__name__}"


class Deeper(Meta):
    def __call__(cls, *args):
        bound = super().__call__
        return bound(*args)

    def hello(cls):
        return "Deeper, " + super().hello()


class Base(metaclass=Deeper):
    def __init__(self, x=0):
        self.x = x

    @classmethod
    def make(cls, *args):
        return cls(*args)


class Derived(Base):
    @classmethod
    def make(cls, *args):
        function = super().make
        return function(*args), super().make(*args)


for _ in range(3):
    print(Base(3).x, Base(x := 4).log, Derived.hello(), [each.x for each in Derived.make(5)])


# A class that is an instance of the class that the search begins behind, and inherits from it.
class Root(type):
    def who(cls):
        return "Root"


class Middle(Root):
    def who(cls):
        return "Middle over " + super().who(cls) if isinstance(cls, type) and issubclass(cls, Middle) \
            else "Middle over " + super().who()


class Leaf(Middle, metaclass=Middle):
    pass


class Plain(metaclass=Middle):
    pass


for each in (Plain, Leaf, Plain, Leaf):
    print(Middle.who(each))

print(super(Meta, Base).__class__ is super, super(Derived, Derived).make.__self__ is Derived)
for function in (lambda: super(Meta, 3).x, lambda: super(Base, Base()).missing):
    try:
        function()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
print(min(3, 2.5), max(1 << 60, 2.0 ** 60), sorted([2, 1.5, 10 ** 17, 1e17 + 16, float("inf"), -3]))
print(3 < 3.0, 3 <= 3.0, 2 ** 53 + 1 > 2.0 ** 53, 2 ** 53 < 2.0 ** 53 + 2, float("nan") < 1, 1 == 1.0)
