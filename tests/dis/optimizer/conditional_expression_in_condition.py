def f(a, b, c):
    if (a if b else c):
        return 1
    if (a and b) if c else (a or c):
        return 2
