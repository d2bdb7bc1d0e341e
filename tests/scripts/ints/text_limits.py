# Shows: conversion between large integers and decimal text has a limit of digits.
import sys


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


print(sys.get_int_max_str_digits())
print(len(str(10**4299)))
print(attempt(lambda: str(10**4300)))
print(attempt(lambda: int("1" * 4301)))
print(attempt(lambda: f"{10**5000}"))
print(attempt(lambda: "%d" % 10**5000 and 0))
print(len(hex(16**5000)), len(bin(2**5000)), int("f" * 5000, 16) == 16**5000 - 1)
print(int("1" * 4300) % 9)

sys.set_int_max_str_digits(640)
print(attempt(lambda: str(10**640)))
sys.set_int_max_str_digits(0)
print(len(str(7**20_000)), int("9" * 10_000) == 10**10_000 - 1)
print(attempt(lambda: sys.set_int_max_str_digits(100)))
print(sys.int_info.default_max_str_digits, sys.int_info.str_digits_check_threshold)
