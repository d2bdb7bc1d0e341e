# Measures: integers of any size: products, powers, division, shifts, conversion to text.
import sys


def factorial(number):
    product = 1
    for factor in range(2, number + 1):
        product *= factor
    return product


def fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def main():
    sys.set_int_max_str_digits(0)
    total = 0
    for _ in range(30):
        large = factorial(3000)
        total += large % 1_000_003
        while large:
            large //= 10**50
            total += large & 0xFFFF
    total += fibonacci(120_000) % 1_000_000_007
    for exponent in range(1, 1500):
        total += pow(3, exponent, 2**127 - 1) >> 100
    text = str(7**15_000)
    total += int(text) % 1_000_000_009 + len(text)
    total += (1 << 50_000 ^ 3**30_000).bit_count()
    for _ in range(500):
        total += 3**20_000 * 7**10_000 % 1009
    print("big_integers", total)


main()
