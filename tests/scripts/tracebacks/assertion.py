# Shows: an assertion that fails, with a message that is computed.


def check(numbers):
    for number in numbers:
        assert number > 0, f"{number} is not positive"


check([1, 2])
check([3, -4])
