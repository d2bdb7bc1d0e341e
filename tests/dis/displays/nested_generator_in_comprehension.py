def f(m):
    return {k: sum(v for v in vs if v > k) for k, vs in m.items()}
