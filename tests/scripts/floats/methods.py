# Shows: methods of float objects, and what sys.float_info tells.
import sys

print(
    (0.75).as_integer_ratio(), (-2.5).as_integer_ratio(), (0.1).as_integer_ratio(),
    (1e20).as_integer_ratio()
)
print((1.0).is_integer(), (1.5).is_integer(), float("inf").is_integer(), (1e300).is_integer())
print((1.5).conjugate(), (1.5).real, (1.5).imag, (1.5).__neg__(), (1.5).__pos__(), (-1.5).__abs__())
print(
    (1.5).__add__(1), (1.5).__add__("a"), (1.5).__radd__(2), (1.5).__rpow__(2),
    (1.5).__floordiv__(0.4)
)
print((1.5).__eq__(1.5), (1.5).__eq__("1.5"), (1.5).__lt__(2), (1.5).__lt__("2"), (0.0).__bool__())
print(bool(0.0), bool(-0.0), bool(float("nan")), not 0.1, abs(-0.0), +(-0.0))
for action in (
    lambda: float("inf").as_integer_ratio(),
    lambda: float("nan").as_integer_ratio(),
    lambda: (1.5).nothing,
    lambda: setattr(1.5, "real", 2),
    lambda: hash([1.5]),
    lambda: (lambda number: number())(1.5),
    lambda: (lambda number: number[0])(1.5),
    lambda: len(1.5),
    lambda: iter(1.5),
    lambda: (lambda index: [1, 2][index])(1.0),
    lambda: "a" * 2.0,
    lambda: range(2.0),
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
info = sys.float_info
print(
    info.max, info.min, info.epsilon, info.dig, info.mant_dig, info.max_exp, info.min_exp,
    info.radix
)


class Celsius(float):
    def __repr__(self):
        return f"{float(self)} C"


print(Celsius(20), [Celsius(1.5)], Celsius(1) + 1, -Celsius(1), Celsius("2.5"), f"{Celsius(3):.2f}")
