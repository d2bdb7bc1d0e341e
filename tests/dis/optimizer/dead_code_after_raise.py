def f(x):
    raise E
    x = 1
    return x
