# Shows: the text of lists, also of those that hold themselves, and comparison of nested ones.
items = [1, "two", 3.0, None, [4, (5,)], {"k": [6]}, {7}, b"8", ..., print, int]
print(items)
print(str(items) == repr(items), [], [[]], [[], [[]]], [""], ["it's"])
items = [1]
items.append(items)
print(items, items[1][1][1] is items)
items.append((items, {"me": items}))
print(items)
a, b = [], []
a.append(b)
b.append(a)
print(a, b)
for action in (lambda: a == b, lambda: a < b, lambda: a == a):
    try:
        print(action())
    except RecursionError as error:
        print(type(error).__name__, error)


class Wrong:
    def __repr__(self):
        raise RuntimeError("no text")


class Grows:
    def __init__(self, owner):
        self.owner = owner

    def __repr__(self):
        self.owner.clear()
        return "grown"


try:
    print([1, Wrong()])
except RuntimeError as error:
    print("caught", error)
held = []
held.extend([1, Grows(held), 2])
print(repr(held), held)
