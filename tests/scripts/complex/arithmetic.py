# Shows: complex numbers: literals, arithmetic, text and what they refuse.


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


a, b = 3 + 4j, 1 - 2j
print(a + b, a - b, a * b, a / b, a**2, a**b, -a, +a, abs(a), a == b, a != b, a.conjugate())
print(a.real, a.imag, a + 1, 1.5 - a, 2 * a, a / 2, 2**a, a**0.5, a**-1, 0j**0)
print(1j, -1j, 1j * 1j, 0j, -0j, 1 + 0j, complex(0, -0.0), complex(-0.0, 1), 1e20j, 1.5e-7j)
print(complex("inf"), complex("nanj"), complex(float("inf"), float("nan")), [1j, 2 - 3j])
print(bool(0j), bool(1j), hash(1j) == hash(1j), 1 + 0j == 1, (1 + 0j) in [1], {1: "one"}[1 + 0j])
for action in (
    lambda: a < b,
    lambda: a // b,
    lambda: a % b,
    lambda: divmod(a, b),
    lambda: int(a),
    lambda: float(a),
    lambda: a / 0,
    lambda: 0j ** -1,
    lambda: 0j ** 1j,
    lambda: round(a),
    lambda: pow(a, 2, 3),
    lambda: (1e200 + 0j) ** 2,
    lambda: abs(complex(1e308, 1e308)),
    lambda: a & 1,
    lambda: a[0],
    lambda: setattr(a, "real", 1),
):
    print(attempt(action))
