# Measures: exact arithmetic: accounts in decimals, series in decimals of many digits, fractions.
from decimal import ROUND_HALF_UP, Decimal, getcontext, localcontext
from fractions import Fraction

CENT = Decimal("0.01")


def loan(amount, percent, years):
    rate = Decimal(percent) / 1200
    months = years * 12
    payment = (amount * rate / (1 - (1 + rate) ** -months)).quantize(CENT, ROUND_HALF_UP)
    balance, interest = amount, Decimal(0)
    for _ in range(months):
        due = (balance * rate).quantize(CENT, ROUND_HALF_UP)
        interest += due
        balance += due - payment
    return payment, balance, interest


def pi(digits):
    with localcontext() as context:
        context.prec = digits + 2
        last, term, total, n, na, d, da = 0, Decimal(3), Decimal(3), 1, 0, 0, 24
        while total != last:
            last = total
            n, na = n + na, na + 8
            d, da = d + da, da + 32
            term = term * n / d
            total += term
    return +total


def harmonic(count):
    return sum((Fraction(1, n) for n in range(1, count)), Fraction(0))


def main():
    for n in range(25):
        payment, balance, interest = loan(Decimal(100_000 + 2_500 * n), "4.25", 30)
    print(payment, balance, interest)
    for digits in (28, 50, 70, 200):
        for _ in range(8):
            value = pi(digits)
        print(f"{value:.20f}")
    ledger = {}
    for n in range(12_000):
        name, price = n % 97, Decimal(n * 7919 % 10_007) / 100
        ledger[name] = ledger.get(name, Decimal(0)) + price * Decimal("1.19")
    print(max(ledger.values()), sum(ledger.values()), getcontext().prec)
    print(sorted(set(ledger.values()))[5], len(str(sum(map(Decimal.sqrt, ledger.values())))))
    print(harmonic(400).denominator % 1_000_003)
    part = Fraction(0)
    for n in range(4_000):
        part += Fraction(n % 13, 1 + n % 29)
        if part > 20:
            part /= 3
    print(float(part))


main()
