# Shows: iteration over a list that changes, and iterators of lists.
items = [1, 2, 3, 4]
for item in items:
    if item % 2:
        items.remove(item)
print(items)
items = [1]
for item in items:
    if len(items) < 5:
        items.append(item * 2)
print(items)
iterator = iter(items)
print(next(iterator), list(iterator), next(iterator, "done"), iterator.__length_hint__())
items.append("late")
print(next(iterator, "exhausted for good"))
iterator = iter([1, 2, 3])
print(
    iterator.__length_hint__(), next(iterator), iterator.__length_hint__(),
    iterator.__reduce__()[1:]
)
iterator.__setstate__(0)
print(list(iterator))
print(
    list(reversed([1, 2, 3])), reversed([1, 2]).__length_hint__(), iter(iterator) is iterator,
    type(iterator).__name__
)
items = [3, 2, 1]
backwards = reversed(items)
print(next(backwards))
items.clear()
print(list(backwards))


class Shrinks:
    def __init__(self, owner):
        self.owner = owner

    def __eq__(self, other):
        self.owner.clear()
        return False


items = []
items.extend([Shrinks(items), 1, 2])
print(1 in items, items)
items.extend([Shrinks(items), 1])
try:
    items.index(1)
except ValueError as error:
    print(error)
print([1, 2, float("nan")].count(float("nan")), [nan := float("nan")].index(nan))
