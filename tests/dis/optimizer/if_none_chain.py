def f(a, b):
    if a is not None and b is None or a is None:
        return 1
