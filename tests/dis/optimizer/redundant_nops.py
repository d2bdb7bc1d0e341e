def f():
    pass
    pass
    if x:
        pass
    else:
        pass
    return
