# Measures: loops over small ints: while and for, comparison, division, bit operations.


def collatz(limit):
    longest = best = 0
    for start in range(1, limit):
        number, steps = start, 0
        while number != 1:
            if number & 1:
                number = 3 * number + 1
            else:
                number >>= 1
            steps += 1
        if steps > longest:
            longest, best = steps, start
    return best, longest


def divisors(limit):
    total = 0
    for number in range(1, limit):
        candidate = 1
        while candidate * candidate <= number:
            if number % candidate == 0:
                total += number // candidate ^ candidate
            candidate += 1
    return total


print("collatz", *collatz(120_000))
print("divisors", divisors(25_000))
