def f(a):
    if a is None:
        return 1
    while a is not None:
        a = a.next
    return 2 if a is not None else 3
