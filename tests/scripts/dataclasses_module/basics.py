# Shows: dataclass: fields, defaults, comparison, text, frozen, order, and its errors.
from dataclasses import FrozenInstanceError, asdict, astuple, dataclass, field, fields, is_dataclass, replace


@dataclass
class Item:
    """An item."""
    name: str
    price: float = 1.0
    tags: list = field(default_factory=list, repr=False)
    kind = "no field"


@dataclass(order=True, frozen=True)
class Version:
    major: int
    minor: int = 0
    note: str = field(default="", compare=False)


item = Item("pen", tags=["new"])
print(
    item, item == Item("pen", tags=["new"]), item != Item("pen"), [f.name for f in fields(Item)],
    asdict(item), astuple(item), replace(item, price=5.0), is_dataclass(Item), is_dataclass(item),
    is_dataclass(5), Item.__doc__, Item.__match_args__
)
a, b = Version(1, 2, "x"), Version(1, 2, "y")
print(
    a == b, a < Version(1, 3), sorted([Version(2), Version(1, 9)]), hash(a) == hash(b), {a: 1}[b],
    Version(1) >= Version(0, 5), max(a, Version(9))
)
item.price = 2
item.extra = "allowed"
print(item, vars(item))
for action in (
    lambda: Item(), lambda: Item("a", 1, [], 2), lambda: Item(wrong=1),
    lambda: setattr(a, "major", 5), lambda: delattr(a, "major"), lambda: hash(item),
    lambda: item < item, lambda: a < 5, lambda: replace(item, wrong=1), lambda: fields(5),
    lambda: asdict(Item), lambda: Item("x", name="y")
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


def mutable_default():
    @dataclass
    class X:
        a: list = []


def order_of_fields():
    @dataclass
    class X:
        a: int = 1
        b: int


def order_without_eq():
    @dataclass(order=True, eq=False)
    class X: ...


def frozen_and_not():
    @dataclass
    class X(Version): ...


def defined_twice():
    @dataclass(order=True)
    class X:
        def __lt__(self, other): ...


for action in (
    mutable_default, order_of_fields, order_without_eq, frozen_and_not, defined_twice,
    lambda: field(default=1, default_factory=list), lambda: dataclass(5)
):
    try:
        action()
        print("fine")
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
print(item == 5, Item("a") == Version("a"), issubclass(FrozenInstanceError, AttributeError))
