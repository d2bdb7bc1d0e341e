# Shows: Fraction and Decimal: exact arithmetic, contexts, text and mixing with other numbers.
from decimal import ROUND_HALF_UP, Decimal, getcontext, localcontext
from fractions import Fraction

f = Fraction(3, -6)
print(
    f, repr(f), f.numerator, f.denominator, f + 1, f * Fraction(2, 3), f ** 2, f ** -1, f + 0.5,
    float(f), int(Fraction(7, 2)), round(Fraction(7, 2)), Fraction("0.125"), Fraction("3/4"),
    Fraction(0.5), Fraction(1.1).limit_denominator(10), abs(f), -f, f < 0, f == -0.5,
    hash(Fraction(1, 2)) == hash(0.5), Fraction(5) == 5
)
print(
    sum(Fraction(1, n) for n in range(1, 11)), max(Fraction(1, 3), Fraction(3, 10)),
    sorted([Fraction(1, 2), 0.3, 1]), divmod(Fraction(7, 2), 1), Fraction(22, 7) // 1,
    f"{Fraction(1, 3):.3f}", Fraction(10, 4).as_integer_ratio()
)
print(
    Decimal("0.1") + Decimal("0.2"), Decimal(1) / 3, Decimal("1.10") * 2, Decimal("1E+3"),
    Decimal(0.1), Decimal("2").sqrt(), Decimal("1.25").quantize(Decimal("0.1")),
    Decimal("1.25").quantize(Decimal("0.1"), ROUND_HALF_UP), Decimal("NaN"), Decimal("-Infinity"),
    Decimal("100").normalize(), Decimal(5) % 3, Decimal(-5) % 3, Decimal(7) // 2,
    round(Decimal("2.675"), 2), int(Decimal("3.9")), Decimal("1.0") == 1,
    hash(Decimal("0.5")) == hash(0.5)
)
with localcontext() as context:
    context.prec = 5
    print(Decimal(1) / 7, Decimal("123456789") + 0)
print(
    getcontext().prec, Decimal("1.2300").as_tuple(), Decimal((1, (1, 2), -1)),
    f"{Decimal('1234567.891'):,.2f}", repr(Decimal("1.50")), Decimal("1") < 1.5,
    sum([Decimal("0.1")] * 3)
)
for action in (
    lambda: Fraction(1, 0), lambda: Fraction("x"), lambda: Fraction(1.5, 2),
    lambda: Fraction(float("nan")), lambda: Fraction(1) / 0, lambda: Fraction(1) + "a",
    lambda: Decimal("x"), lambda: Decimal(1) / 0, lambda: Decimal(0) / 0, lambda: Decimal(1) + 0.5,
    lambda: Decimal("-1").sqrt(), lambda: Decimal("sNaN") + 1, lambda: int(Decimal("NaN")),
    lambda: Fraction(1, 2) + Decimal(1), lambda: Decimal([]), lambda: Fraction(1, 3) ** 0.5
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
