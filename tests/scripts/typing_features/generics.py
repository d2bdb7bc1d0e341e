# Shows: generic aliases, type parameters of functions, classes and aliases.
from typing import Generic, ParamSpec, TypeVar, TypeVarTuple

T = TypeVar("T")
K = TypeVar("K", bound=int)
N = TypeVar("N", int, str)
print(
    T, K.__bound__, N.__constraints__, T.__name__, T.__covariant__, TypeVar("C", covariant=True),
    ParamSpec("P"), TypeVarTuple("Ts")
)


class Box(Generic[T]):
    def __init__(self, item: T):
        self.item = item


class IntBox(Box[int]): ...


print(
    Box[int], Box[int](5).item, Box.__parameters__, IntBox.__orig_bases__,
    IntBox.__bases__[0].__name__, Box[T][str], Box[int] == Box[int], Box[int].__origin__ is Box,
    Box[int](5).__orig_class__
)
print(
    list[int], dict[str, list[int]], tuple[int, ...], type[int], list[int]([1, 2]),
    list[int].__origin__, list[T].__parameters__, list[T][int], dict[K, T][int, str],
    list[int] == list[int], hash(list[int]) == hash(list[int]), isinstance(list[int], type),
    list[int].append is list.append, tuple[()], list["x"]
)


def first[A](items: list[A]) -> A:
    return items[0]


class Stack[Item: int, *Rest, **Params]:
    def push[X](self, item: X) -> X:
        return item


type Alias[V] = dict[str, V] | missing_until_asked
type Simple = int
print(
    first([1, 2]), first.__type_params__, Stack.__type_params__, Stack.__type_params__[0].__bound__,
    Stack().push(3), Stack.__parameters__, Stack[int, str, float, [int]]
)
print(
    Simple, Simple.__value__, Simple.__name__, Alias, Alias[int], Alias.__type_params__,
    type(Simple).__name__
)
try:
    Alias.__value__
except NameError as error:
    print(error)
missing_until_asked = None
print(Alias.__value__)


class Default[T = int]: ...


print(
    Default.__type_params__[0].__default__, Default.__type_params__[0].has_default(),
    T.has_default()
)
for action in (
    lambda: Box[int, str], lambda: int[str], lambda: list[int][str], lambda: Generic[int],
    lambda: Generic[T, T], lambda: TypeVar("T", int), lambda: TypeVar(5),
    lambda: TypeVar("T", int, bound=int), lambda: isinstance([], list[int]), lambda: Simple(),
    lambda: setattr(list[int], "x", 1), lambda: Simple[int], lambda: T(), lambda: IntBox[int],
    lambda: dict[K, T][int], lambda: type("X", (Generic,), {})
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
