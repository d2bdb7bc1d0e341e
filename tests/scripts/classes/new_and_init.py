# Shows: __new__ and __init__: what each gets, instances that are shared, wrong results.


class Shown:
    def __new__(cls, *args, **kwargs):
        print("new", cls.__name__, args, kwargs)
        return super().__new__(cls)

    def __init__(self, *args, **kwargs):
        print("init", args, kwargs)


class Single:
    instance = None

    def __new__(cls):
        if cls.instance is None:
            cls.instance = super().__new__(cls)
        return cls.instance


class Other:
    def __new__(cls):
        return 42

    def __init__(self):
        print("never called")


class Cached(int):
    def __new__(cls, value):
        self = int.__new__(cls, value * 2)
        self.original = value
        return self


Shown(1, key=2)
print(Single() is Single(), Other(), Cached(4), Cached(4).original)


class Plain:
    pass


class OnlyInit:
    def __init__(self, a):
        pass


class OnlyNew:
    def __new__(cls, a):
        return super().__new__(cls)


class ReturnsValue:
    def __init__(self):
        return 5


class PassesOn:
    def __new__(cls, a):
        return super().__new__(cls, a)


class InitPassesOn:
    def __init__(self, a):
        super().__init__(a)


for action in (
    lambda: Plain(1), lambda: Plain(a=1), lambda: OnlyInit(), lambda: OnlyNew(),
    lambda: ReturnsValue(), lambda: PassesOn(1), lambda: InitPassesOn(1), lambda: object.__new__(),
    lambda: object.__new__(5), lambda: object.__new__(int), lambda: int.__new__(str),
    lambda: object(1), lambda: object.__init__(Plain(), 1), lambda: Plain.__new__(Plain, 1),
    lambda: Shown.__new__()
):
    try:
        print(type(action()).__name__)
    except TypeError as error:
        print(error)
made = object.__new__(OnlyInit)
print(type(made).__name__, OnlyNew(1).__init__() is None)
