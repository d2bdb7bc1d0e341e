# Shows: a program on whole numbers: primes, factors, perfect numbers, big primes.
from functools import reduce
from math import gcd, isqrt


def sieve(limit):
    flags = bytearray([1]) * (limit + 1)
    flags[:2] = b"\0\0"
    for n in range(2, isqrt(limit) + 1):
        if flags[n]:
            flags[n * n::n] = bytes(len(flags[n * n::n]))
    return [n for n, flag in enumerate(flags) if flag]


def factors(n):
    found, divisor = {}, 2
    while divisor * divisor <= n:
        while n % divisor == 0:
            found[divisor] = found.get(divisor, 0) + 1
            n //= divisor
        divisor += 1 if divisor == 2 else 2
    if n > 1:
        found[n] = found.get(n, 0) + 1
    return found


def is_prime(n):
    """Miller and Rabin, with bases that are enough for numbers of 64 bits."""
    if n < 2 or n % 2 == 0:
        return n == 2
    odd, twos = n - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for base in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if base % n == 0:
            continue
        x = pow(base, odd, n)
        if x in (1, n - 1):
            continue
        for _ in range(twos - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


primes = sieve(1000)
print(
    len(primes), primes[:10], primes[-5:], sum(primes),
    [p for p in primes if str(p) == str(p)[::-1]]
)
for n in 360, 97, 1001, 2**31 - 1, 600851475143, 10**12:
    print(n, " * ".join(f"{p}^{k}" if k > 1 else str(p) for p, k in factors(n).items()))
print([n for n in range(2, 500) if sum(d for d in range(1, n) if n % d == 0) == n])
print(
    [is_prime(n) for n in (2**61 - 1, 2**61 + 1, 10**18 + 9, 561, 1)],
    all(is_prime(n) == (n in set(primes)) for n in range(1000))
)
print(
    reduce(lambda a, b: a * b // gcd(a, b), range(1, 21)),
    [n for n in range(1, 50) if gcd(n, 36) == 1], pow(7, -1, 31), 2**89 - 1, is_prime(2**89 - 1)
)
twins = [(p, q) for p, q in zip(primes, primes[1:]) if q - p == 2]
print(len(twins), twins[-1], max(q - p for p, q in zip(primes, primes[1:])))
