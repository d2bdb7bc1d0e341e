# Measures: classes with __slots__: making instances, reading and writing their attributes.


class Node:
    __slots__ = ("key", "left", "right", "visits")

    def __init__(self, key):
        self.key = key
        self.left = None
        self.right = None
        self.visits = 0


def insert(root, key):
    node = root
    while True:
        node.visits += 1
        if key < node.key:
            if node.left is None:
                node.left = Node(key)
                return
            node = node.left
        else:
            if node.right is None:
                node.right = Node(key)
                return
            node = node.right


def main():
    key = 12345
    root = Node(key)
    for _ in range(220_000):
        key = (key * 1103515245 + 12345) % 2147483648
        insert(root, key)
    waiting, visits, nodes = [root], 0, 0
    while waiting:
        node = waiting.pop()
        nodes += 1
        visits += node.visits
        if node.left is not None:
            waiting.append(node.left)
        if node.right is not None:
            waiting.append(node.right)
    print("slots", nodes, visits)


main()
