# Measures: with statements whose managers are generators, left normally and by exceptions.

from contextlib import contextmanager


@contextmanager
def depth_kept(record):
    record.append(len(record))
    try:
        yield record[-1]
    finally:
        record.pop()


@contextmanager
def forgiving(record):
    try:
        yield
    except KeyError:
        record[0] += 1


def main():
    total = 0
    record = [0]
    for number in range(220_000):
        with depth_kept(record) as first, depth_kept(record) as second:
            total += first + second + number
        with forgiving(record):
            if number % 2:
                raise KeyError(number)
    print("context_managers", total, record)


main()
