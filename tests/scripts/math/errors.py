# Shows: the errors of the functions of math, with their texts.
import math

for action in (
    lambda: math.sqrt(-1),
    lambda: math.log(0),
    lambda: math.log(-1),
    lambda: math.log2(0),
    lambda: math.log(2, 1),
    lambda: math.log(0, 10),
    lambda: math.acos(2),
    lambda: math.exp(1000),
    lambda: math.pow(0, -1),
    lambda: math.pow(-1, 0.5),
    lambda: math.fmod(1, 0),
    lambda: math.fmod(math.inf, 1),
    lambda: math.factorial(-1),
    lambda: math.factorial(2.0),
    lambda: math.comb(-1, 2),
    lambda: math.comb(1, -2),
    lambda: math.perm(3.5),
    lambda: math.isqrt(-1),
    lambda: math.isqrt(2.0),
    lambda: math.gcd(1.5, 2),
    lambda: math.floor("1"),
    lambda: math.sin("1"),
    lambda: math.sin(),
    lambda: math.sin(1, 2),
    lambda: math.hypot("a"),
    lambda: math.dist((1, 2), (1, 2, 3)),
    lambda: math.prod(5),
    lambda: math.sumprod([1], [1, 2]),
    lambda: math.ldexp(1.0, 5000),
    lambda: math.isclose(1, 1, rel_tol=-1),
    lambda: math.gamma(-1),
    lambda: math.lgamma(0),
    lambda: math.atanh(1),
    lambda: math.fsum([1e308, 1e308]),
    lambda: math.fsum([math.inf, -math.inf]),
    lambda: math.sqrt(10**400),
    lambda: math.ulp("x"),
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
