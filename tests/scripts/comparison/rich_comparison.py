# Shows: rich comparison: reflected forms, NotImplemented, results that are no bools, missing ones.


class Version:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        print("lt", end=" ")
        return self.n < other.n if isinstance(other, Version) else NotImplemented

    def __eq__(self, other):
        print("eq", end=" ")
        return self.n == other.n if isinstance(other, Version) else NotImplemented

    __hash__ = None


a, b = Version(1), Version(2)
print(a < b, a > b, a == b, a != b, a == 5, 5 != a, a is a)
for action in (
    lambda: a <= b, lambda: a < 5, lambda: 5 < a, lambda: a >= 5, lambda: hash(a), lambda: {a},
    lambda: sorted([a, 5]), lambda: max(b, a).n
):
    try:
        print(action())
    except TypeError as error:
        print(error)


class Any:
    def __eq__(self, other): return "eq"
    def __ne__(self, other): return "ne"
    def __lt__(self, other): return []
    def __gt__(self, other): return None
    def __le__(self, other): return 5
    def __ge__(self, other): return 1j


any_ = Any()
print(
    any_ == 1, any_ != 1, any_ < 1, any_ > 1, any_ <= 1, any_ >= 1, 1 == any_, 1 < any_, 1 >= any_,
    any_ < 1 < 2, not any_ == 1, any_ in [1], [any_] == [1]
)


class Base:
    def __eq__(self, other): return "base"
    def __lt__(self, other): return "base lt"


class Derived(Base):
    def __eq__(self, other): return "derived"
    def __gt__(self, other): return "derived gt"


print(Base() == Derived(), Derived() == Base(), Base() < Derived(), Base() == 1, Base() != 1)


class OnlyEq:
    def __eq__(self, other): return True


print(
    OnlyEq() == 1, OnlyEq() != 1, OnlyEq() in [], OnlyEq().__hash__, object() == object(),
    object().__eq__(5), object().__lt__(5), object().__ne__(5), (x := object()).__ne__(x)
)


class Raises:
    def __eq__(self, other): raise ArithmeticError("no comparison")
    def __hash__(self): return 1


r = Raises()
print([r] == [r], r in [r], (r,).index(r), {r: 1}[r])
for action in (
    lambda: r == r, lambda: [r] == [Raises()], lambda: {r: 1}[Raises()], lambda: [1].remove(r),
    lambda: (r,).count(1)
):
    try:
        print(action())
    except ArithmeticError as error:
        print(error)
print(
    [1, 2] < [1, 3] <= [1, 3], (1, 2) > (1,), "a" < "b" > "A", None == None, {1} < {1, 2},
    b"a" <= b"a", [1, [2]] == [1, [2]], 1 < 2.5 < 10**20, (1, float("nan")) < (2,)
)
