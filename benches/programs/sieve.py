# Measures: a list of flags, set one by one and by slices: the sieve of Eratosthenes.


def primes_one_by_one(limit):
    is_prime = [True] * (limit + 1)
    primes = []
    for number in range(2, limit + 1):
        if is_prime[number]:
            primes.append(number)
            for multiple in range(number * number, limit + 1, number):
                is_prime[multiple] = False
    return primes


def primes_by_slices(limit):
    is_prime = bytearray([1]) * (limit + 1)
    is_prime[0:2] = b"\0\0"
    for number in range(2, int(limit**0.5) + 1):
        if is_prime[number]:
            start = number * number
            is_prime[start::number] = bytes(len(range(start, limit + 1, number)))
    return [number for number, flag in enumerate(is_prime) if flag]


one, two = primes_one_by_one(6_000_000), primes_by_slices(6_000_000)
print("sieve", len(one), sum(one), one == two)
