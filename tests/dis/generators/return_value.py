def summing(values):
    total = 0
    for value in values:
        total += value
        yield total
    return total
