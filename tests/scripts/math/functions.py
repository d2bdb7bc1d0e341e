# Shows: functions of math, exact where they are exact, and their errors.
import math

print(
    math.factorial(20), math.comb(10, 3), math.perm(10, 3), math.perm(4), math.gcd(12, 18, 30),
    math.lcm(4, 6)
)
print(math.gcd(), math.lcm(), math.gcd(0), math.lcm(0, 5), math.isqrt(10**40), math.isqrt(99))
print(
    math.prod([1, 2, 3, 4]), math.prod([], start=7), math.prod([0.5, 4]),
    math.sumprod([1, 2], [3, 4])
)
print(
    math.fsum([0.1] * 10), sum([0.1] * 10), math.hypot(3, 4), math.hypot(1, 2, 2),
    math.dist((0, 0), (3, 4))
)
print(
    math.modf(3.25), math.modf(-3.25), math.frexp(8.0), math.ldexp(0.5, 4), math.fmod(-7, 3),
    math.remainder(7, 4)
)
print(
    math.copysign(1, -0.0), math.nextafter(1, 2), math.nextafter(1, 0, steps=2), math.ulp(1.0),
    math.fabs(-3)
)
print(
    math.log(8, 2), math.log2(8), math.log10(1000), math.log(10**400), math.log1p(0), math.exp(0),
    math.expm1(0)
)
print(math.sqrt(2), math.cbrt(8), math.pow(2, 0.5), math.exp2(3), math.fma(2.0, 3.0, 4.0))
print(math.degrees(math.pi), math.radians(180), math.pi, math.e, math.tau, math.inf, math.nan)
print(math.isclose(0.1 + 0.2, 0.3), math.isclose(0, 1e-12), math.isclose(0, 1e-12, abs_tol=1e-9))
print(
    math.isfinite(1e308), math.isinf(-math.inf), math.isnan(math.nan), math.trunc(2.7),
    math.floor(-2.1)
)
