def f(a, b):
    if not (a and not b):
        return 1
    while not (a or b):
        a = next(b)
