# Decimals by a format spec.
from decimal import Decimal, getcontext

numbers = [Decimal(text) for text in ("0", "-0", "1", "12345.6789", "-0.00001234", "1E+20", "9.995", "-1234567.8", "1e-30", "NaN", "-Infinity", "0E+5", "0.000")]
specs = ["", ".2f", ",", ",.2f", "10", "<10", "^12.3f", "=+12.1f", "012,.2f", "08", "e", ".3e", "E", "g", ".3g", "%", ".1%", "+", " ", "#.0f", "z.1f", "é>12", "*^20,.3f", "06", "012,", "f", ".0f", "x>30.10f", "020.3e", "G", "030,%"]
for number in numbers:
    print(*(format(number, spec) for spec in specs), sep="|")
for spec in ("d", "<010", ".f", "5.2", "10.2q", ",,", "s"):
    try:
        print(format(numbers[3], spec))
    except ValueError as error:
        print(spec, error)
getcontext().rounding = "ROUND_DOWN"
print(f"{numbers[6]:.2f} {numbers[3]:.3f}")
