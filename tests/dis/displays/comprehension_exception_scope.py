def f(x):
    try:
        return [x for x in x]
    except TypeError:
        return x
