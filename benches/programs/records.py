# Measures: dataclasses, named tuples, enumerations, and telling kinds apart.
from collections import namedtuple
from dataclasses import dataclass, field
from enum import Enum


class Kind(Enum):
    SMALL = 1
    LARGE = 2


Point = namedtuple("Point", "x y")


@dataclass(order=True)
class Item:
    size: int
    name: str = "item"
    kind: Kind = field(default=Kind.SMALL, compare=False)
    parts: list = field(default_factory=list, compare=False)


def describe(value):
    if isinstance(value, Item):
        return value.size if value.kind is Kind.SMALL else -value.size
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, Point):
        return value.x * value.y
    return len(value)


def main():
    total = 0
    counts = {Kind.SMALL: 0, Kind.LARGE: 0}
    for number in range(60_000):
        item = Item(number % 100, kind=Kind.LARGE if number % 3 else Kind.SMALL)
        item.parts.append(number)
        counts[item.kind] += 1
        total += describe(item) + describe(number) + describe(Point(number, 2)) + describe("text")
        total += (item == Item(number % 100)) + (item < Item(50))
    print("records", total, counts[Kind.LARGE], sorted(Item(number) for number in (3, 1, 2))[0])


for _ in range(3):
    main()
