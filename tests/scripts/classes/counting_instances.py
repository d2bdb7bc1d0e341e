# Shows: class variables, factories, registries and singletons in their usual forms.
import itertools


class Ticket:
    _numbers = itertools.count(1)
    all = {}

    def __new__(cls, holder):
        if holder in cls.all:
            return cls.all[holder]
        self = super().__new__(cls)
        cls.all[holder] = self
        return self

    def __init__(self, holder):
        if not hasattr(self, "number"):
            self.number = next(self._numbers)
        self.holder = holder

    @classmethod
    def many(cls, *holders):
        return [cls(holder) for holder in holders]

    @property
    def label(self):
        return f"{self.number:03}-{self.holder}"


a, b, again = Ticket.many("ann", "bob", "ann")
print(a.label, b.label, again is a, len(Ticket.all), Ticket("cy").number)


class Config:
    _instance = None
    values = {}

    def __new__(cls, **values):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        cls._instance.values = {**cls._instance.values, **values}
        return cls._instance


print(Config(a=1) is Config(b=2), Config().values, Config.values)


class Base:
    count = 0

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.count = 0

    def __init__(self):
        type(self).count += 1


class X(Base): ...
class Y(Base): ...


X(), X(), Y()
print(Base.count, X.count, Y.count)


class Shared:
    items = []
    own = None

    def add(self, item):
        self.items.append(item)
        self.own = (self.own or []) + [item]


s, t = Shared(), Shared()
s.add(1)
t.add(2)
print(s.items, s.own, t.own, Shared.own, s.items is t.items)
s.items = ["own list"]
s.add(3)
print(s.items, t.items, Shared.items)
Shared.later = lambda self: f"added later, own {self.own}"
print(t.later(), hasattr(s, "later"), getattr(Shared, "later")(s))
print(
    sorted(name for name in vars(Shared) if not name.startswith("__")), Shared.add.__qualname__,
    s.add.__func__ is t.add.__func__
)
