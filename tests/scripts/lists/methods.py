# Shows: the methods of list and their errors.


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


items = [3, 1, 2]
items.append(5)
items.extend((7, 8))
items.extend("ab")
items.insert(1, "x")
items.insert(-1, "y")
items.insert(100, "end")
items.insert(-100, "start")
print(items, len(items), items.pop(), items.pop(0), items.pop(-2), items)
items.remove("x")
items.reverse()
print(
    items, items.index(7), items.index(1, 2), items.index(3, -3, 100), items.count(7),
    items.copy() is items
)
items[:] = [2, 1, 3]
items.sort()
print(items, items.sort(reverse=True), items)
items.clear()
print(
    items, [1, 2] + [3], [1] * 3, 2 * [0], [1, 2] == [1, 2], [1, 2] < [1, 3], [] < [0],
    [2] > [1, 9], [1] != [1.0]
)
for action in (
    lambda: [].pop(), lambda: [1].pop(5), lambda: [1].pop("a"), lambda: [1].remove(2),
    lambda: [1].index(2), lambda: [1, 2].index(1, 1), lambda: [].extend(5),
    lambda: [].insert("a", 1), lambda: [].insert(1),
    lambda: [].append(), lambda: [].append(1, 2), lambda: [1] + (2,), lambda: [1] * "a",
    lambda: [1] * 1.5, lambda: [1] < 1, lambda: [1] < ["a"], lambda: [1] - [1], lambda: hash([]),
    lambda: list(5), lambda: list(1, 2), lambda: list(x=1),
    lambda: [].sort(5), lambda: [].sort(wrong=1), lambda: {[]: 1}, lambda: [].nothing,
    lambda: (lambda items: items())([]), lambda: [1] * 2**70, lambda: [].index(),
):
    attempt(action)
items = [1]
items += "ab"
items *= 2
print(items)
try:
    items += 5
except TypeError as error:
    print(error)
same = items
same += [0]
print(items is same, items)
# Nothing, repeated ever so often.
empty = []
empty *= 1 << 60
print([] * (1 << 62), empty, () * (1 << 62), "" * (1 << 62), b"" * (1 << 62), bytearray() * (1 << 62))
