def f(flag):
    try:
        x = g()
    except E:
        pass
    print(x)
    del x
    if flag:
        x = 1
    return x
