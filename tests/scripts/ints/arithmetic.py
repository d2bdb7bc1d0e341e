# Shows: arithmetic of integers of any size, and how division rounds for each sign.


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


for a, b in (7, 3), (-7, 3), (7, -3), (-7, -3), (6, 3), (0, 5):
    print(a, b, a + b, a - b, a * b, a // b, a % b, divmod(a, b), a / b)

large = 2**100
print(large, -large, large + 1 - large, large * large)
print(large // 3, large % 3, -large // 3, -large % 3, divmod(large, -7))
print(large / 2**99, (large + 1) / large, 10**400 // 10**398)

for zero_division in (
    lambda: 1 // 0,
    lambda: 1 % 0,
    lambda: 1 / 0,
    lambda: divmod(large, 0),
    lambda: large // 0,
    lambda: 0 ** -1,
):
    print(attempt(zero_division))

print(attempt(lambda: 10**400 / 1))
print(attempt(lambda: 1 + "1"))
print(attempt(lambda: "1" + 1))
print(attempt(lambda: 1 @ 2))
print(attempt(lambda: -"a"))
print(True + True, True * 10, -True, ~False, +True, True / 2, True // 2)

number = 5
number += 2; number -= 1; number *= 7; number //= 2; number %= 13; number **= 3
print(number)
