# Arithmetic and bits of integers on both sides of 64, 127 and 128 bits.

lefts = [2**62, 2**63, 2**64 - 1, 2**100 + 7, 2**126, 2**127 - 1, 2**127, 2**128 + 1, 5, 1, 0]
rights = [2**62 + 1, 2**63, 2**64 - 1, -(2**64), 2**90 + 3, -(2**126), 1 - 2**127, 2**127, 3, -7, -1]
checksum = 0
for size in lefts:
    for left in (size, -size):
        for right in rights:
            quotient, rest = divmod(left, right)
            assert quotient * right + rest == left and abs(rest) < abs(right)
            assert rest == 0 or (rest < 0) == (right < 0)
            assert (left // right, left % right) == (quotient, rest)
            assert (left + right) - right == left == (left - right) + right
            assert (left & right) + (left | right) == left + right
            assert (left ^ right) == (left | right) - (left & right)
            numbers = (left * right, left + right, left - right, quotient, rest, left & right)
            for number in numbers + (left | right, left ^ right):
                checksum = (checksum * 1_000_003 ^ hash(number)) % 2**61
print(checksum)
print((2**64 - 1) * (2**62 + 12345) & 0xFFFFFFFFFFFFFFFF, -(2**100) // 3, -(2**100) % 2**65)
print(2**126 * 2, -(2**126) * 2, 2**127 - 1 + 1, -(2**127) - 1, (-(2**127)) // -1)
state = 1
for _ in range(100):
    state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
print(state)
