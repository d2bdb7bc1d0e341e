# Shows: trigonometric and special functions of math, to nine places.
import math

for function in (
    math.sin, math.cos, math.tan, math.asin, math.acos, math.atan, math.sinh, math.cosh, math.tanh,
    math.asinh, math.atanh, math.erf, math.erfc, math.gamma, math.lgamma, math.expm1, math.log1p,
):
    print(function.__name__, *(f"{function(x):.9f}" for x in (0.1, 0.5, 0.9)))
print(f"{math.acosh(1.5):.9f} {math.atan2(1, -1):.9f} {math.atan2(-0.0, -1):.9f} {math.atan2(0.0, -0.0):.9f}")
print(
    math.sin(0.0), math.sin(-0.0), math.cos(0), math.atan(math.inf) * 2 == math.pi, math.tanh(100)
)
print(
    math.gamma(5), math.gamma(0.5) ** 2 - math.pi < 1e-9, math.erf(math.inf), math.erfc(-math.inf)
)
print(
    math.sin(math.nan), math.hypot(math.inf, math.nan), math.pow(math.nan, 0), math.pow(1, math.inf)
)
print(math.copysign(math.inf, -1), math.fmod(5, math.inf), math.remainder(5, math.inf))


class Angle:
    def __float__(self):
        return 0.0

    def __floor__(self):
        return "the floor"

    def __ceil__(self):
        return "the ceiling"

    def __trunc__(self):
        return "truncated"


print(math.cos(Angle()), math.floor(Angle()), math.ceil(Angle()), math.trunc(Angle()))
