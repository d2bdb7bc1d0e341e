# Measures: floats, calls and comprehensions: the spectral norm of a matrix.


def element(row, column):
    diagonal = row + column
    return 1.0 / (diagonal * (diagonal + 1) // 2 + row + 1)


def times(vector):
    size = range(len(vector))
    return [sum([element(row, column) * vector[column] for column in size]) for row in size]


def times_transposed(vector):
    size = range(len(vector))
    return [sum([element(column, row) * vector[column] for column in size]) for row in size]


def main(size):
    u = [1.0] * size
    for _ in range(10):
        v = times_transposed(times(u))
        u = times_transposed(times(v))
    dot = sum(a * b for a, b in zip(u, v))
    norm = sum(b * b for b in v)
    print(f"spectral_norm {(dot / norm) ** 0.5:.9f}")


main(380)
