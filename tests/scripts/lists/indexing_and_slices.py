# Shows: reading, assigning and deleting items and slices of lists.


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


def change(index, value):
    items = list(range(8))
    try:
        items[index] = value
        print(index, value, items)
    except Exception as error:
        print(index, value, f"{type(error).__name__}: {error}")


def delete(index):
    items = list(range(8))
    try:
        del items[index]
        print("del", index, items)
    except Exception as error:
        print("del", index, f"{type(error).__name__}: {error}")


items = list(range(8))
print(
    items[0], items[-1], items[True], items[2:5], items[:3], items[5:], items[::2], items[::-1],
    items[6:1:-2], items[-3:], items[5:2], items[:100], items[-100:2]
)
for index, value in (
    (0, "a"), (-1, "z"), (8, "x"), (-9, "x"), ("a", 1), (1.0, 1), (None, 1), (2**80, 1),
    (slice(2, 4), []), (slice(2, 2), [10, 11]), (slice(None), "ab"), (slice(None, None, 2), "wxyz"),
    (slice(None, None, 2), "wxy"), (slice(5, 2), [9]), (slice(1, 3), 5), (slice(0, 4, -1), [1]),
    (slice(6, 0, -3), "ab"), (slice(0, 1, 0), [1]), (slice("a", 2), [1]),
    (slice(1, 2), {"k": 1}.keys()), (slice(100, 200), [1]),
):
    change(index, value)
for index in (
    0, -1, 8, -9, "a", slice(2, 5), slice(None, None, 2), slice(None, None, -3), slice(5, 2),
    slice(None), slice(0, 3, 0)
):
    delete(index)
items[2:4] = items
print(items)
attempt(lambda: items[99])
attempt(lambda: items["1"])
attempt(lambda: items[1, 2])
attempt(lambda: items[::"a"])
matrix = [[0] * 2] * 2
matrix[0][1] = 5
print(matrix, matrix[0] is matrix[1])
