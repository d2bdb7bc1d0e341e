def f(a, b, c):
    if 0 < a <= b < c:
        return a < b < c
    return not a < b < c
