# Shows: arithmetic of floats, with infinities, NaN, signed zeros and the rounding of division.


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


infinity, nan = float("inf"), float("nan")
print(0.1 + 0.2, 1 / 3, 2 / 3, 1e16 + 1, 1e308 * 10, -1e308 * 10, 5e-324 / 2)
print(7.5 // 2, 7.5 % 2, -7.5 // 2, -7.5 % 2, 7.5 // -2, 7.5 % -2, divmod(-7.5, 2))
print(0.0 == -0.0, -0.0, 0.0 * -1, -0.0 + 0.0, -0.0 - 0.0, 0.0 // -1, -0.0 % 5, 5.0 % infinity)
print(
    -5.0 % infinity, infinity - infinity, infinity * 0, infinity // 1, 1 // infinity, -1 // infinity
)
print(nan == nan, nan != nan, nan < 1, nan > 1, [nan] == [nan], nan in [nan], (infinity > 10**400))
print(2.0**0.5, 2.0**-1, (-8.0) ** (1 / 3), 0.0**0, nan**0, 1**nan, infinity**-1, (-2.0) ** 3)
print(attempt(lambda: 1.0 / 0))
print(attempt(lambda: 1.0 // 0))
print(attempt(lambda: 1.0 % 0))
print(attempt(lambda: divmod(1.0, 0.0)))
print(attempt(lambda: 0.0**-1))
print(attempt(lambda: 10.0**400))
print(attempt(lambda: 1.0 + "a"))
print(attempt(lambda: 1.0 & 1))
print(attempt(lambda: 2.0 @ 1))
print(attempt(lambda: 1.0 < 1j))
print(attempt(lambda: 10**400 + 1.0))
