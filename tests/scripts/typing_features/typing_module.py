# Shows: NamedTuple, TypedDict, Protocol, Literal, NewType, cast, overload and others of typing.
import typing
from typing import Final, Literal, NamedTuple, NewType, Protocol, TypedDict, cast, overload, runtime_checkable


class Point(NamedTuple):
    """A point."""
    x: int
    y: int = 0

    def length(self):
        return (self.x**2 + self.y**2) ** 0.5


point = Point(3, 4)
print(
    point, point.length(), point._replace(y=0), Point(1), Point._fields, Point._field_defaults,
    point == (3, 4), Point.__doc__, Point.__annotations__, point._asdict()
)


class Movie(TypedDict, total=False):
    name: str
    year: typing.Required[int]


movie = Movie(name="Metropolis", year=1927)
print(
    movie, type(movie).__name__, Movie.__required_keys__, Movie.__optional_keys__, Movie.__total__
)


@runtime_checkable
class Closable(Protocol):
    def close(self): ...


class File:
    def close(self): return "closed"


class Unchecked(Protocol):
    name: str


print(isinstance(File(), Closable), isinstance(5, Closable), issubclass(File, Closable))
UserId = NewType("UserId", int)
print(
    UserId(5), UserId, UserId.__supertype__, cast(str, 5), Literal[1, "a", None],
    Literal[1] == Literal[1], Literal[Literal[1], 2, 1], Final[int],
    typing.get_args(Literal["x", "y"])
)


@overload
def double(a: int) -> int: ...
@overload
def double(a: str) -> str: ...
def double(a): return a * 2


print(
    double("a"), len(typing.get_overloads(double)), typing.List[int], typing.Dict[str, int],
    typing.Callable[..., int], typing.Tuple[int, ...], typing.Type[int], typing.Any,
    typing.NoReturn, typing.Never, typing.Self, typing.Callable[[int, str], None],
    typing.Iterable[int], typing.Union[int, None], typing.AnyStr, typing.TYPE_CHECKING
)
for action in (
    lambda: Point(), lambda: Point(1, 2, 3), lambda: setattr(point, "x", 1),
    lambda: isinstance(5, Unchecked), lambda: Closable(), lambda: isinstance(5, Movie),
    lambda: Literal[[]], lambda: issubclass(int, Unchecked), lambda: UserId(),
    lambda: typing.NoReturn[int], lambda: isinstance(5, typing.Any), lambda: typing.assert_never(5),
    lambda: Final[int, str], lambda: type("X", (Final,), {})
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
print(
    typing.final(File) is File, typing.no_type_check(double) is double, typing.assert_type(5, int),
    typing.override(double) is double, double.__override__
)
