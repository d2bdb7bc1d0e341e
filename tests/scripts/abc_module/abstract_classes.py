# Shows: abstract methods, properties, class methods; registration; caches of subclass checks.
from abc import ABC, ABCMeta, abstractmethod, get_cache_token, update_abstractmethods


class Storage(ABC):
    @abstractmethod
    def read(self, key): "Gives the value."

    @abstractmethod
    def write(self, key, value): ...

    @property
    @abstractmethod
    def size(self): ...

    @classmethod
    @abstractmethod
    def open(cls): ...

    @staticmethod
    @abstractmethod
    def check(): ...

    def copy(self, a, b):
        self.write(b, self.read(a))


class Partial(Storage):
    def read(self, key): return self.data[key]
    size = property(lambda self: len(self.data))


class Memory(Partial):
    def __init__(self): self.data = {}
    def write(self, key, value): self.data[key] = value
    @classmethod
    def open(cls): return cls()
    @staticmethod
    def check(): return True


m = Memory.open()
m.write("a", 1)
m.copy("a", "b")
print(
    m.size, m.data, Memory.check(), Memory.__abstractmethods__, sorted(Partial.__abstractmethods__),
    Storage.read.__isabstractmethod__, isinstance(m, Storage), type(Storage).__name__
)
for cls in Storage, Partial:
    try:
        cls()
    except TypeError as error:
        print(error)


class Single(metaclass=ABCMeta):
    @abstractmethod
    def only(self): ...


try:
    Single()
except TypeError as error:
    print(error)


class Duck(ABC):
    @classmethod
    def __subclasshook__(cls, other):
        if cls is Duck:
            return any("quack" in vars(base) for base in other.__mro__) or NotImplemented
        return NotImplemented


class Mallard:
    def quack(self): ...


class Child(Duck): ...


print(
    issubclass(Mallard, Duck), isinstance(Mallard(), Duck), issubclass(int, Duck),
    issubclass(Mallard, Child), issubclass(Child, Duck)
)
token = get_cache_token()
Duck.register(int)
print(isinstance(5, Duck), issubclass(bool, Duck), get_cache_token() != token, Duck in int.__mro__)


@Duck.register
class Registered: ...


print(issubclass(Registered, Duck), Registered.__name__)
Single.only = lambda self: "now concrete"
try:
    Single()
except TypeError:
    update_abstractmethods(Single)
print(Single().only())
for action in (
    lambda: Duck.register(5), lambda: issubclass(5, Duck), lambda: abstractmethod(5),
    lambda: Memory.register(Storage),
    lambda: type(
        "X", (Storage,), {"read": None, "write": 1, "size": 2, "open": 3, "check": 4}
    )().read
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
