# Shows: Enum: members, lookup, aliases, methods, iteration, auto, and its errors.
from enum import Enum, IntEnum, StrEnum, auto, unique


class Colour(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1
    BLUE = "b"

    @property
    def shout(self):
        return self.name + "!"

    @classmethod
    def default(cls):
        return cls.GREEN

    def __str__(self):
        return f"colour {self.value}"


class Auto(Enum):
    A = auto()
    B = auto()
    C = 10
    D = auto()


class Level(IntEnum):
    LOW = 1
    HIGH = 5


class Word(StrEnum):
    YES = auto()
    NO = "nope"


print(
    Colour.RED, repr(Colour.RED), Colour(2), Colour["BLUE"], Colour.CRIMSON is Colour.RED,
    Colour.RED.name, Colour.RED.value, Colour.RED.shout, Colour.default(), list(Colour), len(Colour)
)
print(
    Colour.__members__, Colour.RED in Colour, 1 in Colour, "zz" in Colour,
    isinstance(Colour.RED, Colour), Colour.RED == 1, Colour.RED is Colour(1),
    hash(Colour.RED) == hash(Colour.RED), {Colour.RED: 1}[Colour.RED], type(Colour).__name__
)
print(
    [member.value for member in Auto], Level.LOW < Level.HIGH, Level.LOW + 1, Level.HIGH == 5,
    sorted(Level, reverse=True), f"{Level.LOW} {Level.LOW!r} {Level.LOW:03d}", "%d" % Level.HIGH,
    Word.YES, Word.NO + "!", repr(Word.YES), Word("yes"), Word.NO == "nope"
)
print(
    Colour, bool(Colour.RED), Colour.RED.RED is Colour.RED, list(reversed(Colour))[0],
    Enum("Made", "X Y").Y.value, Enum("Made", {"P": "p"}).P,
    [m.name for m in Enum("Made", ["S", "T"], start=5)]
)
def add_member(): Colour.RED = 5
def extend():
    class More(Colour): ...
def duplicate():
    class Twice(Enum):
        A = 1
        A = 2
@unique
class Fine(Enum):
    A = 1
def not_unique():
    @unique
    class X(Enum):
        A = 1
        B = 1
for action in (
    lambda: Colour(9), lambda: Colour["NONE"], lambda: Colour.NONE, add_member, extend, duplicate,
    not_unique, lambda: setattr(Colour.RED, "value", 1), lambda: delattr(Colour, "RED"),
    lambda: Colour.RED < Colour.GREEN, lambda: Colour(), lambda: Level("x"), lambda: Colour.RED + 1,
    lambda: Colour[1]
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
