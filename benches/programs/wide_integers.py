# Measures: integers of more than 64 bits, as generators of random numbers and hashes have them.

MASK = (1 << 64) - 1


def congruential(seed, count):
    state = seed
    for _ in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) & MASK
    return state


def fnv(text):
    value = 0xCBF29CE484222325
    for byte in text:
        value = ((value ^ byte) * 0x100000001B3) & MASK
    return value


def shifted(seed, count):
    state = seed
    for _ in range(count):
        state ^= (state << 13) & MASK
        state ^= state >> 7
        state ^= (state << 17) & MASK
    return state


def powers(count):
    total = 0
    for i in range(count):
        total += pow(3, i + 70, 2**61 - 1)
        quotient, rest = divmod(3**50 + i, 10**9 + 7)
        total = (total + quotient + rest) % (2**89 - 1)
    return total


def main():
    text = b"the quick brown fox jumps over the lazy dog" * 20
    numbers = [congruential(12_345, 500_000), shifted(88_172_645_463_325_252, 300_000), powers(80_000)]
    hashes = {fnv(text[i:]) for i in range(0, 860, 4)}
    print("wide_integers", numbers, len(hashes), max(hashes))


main()
