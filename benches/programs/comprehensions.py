# Measures: list, set and dict comprehensions, with conditions and nested loops.


def main():
    total = 0
    numbers = list(range(1000))
    for offset in range(5000):
        squares = [number * number for number in numbers]
        even = [number for number in squares if number % 2 == 0]
        by_key = {number: number + offset for number in numbers}
        rests = {number % 37 for number in numbers}
        pairs = [(row, column) for row in range(20) for column in range(row)]
        total += len(even) + squares[-1] + by_key[500] + len(rests) + len(pairs)
    print("comprehensions", total)


main()
