# Measures: values that pass through 900 generators, each of which delegates to the next.


def chain(depth, count):
    if depth:
        return (yield from chain(depth - 1, count))
    total = 0
    for number in range(count):
        total += yield number
    return total


def main():
    checksum = 0
    values = chain(900, 60_000)
    value = next(values)
    while True:
        checksum += value
        try:
            value = values.send(value & 1)
        except StopIteration as stop:
            checksum += stop.value
            break
    print("chain_of_900", checksum)


main()
