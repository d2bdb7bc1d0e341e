"""Arithmetic of decimals at many precisions, roundings and limits, by a hash of all results."""
import hashlib
import random
from decimal import (
    ROUND_05UP, ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_EVEN,
    ROUND_HALF_UP, ROUND_UP, Decimal, getcontext)

ROUNDINGS = [ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_UP, ROUND_DOWN, ROUND_CEILING,
             ROUND_FLOOR, ROUND_05UP]
SIZES = [1, 2, 5, 10, 18, 19, 20, 21, 28, 38, 39, 57, 58, 76, 77, 78, 90, 154, 160]
OPERATIONS = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "divide to integer": lambda a, b: a // b,
    "remainder": lambda a, b: a % b,
    "signs": lambda a, b: (+a, -a, abs(a)),
    "order": lambda a, b: (a.compare(b), a < b, a == b, a.compare_total(b), max(a, b)),
    "quantize": lambda a, b: a.quantize(b),
    "normalize": lambda a, b: a.normalize(),
    "power": lambda a, b: a ** (b.adjusted() % 81 - 40),
    "square root": lambda a, b: abs(a).sqrt(),
    "hash": lambda a, b: hash(a),
    "text": lambda a, b: (str(a), f"{a:.5f}" if abs(a.adjusted()) < 300 else ""),
    "int": lambda a, b: int(a) if abs(a.adjusted()) < 200 else 0,
    "fused": lambda a, b: a.fma(b, b),
    "near": lambda a, b: a.remainder_near(b),
    "round": lambda a, b: round(a, 3) if abs(a.adjusted()) < 100 else 0,
    "integral": lambda a, b: a.to_integral_value(),
}


def number():
    size = random.choice(SIZES)
    coefficient = random.choice([
        lambda: random.randrange(10 ** size),
        lambda: 10 ** random.randrange(size + 1),
        lambda: 10 ** size - 1 - random.randrange(3),
        lambda: random.randrange(10 ** min(size, 6)) * 10 ** random.randrange(size),
        lambda: 5 * 10 ** (size - 1),
        lambda: 2 ** random.randrange(3 * size + 1),
        lambda: (1 << random.choice([63, 64, 127, 128, 192, 255, 256])) - random.randrange(3),
        lambda: 0])()
    exponent = random.choice([0, 0, -2, -size, random.randint(-60, 60), random.randint(-400, 400)])
    return Decimal((random.randrange(2), tuple(map(int, str(coefficient))), exponent))


random.seed(5)
context = getcontext()
for trap in list(context.traps):
    context.traps[trap] = False
found = {name: hashlib.sha256() for name in OPERATIONS}
for _ in range(500):
    context.prec = random.choice([1, 2, 3, 9, 18, 19, 20, 28, 38, 39, 50, 76, 77, 100, 154, 200])
    context.rounding = random.choice(ROUNDINGS)
    context.clamp = random.randrange(2)
    context.Emax = random.choice([999999, 999999, 300, 50])
    context.Emin = -context.Emax
    one, two = number(), number()
    if random.random() < 0.2:
        two = one * random.choice([1, -1, 2, Decimal("0.5"), 10])
    for name, operation in OPERATIONS.items():
        context.clear_flags()
        try:
            result = operation(one, two)
        except Exception as error:
            result = type(error).__name__
        flags = sorted(signal.__name__ for signal, raised in context.flags.items() if raised)
        found[name].update(repr((result, flags)).encode())
for name, results in found.items():
    print(name, results.hexdigest()[:16])
