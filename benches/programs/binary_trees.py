# Measures: making and dropping many small objects: complete binary trees.


class Tree:
    def __init__(self, left, right):
        self.left = left
        self.right = right

    def count(self):
        if self.left is None:
            return 1
        return 1 + self.left.count() + self.right.count()


def make(depth):
    if depth == 0:
        return Tree(None, None)
    return Tree(make(depth - 1), make(depth - 1))


def main(greatest):
    kept = make(greatest)
    for depth in range(4, greatest + 1, 4):
        rounds = 1 << greatest - depth + 2
        total = 0
        for _ in range(rounds):
            total += make(depth).count()
        print("binary_trees", depth, rounds, total)
    print("binary_trees", kept.count())


main(16)
