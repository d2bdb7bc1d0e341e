# Shows: annotations of variables, functions and classes, and typing.get_type_hints.
import typing
from typing import Annotated, Any, ClassVar, Optional, Union, get_args, get_origin, get_type_hints

x: int = 1
y: "forward"
z: list[int] = []
print(__annotations__)


def function(
    a: int, b: "str" = "b", *args: float, c: Optional[int] = None, **kwargs: Any
) -> "list[int]":
    local: undefined_name = 5
    return local


print(function.__annotations__, function(1))
print(get_type_hints(function))


class Base:
    a: int
    b: "str" = "b"
    c: ClassVar[int] = 3


class Child(Base):
    d: Annotated[int, "meta"] = 4


print(
    Base.__annotations__, Child.__annotations__, get_type_hints(Child),
    get_type_hints(Child, include_extras=True)["d"]
)
print(
    get_origin(list[int]), get_args(dict[str, int]), get_origin(Union[int, str]),
    get_args(Optional[int]), get_args(typing.Callable[[int], str]), get_origin(int),
    get_args(Annotated[int, 1, 2])
)
print(
    int | str, int | None, Optional[int], Union[int, str, int], Union[int], list[int] | None,
    (int | str) == (str | int), isinstance(5, int | str), type(int | str).__name__,
    (int | str).__args__, int | list[str]
)


def no_annotations(a, b): ...


print(
    no_annotations.__annotations__, hasattr(no_annotations, "__annotations__"),
    typing.get_type_hints(no_annotations)
)
for action in (
    lambda: get_type_hints(type("C", (), {"__annotations__": {"a": "missing"}})), lambda: Union[()],
    lambda: Optional[int, str], lambda: Union[5], lambda: int | 5, lambda: 5 | int,
    lambda: isinstance(5, list[int]), lambda: isinstance(5, Optional[list[int]]),
    lambda: get_type_hints(5), lambda: ClassVar[int, str], lambda: Annotated[int], lambda: Any(),
    lambda: Union(), lambda: (int | str)(), lambda: typing.List[5], lambda: Optional["x"]
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
if True:
    conditional: str
print(__annotations__)
box = {}
box["k"]: int = 5
box["m"]: int | None
print(box, "box" in __annotations__)
