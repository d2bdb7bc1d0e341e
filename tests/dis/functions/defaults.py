def f(a, b=1, *, c, d=[], **rest):
    return a
