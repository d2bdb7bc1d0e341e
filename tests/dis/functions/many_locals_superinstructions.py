def f(a, b, c):
    x = a
    y = b
    z, w = c, a
    return x + y + z + w
