# Shows: large integers: products, division, roots, digits, powers.
import math

a, b = 3**500, 7**300
print(
    a * b, a // b, a % b, divmod(-a, b)[1], math.gcd(a * 6, b * 4), math.isqrt(a), a.bit_length(),
    len(str(a * b))
)
print(
    a // b * b + a % b == a, (a + b) * (a - b) == a * a - b * b, a >> 700, a << 3 == a * 8,
    -a >> 790, a & (1 << 64) - 1, a ^ b == b ^ a, ~a + 1 == -a
)
print(math.factorial(100), math.comb(200, 100), pow(a, b, 10**20), pow(2, 10**5, 10**9 + 7))
print(
    int(str(a)) == a, int(hex(a), 16) == a, int(bin(b)[2:], 2) == b, f"{2**100:,}", f"{2**100:x}",
    f"{2**100:_b}"[:20], f"{10**50:e}", str(10**50)[-3:]
)
print(
    2**1000 % 997, (2**521 - 1) % 1_000_003, sum(map(int, str(2**1000))), 10**100 // 3,
    -(10**100) // 3, round(10**30 / 7), float(a) == a, a / b, (10**400) / (10**399),
    10**30 - 1 + 1e14
)
n, steps = 27**27, 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
print(steps)
fib = [0, 1]
while len(fib) < 300:
    fib.append(fib[-1] + fib[-2])
print(
    fib[-1], fib[100], sum(fib) == fib[-1] + fib[-2] + fib[-1] - 1,
    all(fib[k] * fib[k] - fib[k - 1] * fib[k + 1] == (-1) ** (k + 1) for k in range(1, 299))
)
numerator, denominator = 1, 1
for _ in range(60):
    numerator, denominator = numerator + 2 * denominator, numerator + denominator
print(
    numerator, denominator, numerator * 10**40 // denominator, 17**-1, abs(-(2**70)),
    -(2**70) // 2**69, (-7) ** 33
)
