# Measures: walks through a binary tree in order, each node by two `yield from`. The tree is small
# enough for the processor's own memory: with a large one, it is the memory that is measured.


class Node:
    __slots__ = ("left", "value", "right")

    def __init__(self, left, value, right):
        self.left = left
        self.value = value
        self.right = right

    def __iter__(self):
        if self.left is not None:
            yield from self.left
        yield self.value
        if self.right is not None:
            yield from self.right


def build(low, high):
    if low >= high:
        return None
    middle = (low + high) // 2
    return Node(build(low, middle), middle, build(middle + 1, high))


def main():
    total = 0
    tree = build(0, 4_000)
    for step in range(360):
        for place, value in enumerate(tree):
            total += (place ^ step) * (value & 3)
    print("tree_walk", total)


main()
