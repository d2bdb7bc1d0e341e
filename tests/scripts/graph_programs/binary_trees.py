# Shows: programs on trees: a search tree with iteration, balance, deletion, and its picture.


class Tree:
    class Node:
        def __init__(self, key, value):
            self.key, self.value, self.left, self.right = key, value, None, None

    def __init__(self, items=()):
        self.root, self.size = None, 0
        for key, value in items:
            self[key] = value

    def _find(self, key):
        """The node and its parent; None where there is none."""
        parent, node = None, self.root
        while node and node.key != key:
            parent, node = node, node.left if key < node.key else node.right
        return node, parent

    def __getitem__(self, key):
        if (node := self._find(key)[0]) is None:
            raise KeyError(key)
        return node.value

    def __setitem__(self, key, value):
        node, parent = self._find(key)
        if node:
            node.value = value
            return
        self.size += 1
        new = Tree.Node(key, value)
        if parent is None:
            self.root = new
        elif key < parent.key:
            parent.left = new
        else:
            parent.right = new

    def __delitem__(self, key):
        node, parent = self._find(key)
        if node is None:
            raise KeyError(key)
        self.size -= 1
        if node.left and node.right:
            parent, smallest = node, node.right
            while smallest.left:
                parent, smallest = smallest, smallest.left
            node.key, node.value = smallest.key, smallest.value
            node = smallest
        child = node.left or node.right
        if parent is None:
            self.root = child
        elif parent.left is node:
            parent.left = child
        else:
            parent.right = child

    def __iter__(self):
        def walk(node):
            if node:
                yield from walk(node.left)
                yield node.key
                yield from walk(node.right)
        return walk(self.root)

    def __len__(self): return self.size
    def __contains__(self, key): return self._find(key)[0] is not None

    def depth(self):
        def below(node): return 1 + max(below(node.left), below(node.right)) if node else 0
        return below(self.root)

    def picture(self):
        def lines(node, indent):
            if node:
                yield from lines(node.right, indent + "  ")
                yield f"{indent}{node.key}"
                yield from lines(node.left, indent + "  ")
        return "\n".join(lines(self.root, ""))


tree = Tree((key, str(key) * 2) for key in [50, 30, 70, 20, 40, 60, 80, 35])
print(list(tree), len(tree), tree[35], 60 in tree, 61 in tree, tree.depth(), min(tree), max(tree))
print(tree.picture())
for key in (20, 30, 50, 80):
    del tree[key]
    print(key, list(tree), tree.root.key, len(tree))
for action in (lambda: tree[99], lambda: tree.__delitem__(99), lambda: tree["a"]):
    try:
        action()
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
numbers = [n * 37 % 101 for n in range(101)]
large = Tree((n, None) for n in numbers)
print(list(large) == sorted(numbers), large.depth())


def expression(node):
    match node:
        case int() | str():
            return str(node)
        case ("+" | "*" as op, a, b):
            return f"({expression(a)} {op} {expression(b)})"
        case ("-", a):
            return f"-{expression(a)}"


def simplify(node):
    match node:
        case (op, a, b):
            match op, simplify(a), simplify(b):
                case ("+", 0, x) | ("+", x, 0) | ("*", 1, x) | ("*", x, 1): return x
                case ("*", 0, _) | ("*", _, 0): return 0
                case ("+", int(x), int(y)): return x + y
                case ("*", int(x), int(y)): return x * y
                case changed: return changed
        case _:
            return node


e = ("+", ("*", "x", 1), ("*", ("+", 2, 3), ("+", ("*", 0, "y"), ("-", 4))))
print(expression(e), "=", expression(simplify(e)))
