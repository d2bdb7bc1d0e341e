def f(a, b, c):
    a, b, c = c, b, a
    a, b = b, a
    return a, b, c
