# Shows: exactness and loss with floats: sums, ulp, integers, conversion, comparison.
import math

print(
    0.1 + 0.2, 0.1 + 0.2 == 0.3, 0.1 * 3, 1 - 0.9, 1e16 + 1 - 1e16, 2**53 + 1.0,
    9007199254740993 == 9007199254740993.0
)
print(
    sum([0.1] * 10), math.fsum([0.1] * 10), sum([1e16, 1, -1e16]), math.fsum([1e16, 1, -1e16]),
    1e308 + 1e308, 1e308 * 10 - 1e308 * 10
)
print(
    math.ulp(1), math.ulp(2**53), math.nextafter(0, 1), 1 + 2**-53 == 1, 1 + 2**-52 == 1,
    5e-324 / 2, 5e-324 * 0.6
)
print(
    int(1e22), int(1e23), int(0.1 * 10), int(-0.9), 10**22 == 1e22, 10**23 == 1e23,
    float(10**23) == 1e23, float(2**1023) * 1.5
)
print([float(text) for text in (
    "1.7976931348623157e308", "1.7976931348623159e308", "2.2250738585072011e-308",
    "0.1000000000000000055511151231257827", "9007199254740992.5", "123456789012345678901234567890"
)])
print(1e400, -1e400, 1e-400, float("1e5000"), 4.9e-324, 2.4e-324, 2.5e-324)
for number in (1.1, 123456.789, 1e21, 1e-7, 2**70 / 3):
    print(
        number.as_integer_ratio(), number.hex(), float.fromhex(number.hex()) == number,
        eval(repr(number)) == number
    )
print(
    math.isclose(1.1 + 2.2, 3.3), 3.3 // 1.1, 3.3 % 1.1, divmod(1, 0.1), -1e-20 % 1, 1 // 0.1,
    math.fmod(-1e-20, 1)
)
print(
    max(float("nan"), 1), max(1, float("nan")), sorted([3, float("inf"), -float("inf"), 1.5]),
    min(0.0, -0.0), float("nan") in [float("nan")]
)
