# Shows: numbers that come out the same on every machine: a series, roots, integrals, chaos.
import math


def series(count):
    return 4 * math.fsum((-1) ** k / (2 * k + 1) for k in range(count))


def root(function, low, high):
    while high - low > 1e-12:
        middle = (low + high) / 2
        if function(low) * function(middle) <= 0:
            high = middle
        else:
            low = middle
    return low


def newton(function, slope, x, steps):
    trail = [x]
    for _ in range(steps):
        x -= function(x) / slope(x)
        trail.append(x)
    return trail


def simpson(function, a, b, n):
    h = (b - a) / n
    return h / 3 * (function(a) + function(b) + sum((4 if k % 2 else 2) * function(a + k * h) for k in range(1, n)))


def logistic(rate, x, steps):
    for _ in range(steps):
        x = rate * x * (1 - x)
    return x


print(
    series(1000), root(lambda x: x**3 - 2, 0, 2),
    newton(lambda x: x * x - 2, lambda x: 2 * x, 1.0, 5)
)
print(
    simpson(lambda x: x * x, 0, 3, 100), simpson(lambda x: 1 / (1 + x * x), 0, 1, 100),
    [logistic(r, 0.4, 50) for r in (2.5, 3.2, 3.9)]
)
mean = lambda numbers: sum(numbers) / len(numbers)
numbers = [2.5, 3.5, 1.25, 9.75, 4.0]
print(
    mean(numbers), math.sqrt(mean([(n - mean(numbers)) ** 2 for n in numbers])),
    sorted(numbers)[len(numbers) // 2], math.prod(numbers)
)
x, y = 0.0, 1.0
for _ in range(20):
    x, y = y, (x + y) / 2
print(
    x, y, sum(1 / math.factorial(k) for k in range(20)), (1 + 1 / 10**6) ** 10**6, 2**0.5 * 2**0.5,
    1e-5 * 1e5
)
