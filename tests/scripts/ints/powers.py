# Shows: powers of integers, with negative exponents and with a modulus.


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


print(2**10, (-2) ** 3, -(2**2), -2**2, 2**0, 0**0, 2**-1, (-2) ** -3)
print(3**200)
print(pow(3, 200, 1000), pow(-3, 5, 7), pow(3, 5, -7), pow(3, 0, 1), pow(5, 3, 1))
print(pow(3, -1, 11), pow(3, -2, 11), pow(-3, -1, 11), 3 * pow(3, -1, 11) % 11)
print(pow(2, 1000, 10**9 + 7), pow(10**50, 10**20, 998244353))

print(attempt(lambda: pow(2, -1, 4)))
print(attempt(lambda: pow(2, 3, 0)))
print(attempt(lambda: pow(2, 3.0, 5)))
print(attempt(lambda: pow(2.0, 3, 5)))
print(attempt(lambda: pow("2", 3)))
print(attempt(lambda: 2 ** "3"))
print(attempt(lambda: 0**-2))
print(attempt(lambda: (10**200) ** -2))
print((-8) ** 0.5)
print((-8) ** (1 / 3) == complex((-8) ** (1 / 3)))
print(True**2, 2**True, 2.0**3, 2**3.0)
print(pow(base=2, exp=5), pow(base=2, exp=5, mod=7))
