# Shows: Flag and IntFlag, members with several values, __new__, _missing_, nonmember.
from enum import CONTINUOUS, Enum, Flag, IntFlag, auto, member, nonmember, verify


class Access(Flag):
    READ = auto()
    WRITE = auto()
    RUN = auto()
    ALL = READ | WRITE | RUN


both = Access.READ | Access.WRITE
print(
    both, repr(both), both.value, Access.READ in both, Access.RUN in both, both & Access.READ,
    both ^ Access.READ, ~both, Access(0), bool(Access(0)), Access(5), list(both), len(both),
    Access.ALL, Access.ALL & ~Access.RUN, list(Access)
)


class Bits(IntFlag):
    A = 1
    B = 2
    D = 8


print(
    Bits.A | Bits.B, Bits.A | 16, Bits(3), Bits(3) + 1, ~Bits.A, Bits.A | 2 == 3, repr(Bits(64)),
    Bits["A"], isinstance(Bits.A, int), f"{Bits.A | Bits.D}"
)


class Planet(Enum):
    MERCURY = (3.3e23, 2.4e6)
    EARTH = (6.0e24, 6.4e6)

    def __init__(self, mass, radius):
        self.mass, self.radius = mass, radius

    @property
    def density(self):
        return f"{self.mass / self.radius**3:.0f}"


print(Planet.EARTH.mass, Planet.MERCURY.density, Planet.EARTH.value, Planet((3.3e23, 2.4e6)))


class Unit(Enum):
    METRE = "m"
    FOOT = "ft"

    def __new__(cls, symbol):
        self = object.__new__(cls)
        self._value_ = symbol
        self.long = symbol * 2
        return self

    @classmethod
    def _missing_(cls, value):
        print("missing", value)
        return cls.METRE if value == "metre" else None


print(Unit("metre"), Unit.FOOT.long)
try:
    Unit("mile")
except ValueError as error:
    print(error)


class Mixed(Enum):
    helper = nonmember(5)
    function = member(lambda: "called")
    def method(self): return "method"
    class Inner: ...
    _ignore_ = ["temporary"]
    temporary = 1
    VALUE = temporary + 1


print(Mixed.helper, Mixed.function.value(), Mixed.VALUE.method(), [m.name for m in Mixed])


class Counted(Enum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return f"{name}-{count}-{last_values}"
    X = auto()
    Y = auto()


print([m.value for m in Counted])
for action in (
    lambda: Access(99), lambda: Access.READ | 1, lambda: Access("x"),
    lambda: verify(CONTINUOUS)(Enum("Gap", {"A": 1, "B": 3})), lambda: Access.READ < Access.WRITE
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
