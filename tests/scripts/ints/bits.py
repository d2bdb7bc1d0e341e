# Shows: bit operations on integers, which behave as two's complement of endless length.


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


for a, b in (12, 10), (-12, 10), (12, -10), (-12, -10):
    print(a, b, a & b, a | b, a ^ b, ~a)

large = 2**70 + 5
print(large & 0xFF, large | 1 << 80, large ^ large, ~large, -large & 0xFFFF)
print(1 << 100 >> 98, -1 >> 1000, -5 >> 1, 5 >> 1, 1 >> 1000, -(2**70) >> 69)
print(0 << 10**10)

for number in 0, 1, -1, 255, -256, 2**64, -(2**64):
    print(number, number.bit_length(), number.bit_count())

print(True & False, True | False, True ^ True, type(True & True), type(True & 1))
print(attempt(lambda: 1 << -1))
print(attempt(lambda: 1 >> -1))
print(attempt(lambda: 1 & 1.0))
print(attempt(lambda: ~1.5))
print(attempt(lambda: 1 << 2**100))

flags = 0b1010
flags |= 0b0100; flags &= ~0b1000; flags ^= 0b1; flags <<= 4; flags >>= 1
print(bin(flags), hex(flags), oct(flags), f"{flags:#b} {flags:08b} {flags:#x} {flags:#o}")
