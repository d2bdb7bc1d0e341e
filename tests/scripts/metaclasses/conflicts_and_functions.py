# Shows: which metaclass wins, functions as metaclass, namespaces of other kinds, conflicts.


class A(type):
    pass


class B(A):
    pass


class C(type):
    pass


class WithA(metaclass=A):
    pass


class WithB(metaclass=B):
    pass


class Derived(WithA, WithB):
    pass


print(type(Derived).__name__)
try:
    class Conflict(WithA, metaclass=C):
        pass
except TypeError as error:
    print(error)


def function(name, bases, namespace):
    return name, bases, sorted(key for key in namespace if not key.startswith("__"))


class Made(int, metaclass=function):
    value = 1


print(Made)


class Logging(dict):
    def __setitem__(self, key, value):
        if not key.startswith("__"):
            print("bind", key)
        super().__setitem__(key, value)

    def __missing__(self, key):
        if key.startswith("auto_"):
            return key
        raise KeyError(key)


class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases):
        return Logging()

    def mro(cls):
        return list(super().mro())


class Body(metaclass=Meta):
    a = 1
    b = auto_name
    def c(self): pass
    a = 2
    del b


print(Body.a, type(Body.__dict__).__name__, hasattr(Body, "b"))


class BadPrepare(type):
    @classmethod
    def __prepare__(mcs, name, bases):
        return 5


class BadNew(type):
    def __new__(mcs, *args):
        return "not a class"


def bad_prepare():
    class X(metaclass=BadPrepare): pass


def bad_keyword():
    class X(metaclass=A, wrong=1): pass


def not_callable():
    class X(metaclass=5): pass


class Strange(metaclass=BadNew): pass


print(Strange)
for action in (bad_prepare, bad_keyword, not_callable):
    try:
        action()
    except TypeError as error:
        print(error)
