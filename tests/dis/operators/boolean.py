def f(a, b, c):
    x = a and b or c
    y = not (a or b) and c
    return x, y
