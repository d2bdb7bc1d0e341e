# Measures: recursion, with the Fibonacci numbers and Ackermann's function.
import sys


def fibonacci(n):
    if n < 2:
        return n
    return fibonacci(n - 1) + fibonacci(n - 2)


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


sys.setrecursionlimit(10_000)
print("fibonacci", fibonacci(33))
for _ in range(12):
    print("ackermann", ackermann(2, 300))
