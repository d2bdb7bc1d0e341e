# Shows: a local name that has no value yet.
total = 10


def add(number):
    total += number
    return total


add(5)
