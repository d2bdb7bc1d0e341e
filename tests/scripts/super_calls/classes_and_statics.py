# super() in methods that are called through the class: __new__, class methods, static methods.


class Base:
    made = 0

    def __new__(cls, *values):
        Base.made += 1
        return super().__new__(cls)

    @classmethod
    def named(cls):
        return "Base", cls.__name__

    @staticmethod
    def doubled(number):
        return number * 2

    def plain(self, number=0):
        return type(self).__name__, number


class Derived(Base):
    def __new__(cls, *values):
        self = super().__new__(cls, *values)
        self.values = values
        return self

    @classmethod
    def named(cls):
        return "Derived", super().named()

    @staticmethod
    def doubled(number):
        return number + 1

    def both(self):
        return super().doubled(5), super().named(), super().plain(3)

    @classmethod
    def unbound(cls, instance):
        return super().plain(instance, 7)


class Last(Derived):
    @classmethod
    def named(cls):
        return super().named()


for _ in range(50):
    made = Derived(1, 2)
    result = made.values, made.both(), Derived.named(), Last.named(), Derived.unbound(made)
print(result, Base.made)


def changed(self, number):
    return "changed", number


Base.plain = changed
Base.doubled = staticmethod(lambda number: -number)
Base.named = classmethod(lambda cls: ("new", cls.__name__))
print(made.both(), Derived.named(), Last.named(), Derived.unbound(made))


class Meta(type):
    def __new__(mcs, name, bases, namespace, **keywords):
        return super().__new__(mcs, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **keywords):
        super().__init__(name, bases, namespace)
        cls.keywords = keywords

    def __call__(cls, *arguments):
        return super().__call__(*arguments), cls.keywords


for number in range(20):

    class Made(metaclass=Meta, number=number):
        pass


print(type(Made()[0]) is Made, Made()[1])


class Point(tuple):
    def __new__(cls, x, y):
        return super().__new__(cls, (x, y))


class Celsius(float):
    def __new__(cls, value):
        return super().__new__(cls, round(value, 1))


for _ in range(20):
    print_me = Point(1, 2), Celsius(3.14159), Point(3, 4) + Point(5, 6)
print(print_me)


class Missing(Base):
    def absent(self):
        return super().absent()

    @classmethod
    def absent_too(cls):
        return super().absent_too()


for call in (made.both, Missing().absent, Missing.absent_too):
    for _ in range(20):
        try:
            result = call()
        except AttributeError as error:
            result = str(error)
    print(result)
