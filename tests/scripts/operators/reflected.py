# Shows: reflected operators: who is asked first, NotImplemented, subclasses before their bases.


class Left:
    def __add__(self, other):
        print("Left.__add__", end=" ")
        return NotImplemented

    def __sub__(self, other):
        return f"Left - {type(other).__name__}"

    def __matmul__(self, other):
        return "left @"


class Right:
    def __radd__(self, other):
        print("Right.__radd__", end=" ")
        return "sum"

    def __rsub__(self, other):
        return f"{type(other).__name__} - Right"

    def __rmatmul__(self, other):
        return "@ right"


class Sub(Left):
    def __rsub__(self, other):
        return "Sub goes first"


class Quiet(Left):
    pass


print(
    Left() + Right(), Left() - Right(), 5 - Right(), Left() @ Right(), 5 @ Right(), Left() - Sub(),
    Left() - Quiet(), Sub() - Sub()
)
names = [
    "add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "divmod", "pow", "lshift",
    "rshift", "and", "xor", "or"
]
All = type(
    "All", (),
    {f"__{prefix}{name}__": (lambda text: lambda self, other, *rest: text)(prefix + name) for name in names for prefix in ("", "r")}
)
a = All()
print(
    a + 1, a - 1, a * 1, a @ 1, a / 1, a // 1, a % 1, divmod(a, 1), a**1, a << 1, a >> 1, a & 1,
    a ^ 1, a | 1, pow(a, 1, 2)
)
print(
    1 + a, 1 - a, 1 * a, 1 @ a, 1 / a, 1 // a, 1 % a, divmod(1, a), 1**a, 1 << a, 1 >> a, 1 & a,
    1 ^ a, 1 | a, "x" + a, [] * a, "%s" % a == "radd"
)


class Refuses:
    def __add__(self, other): return NotImplemented
    def __radd__(self, other): return NotImplemented
    __sub__ = None
    __rsub__ = None


for action in (
    lambda: Refuses() + Refuses(), lambda: Refuses() + 1, lambda: 1 + Refuses(),
    lambda: Refuses() - 1, lambda: 1 - Refuses(), lambda: Left() + Left(), lambda: Left() * 2,
    lambda: object() + object(), lambda: divmod(Left(), 1), lambda: pow(Left(), 1),
    lambda: pow(Left(), 1, 2), lambda: [] + (), lambda: {} | [], lambda: "a" % Left() ,
    lambda: print >> 5, lambda: None + 1, lambda: int + 1, lambda: Left() << 1, lambda: 2 ** "x",
    lambda: 5 @ 5
):
    try:
        print(action())
    except TypeError as error:
        print(error)
