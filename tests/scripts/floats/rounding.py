# Shows: round, floor, ceil and trunc of floats, with ties that go to the even neighbour.
import math

print([round(number) for number in (0.5, 1.5, 2.5, -0.5, -1.5, 2.4, 2.6, -2.6, 1e20)])
print([type(round(number)).__name__ for number in (0.5, 1.5)])
print([round(number, 0) for number in (0.5, 1.5, -0.4)], type(round(1.5, 0)).__name__)
print(
    round(2.675, 2), round(2.665, 2), round(1.005, 2), round(0.15, 1), round(0.25, 1),
    round(0.35, 1)
)
print(
    round(1234.5678, -2), round(1250.0, -2), round(1350.0, -2), round(5e-324, 400),
    round(1e308, -308)
)
print(
    round(1.5, None), round(number=2.5), round(2.567, ndigits=1), round(1e300, 5),
    round(123.0, 2**31)
)
print(math.floor(-1.5), math.ceil(-1.5), math.trunc(-1.5), math.floor(2), math.ceil(1e20))
print(int(-1.9), (-1.5).__trunc__(), (-1.5).__floor__(), (-1.5).__ceil__(), (2.5).__round__())

for action in (
    lambda: round(float("nan")),
    lambda: round(float("inf")),
    lambda: round(1.7e308, -308),
    lambda: round("a"),
    lambda: round(1.5, "a"),
    lambda: round(1.5, 1.0),
    lambda: math.floor(float("nan")),
    lambda: math.ceil(float("-inf")),
    lambda: math.trunc("1"),
    lambda: round(),
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
