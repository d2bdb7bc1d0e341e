def f():
    try:
        try:
            a()
        except A:
            b()
        finally:
            c()
    except B as e:
        d(e)
