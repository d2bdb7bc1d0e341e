def f():
    try:
        g()
    except E as e:
        h = e
    return h
