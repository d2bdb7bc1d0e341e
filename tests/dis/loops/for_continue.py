def f(xs):
    for x in xs:
        if x < 0:
            continue
        if x > 9:
            return x
        print(x)
