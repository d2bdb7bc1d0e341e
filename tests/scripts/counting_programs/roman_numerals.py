# Shows: a program: Roman numerals there and back, with checks.
NUMERALS = [
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")
]


class RomanError(ValueError):
    pass


def to_roman(number):
    if not isinstance(number, int) or isinstance(number, bool):
        raise TypeError(f"not an integer: {number!r}")
    if not 0 < number < 4000:
        raise RomanError(f"out of range: {number}")
    text = ""
    for value, numeral in NUMERALS:
        count, number = divmod(number, value)
        text += numeral * count
    return text


def from_roman(text):
    rest, number = text, 0
    for value, numeral in NUMERALS:
        while rest.startswith(numeral):
            number += value
            rest = rest.removeprefix(numeral)
    if rest or to_roman(number) != text:
        raise RomanError(f"no Roman numeral: {text!r}")
    return number


for number in 1, 4, 9, 14, 40, 90, 400, 1666, 1994, 2024, 3999:
    print(number, to_roman(number), from_roman(to_roman(number)))
print(all(from_roman(to_roman(number)) == number for number in range(1, 4000)))
print(
    max(range(1, 4000), key=lambda number: len(to_roman(number))),
    sorted(map(to_roman, range(1, 11)))
)
for wrong in 0, 4000, -1, 2.5, "X", True:
    try:
        print(to_roman(wrong))
    except (TypeError, RomanError) as error:
        print(f"{type(error).__name__}: {error}")
for wrong in "", "IIII", "VX", "ABC", "MCMC", "IXI":
    try:
        print(from_roman(wrong))
    except RomanError as error:
        print(error)
