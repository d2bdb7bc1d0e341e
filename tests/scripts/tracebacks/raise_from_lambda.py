# Shows: frames of lambdas and nested functions by their names, and of built-in functions not at all.


def apply(function, items):
    return list(map(function, items))


def outer():
    def inner(item):
        return sorted([item, 1], key=lambda n: 10 / (n - 1))
    return apply(inner, [3])


outer()
