# Integers of some hundred bits: every operation, with limbs at their limits.
import hashlib
import math

state = 12345


def rand(bits):
    global state
    value = 0
    while value.bit_length() < bits:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        value = value << 32 | state >> 32
    return value >> (value.bit_length() - bits) if bits else 0


def pick(size):
    kind = rand(8) % 6
    value = rand(size)
    if kind == 1:
        value = (1 << size) - 1
    elif kind == 2:
        value = 1 << max(size - 1, 0)
    elif kind == 3:
        value &= ~((1 << (size * 2 // 3)) - 1)
    elif kind == 4:
        value |= (1 << (size * 2 // 3)) - 1
    return -value if rand(8) % 2 else value


SIZES = [0, 1, 31, 62, 63, 64, 65, 127, 128, 129, 191, 192, 193, 256, 320, 511, 640, 1216, 1217, 1279, 1280, 1281, 1300, 2000]


def results(a, b):
    yield a + b
    yield a - b
    yield a * b
    yield a & b
    yield a | b
    yield a ^ b
    yield -a
    yield ~a
    yield abs(a)
    if b:
        yield a // b
        yield a % b
        yield divmod(a, b)
        q, r = divmod(a, b)
        assert q * b + r == a and (0 <= r < b or b < r <= 0), (a, b)
    for places in (0, 1, 63, 64, 65, 200, 1216, 1300):
        yield a << places
        yield a >> places
    yield str(a)
    assert int(str(a)) == a
    yield a == b, a < b, a >= b
    yield math.gcd(a, b)


count = 0
for left in SIZES:
    digest = hashlib.sha256()
    for right in SIZES:
        for _ in range(3):
            for result in results(pick(left), pick(right)):
                digest.update(repr(result).encode())
                count += 1
    print(left, digest.hexdigest()[:16])
print(count)

# Quotients whose digits are first guessed too great.
b64 = 1 << 64
for high in (b64 - 1, b64 // 2, b64 // 2 + 1):
    for second in (0, 1, b64 - 1):
        for low in (0, 1, b64 - 1):
            divisor = (high << 64 | second) << 64 | low
            for factor in (b64 - 1, b64**2 - 1, b64**3 - b64, b64**2 - 2):
                for rest in (0, 1, divisor - 1, divisor // 2):
                    dividend = divisor * factor + rest
                    assert divmod(dividend, divisor) == (factor, rest)
                    assert divmod(dividend - 1, divisor) == ((factor, rest - 1) if rest else (factor - 1, divisor - 1))
                    assert divmod(-dividend, divisor) == ((-factor - 1, divisor - rest) if rest else (-factor, 0))
print("quotients")

# Texts.
for digits in (18, 19, 20, 37, 38, 39, 57, 340, 379, 380, 381, 386, 400, 1000):
    for text in ("9" * digits, "1" + "0" * (digits - 1), "0" * 30 + "7" * digits, "-" + "8" * digits):
        number = int(text)
        print(digits, number.bit_length(), str(number) == text.lstrip("0"), int(str(number)) == number, number == int("_".join(text.lstrip("-"))) * (-1 if text[0] == "-" else 1))
for text in ("", "-", "12a4567890123456", "1234567890123456789012 ", "_1234567890123456", "1234567890123456_", "12345678901234__56", " 00000000000000000000000000000000 ", "١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩٠"):
    try:
        print(repr(text), int(text))
    except ValueError as error:
        print(error)

# Roots around the limits of 128 bits; dividends shorter than their divisors.
for number in (2**127, 2**128 - 1, 2**128, 10**38, 10**39, (2**64 - 1) ** 2, 2**128 - 2**65 + 1):
    root = math.isqrt(number)
    assert root * root <= number < (root + 1) ** 2
    print(root)
print([divmod(a, b) for a in (2**70, -(2**70)) for b in (2**90, -(2**90))])
print([(a // b, a % b) for a in (2**170, -(2**170), 0, 5, -5) for b in (2**190, -(2**190))])
