def f(a, b, c, d):
    a, b = 1, 2
    a, a = b, c
    c, d, a = a, b, c
    _, b = b, _
