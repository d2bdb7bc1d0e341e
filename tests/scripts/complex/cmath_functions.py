# Shows: the functions of cmath, on ordinary numbers and at the edges.
import cmath


def shown(number):
    return f"{complex(number).real:.9f}{complex(number).imag:+.9f}j"


for function in (
    cmath.sqrt, cmath.exp, cmath.log, cmath.log10, cmath.sin, cmath.cos, cmath.tan, cmath.sinh,
    cmath.cosh, cmath.tanh, cmath.asin, cmath.acos, cmath.atan, cmath.asinh, cmath.acosh,
    cmath.atanh,
):
    print(function.__name__, shown(function(0.5 + 0.25j)), shown(function(-2 - 1.5j)))
print(cmath.sqrt(-1), cmath.sqrt(-4.0), cmath.phase(-1), cmath.phase(complex(-1, -0.0)))
print(cmath.polar(3 + 4j), shown(cmath.rect(2, cmath.pi / 6)), shown(cmath.log(8, 2)))
print(cmath.isnan(complex("nan")), cmath.isinf(complex("inf")), cmath.isfinite(1j))
print(cmath.isclose(1 + 1e-10j, 1), cmath.isclose(1, 2), cmath.isclose(1, 1.05, rel_tol=0.1))
print(cmath.inf, cmath.infj, cmath.nan, cmath.nanj, cmath.tau == 2 * cmath.pi, cmath.e)
for action in (
    lambda: cmath.log(0),
    lambda: cmath.atanh(1),
    lambda: cmath.exp(1000),
    lambda: cmath.sqrt("4"),
    lambda: cmath.rect(float("inf"), float("inf")),
    lambda: cmath.isclose(1, 1, rel_tol=-1),
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
