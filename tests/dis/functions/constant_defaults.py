def f(a=1, b='x', c=None):
    return a, b, c
