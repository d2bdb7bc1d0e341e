def f(a, b, c):
    while a:
        if b:
            if c:
                continue
        else:
            break
