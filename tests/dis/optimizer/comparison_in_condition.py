def f(a, b):
    if a == b:
        return a != b
    if a in b or a not in b:
        return a is b
    return bool(a < b)
