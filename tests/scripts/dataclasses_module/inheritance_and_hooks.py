# Shows: __post_init__, InitVar, inherited fields, kw_only, slots, make_dataclass, nested asdict.
from dataclasses import KW_ONLY, InitVar, asdict, dataclass, field, fields, make_dataclass
from typing import ClassVar


@dataclass
class Base:
    x: int
    y: int = 2
    count: ClassVar[int] = 0

    def __post_init__(self):
        Base.count += 1


@dataclass
class Child(Base):
    z: int = 3
    x: int = 10
    scale: InitVar[int] = 1
    area: int = field(init=False)

    def __post_init__(self, scale):
        super().__post_init__()
        self.area = self.x * self.y * scale


print(Child(), Child(5, 6, scale=2), [f.name for f in fields(Child)], Base.count, Child.count)


@dataclass(kw_only=True)
class Options:
    debug: bool = False
    name: str


@dataclass
class Mixed:
    a: int
    _: KW_ONLY
    b: int = 5
    c: str


@dataclass(slots=True)
class Slotted:
    a: int
    b: int = 1


print(
    Options(name="n"), Mixed(1, c="c"), Slotted(5), Slotted.__slots__,
    hasattr(Slotted(1), "__dict__")
)
Made = make_dataclass(
    "Made", ["a", ("b", int), ("c", int, field(default=7))],
    namespace={"total": lambda self: self.b + self.c}, frozen=True
)
print(Made("x", 1), Made("x", 1).total())


@dataclass
class Node:
    value: int
    children: list["Node"] = field(default_factory=list)
    table: dict = field(default_factory=dict)


tree = Node(1, [Node(2), Node(3, table={"k": (Node(4),)})])
print(asdict(tree))
tree.children.append(tree)
print(str(tree)[-30:])


@dataclass(repr=False, eq=False)
class Bare:
    a: int = 0


@dataclass(unsafe_hash=True)
class Hashed:
    a: int
    b: int = field(hash=False, default=0)


@dataclass(init=False, match_args=False)
class NoInit:
    a: int = 5


print(
    Bare() == Bare(), repr(Bare())[:16], hash(Hashed(1, 2)) == hash(Hashed(1, 3)), NoInit().a,
    hasattr(NoInit, "__match_args__")
)
match Child(1, 2):
    case Child(x, y, z):
        print(x, y, z)
for action in (
    lambda: Options("n"), lambda: Mixed(1, 2, c="c"), lambda: Slotted(1, 2, 3),
    lambda: setattr(Slotted(1), "c", 1), lambda: Child(area=1),
    lambda: make_dataclass("X", ["a", "a"]), lambda: make_dataclass("X", ["1a"]), lambda: Mixed(1)
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
