# Measures: nested lists of ints and floats: products of matrices by index and by zip.


def product_by_index(a, b):
    size = len(a)
    result = [[0] * size for _ in range(size)]
    for row in range(size):
        for column in range(size):
            total = 0
            for k in range(size):
                total += a[row][k] * b[k][column]
            result[row][column] = total
    return result


def product_by_zip(a, b):
    columns = list(zip(*b))
    return [[sum([x * y for x, y in zip(row, column)]) for column in columns] for row in a]


def main(size):
    a = [[(row * column) % 7 - 3 for column in range(size)] for row in range(size)]
    b = [[(row + 2 * column) % 5 for column in range(size)] for row in range(size)]
    first, second = product_by_index(a, b), product_by_zip(a, b)
    floats = product_by_index([[x / 2 for x in row] for row in a], [[x / 4 for x in row] for row in b])
    print("matrix", sum(map(sum, first)), first == second, sum(map(sum, floats)))


main(200)
