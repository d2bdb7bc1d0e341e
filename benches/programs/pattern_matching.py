# Measures: the match statement: literals, sequences, mappings, classes, guards.


class Number:
    __match_args__ = ("value",)

    def __init__(self, value):
        self.value = value


class Binary:
    __match_args__ = ("operator", "left", "right")

    def __init__(self, operator, left, right):
        self.operator = operator
        self.left = left
        self.right = right


def evaluate(node):
    match node:
        case Number(value):
            return value
        case Binary("+", left, right):
            return evaluate(left) + evaluate(right)
        case Binary("-", left, right):
            return evaluate(left) - evaluate(right)
        case Binary("*", Number(0), _):
            return 0
        case Binary("*", left, right):
            return evaluate(left) * evaluate(right)


def describe(value):
    match value:
        case 0 | 1 | 2:
            return 1
        case int(n) if n > 100:
            return 2
        case [x, y]:
            return x + y
        case [first, *rest]:
            return first + len(rest)
        case {"kind": "circle", "radius": r}:
            return r
        case {"kind": kind, **rest}:
            return len(kind) + len(rest)
        case str():
            return 4
        case _:
            return 5


def main():
    tree = Binary("+", Binary("*", Number(3), Number(4)),
                  Binary("-", Number(10), Binary("*", Number(0), Number(9))))
    values = [1, 500, [3, 4], (5, 6, 7), {"kind": "circle", "radius": 3},
              {"kind": "box", "a": 1, "b": 2}, "text", None]
    total = 0
    for _ in range(200_000):
        total += evaluate(tree)
        for value in values:
            total += describe(value)
    print("pattern_matching", total)


main()
