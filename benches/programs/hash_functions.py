# Measures: integers of 64 bits and a little more: FNV, xorshift, congruential generators.

MASK = (1 << 64) - 1


def fnv(data):
    state = 0xCBF29CE484222325
    for byte in data:
        state = ((state ^ byte) * 0x100000001B3) & MASK
    return state


def xorshift(state, count):
    total = 0
    for _ in range(count):
        state ^= (state << 13) & MASK
        state ^= state >> 7
        state ^= (state << 17) & MASK
        total ^= state
    return total


def congruential(seed, count):
    for _ in range(count):
        seed = (seed * 6364136223846793005 + 1442695040888963407) & MASK
    return seed >> 33


def small(count):
    state = 1
    for _ in range(count):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
    return state


def main():
    data = bytes(range(256)) * 40
    for _ in range(35):
        result = fnv(data), xorshift(88172645463325252, 30_000), congruential(42, 60_000), small(100_000)
    print("hash_functions", result)


main()
