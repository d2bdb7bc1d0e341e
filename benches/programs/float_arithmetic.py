# Measures: arithmetic of floats in a loop: integration, a logistic map, Newton's method.


def integrate(steps):
    width = 1.0 / steps
    area = 0.0
    for step in range(steps):
        x = (step + 0.5) * width
        area += 4.0 / (1.0 + x * x)
    return area * width


def logistic(rate, steps):
    x = 0.5
    for _ in range(steps):
        x = rate * x * (1.0 - x)
    return x


def square_root(number):
    guess = number
    while abs(guess * guess - number) > 1e-9:
        guess = (guess + number / guess) / 2.0
    return guess


def main():
    print("pi", integrate(7_000_000))
    print("logistic", logistic(3.7, 7_000_000))
    print("roots", sum(square_root(float(number)) for number in range(1, 120_000)))


main()
