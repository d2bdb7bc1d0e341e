def f(x):
    try:
        a()
    except A:
        b()
    c()
    try:
        d()
    except D:
        if x:
            e()
        else:
            g()
    return h()
