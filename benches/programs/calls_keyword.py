# Measures: calls with keyword arguments, defaults, *args and **kwargs.


def with_defaults(a, b=2, c=3):
    return a + b * c


def keyword_only(a, *, scale=1, offset=0):
    return a * scale + offset


def packed(*args, **kwargs):
    return len(args) + len(kwargs)


def main():
    total = 0
    pair = (4, 5)
    options = {"scale": 2, "offset": 7}
    for number in range(1_300_000):
        total += with_defaults(number)
        total += with_defaults(number, c=5)
        total += with_defaults(c=number, a=1, b=2)
        total += keyword_only(number, offset=3)
        total += keyword_only(number, **options)
        total += packed(number, *pair, key=number)
    print("calls_keyword", total)


main()
