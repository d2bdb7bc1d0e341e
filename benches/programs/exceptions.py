# Measures: try, raise, except, finally, and exceptions that pass through several calls.


class Refused(Exception):
    def __init__(self, number):
        super().__init__(number)
        self.number = number


def check(number):
    if number % 3 == 0:
        raise Refused(number)
    return number


def through(number):
    try:
        return check(number)
    finally:
        through.calls += 1


through.calls = 0


def main():
    total = 0
    table = {0: "zero"}
    for number in range(1_500_000):
        try:
            total += through(number)
        except Refused as refused:
            total -= refused.number
        try:
            total += len(table[number])
        except (KeyError, TypeError):
            total += 1
        try:
            total += number // (number & 1)
        except ZeroDivisionError:
            pass
    print("exceptions", total, through.calls)


main()
