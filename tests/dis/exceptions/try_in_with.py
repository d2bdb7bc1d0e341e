def f():
    with a:
        try:
            b()
        except C:
            return d
