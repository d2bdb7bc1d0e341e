"""Powers with exponents that are not whole, rounded as the context says."""
import random
from decimal import *

ROUNDINGS = [ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_EVEN,
             ROUND_HALF_DOWN, ROUND_05UP]
for rounding in ROUNDINGS:
    context = Context(prec=7, rounding=rounding, Emax=99, Emin=-99, traps=[])
    print(rounding, *(context.power(Decimal(base), Decimal(exponent)) for base, exponent in (
        ('0.7', '3.3'), ('1.7', '3.4'), ('4', '0.5'), ('100', '1.5'), ('3', '-0.5'), ('17', '81.27115'),
        ('17', '81.27116'), ('17', '-90.5'), ('-1.2', '17'), ('2', '0.5'))))
random.seed(3)
for _ in range(300):
    context = Context(prec=random.choice([3, 7, 16, 28, 50]), rounding=random.choice(ROUNDINGS),
                      Emax=random.choice([30, 384]), Emin=-30, traps=[])
    base = Decimal(random.choice([2, 4, 9, 10, 100, '0.25', '1.5', random.randint(1, 10 ** 6)]))
    base = base.scaleb(random.choice([0, 0, -2, 3]))
    exponent = Decimal(random.choice(['0.5', '-0.5', '1.5', '2.25', '0.1', '-3.3',
                                      str(random.randint(1, 99999) / 1000)]))
    print(base, exponent, context.power(base, exponent),
          [flag.__name__ for flag in context.flags if context.flags[flag]])
