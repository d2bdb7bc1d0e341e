# Measures: integers of some hundred bits: modular powers, inverses, roots, primes, bytes and text.
from math import gcd, isqrt


def power(base, exponent, modulus):
    result = 1
    while exponent:
        if exponent & 1:
            result = result * base % modulus
        base = base * base % modulus
        exponent >>= 1
    return result


def inverse(number, modulus):
    old, new = number, modulus
    x, following = 1, 0
    while new:
        quotient = old // new
        old, new = new, old - quotient * new
        x, following = following, x - quotient * following
    return x % modulus


def is_prime(number):
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd //= 2
        twos += 1
    for base in (2, 3, 5, 7, 11, 13, 17):
        x = power(base, odd, number)
        if x in (1, number - 1):
            continue
        for _ in range(twos - 1):
            x = x * x % number
            if x == number - 1:
                break
        else:
            return False
    return True


def main():
    prime = 2**255 - 19
    total = 0
    for number in range(3, 400):
        total ^= power(number, prime - 2, prime)
    for number in range(10**40, 10**40 + 3000):
        total += inverse(number, prime) * number % prime
        total += gcd(number * 6, number * 10 + 5) + isqrt(number)
    found, candidate = [], 10**25 + 1
    while len(found) < 40:
        if candidate % 3 and candidate % 5 and is_prime(candidate):
            found.append(candidate)
        candidate += 2
    number = 1
    for _ in range(60000):
        number = (number * 6364136223846793005 + 1442695040888963407) % 2**192
        text = str(number)
        total += int(text[::-1]) // 7 + int.from_bytes(number.to_bytes(24, "big"), "little")
        quotient, rest = divmod(number << 64, prime)
        total ^= quotient + rest ^ number >> 17
    print("modular_arithmetic", found[-1], total % 1_000_000_007)


main()
