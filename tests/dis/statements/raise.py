def f(kind, cause):
    if kind == 0:
        raise
    if kind == 1:
        raise ValueError
    raise ValueError('x') from cause
