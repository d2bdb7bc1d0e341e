# Shows: __getattr__, __getattribute__, __setattr__, __delattr__ and __dir__.


class Lazy:
    def __init__(self):
        self.real = 1

    def __getattr__(self, name):
        if name.startswith("no"):
            raise AttributeError(f"there is no {name}")
        return f"made {name}"


lazy = Lazy()
print(lazy.real, lazy.other, hasattr(lazy, "nothing"), getattr(lazy, "none", "default"))
try:
    lazy.nope
except AttributeError as error:
    print(error, error.name, error.obj is lazy)


class Watched:
    def __getattribute__(self, name):
        print("get", name)
        return super().__getattribute__(name)

    def __setattr__(self, name, value):
        print("set", name, value)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        print("del", name)
        super().__delattr__(name)

    def method(self):
        return self.x

    def __len__(self):
        return 7


watched = Watched()
watched.x = 1
watched.x += 1
print(watched.method(), len(watched))
del watched.x
try:
    watched.x
except AttributeError as error:
    print(error)


class Property:
    @property
    def broken(self):
        raise AttributeError("inside the property")

    def __getattr__(self, name):
        return f"fallback for {name}"

    def __dir__(self):
        return ["z", "a"]


print(Property().broken, dir(Property()))
module_like = type("ModuleLike", (), {"__getattr__": lambda self, name: name.upper()})()
print(module_like.abc, module_like.__class__.__name__)


class WrongDir:
    def __dir__(self):
        return 5


for action in (
    lambda: dir(WrongDir()), lambda: getattr(lazy, 5), lambda: setattr(lazy, 5, 1),
    lambda: hasattr(lazy, 5), lambda: delattr(lazy, "missing"), lambda: lazy.__missing__,
    lambda: object().__getattr__
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
