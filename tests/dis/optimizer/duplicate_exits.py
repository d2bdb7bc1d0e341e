def f(x):
    try:
        if x:
            return 1
    except A:
        pass
