def outer(x):
    class Inner:
        x = x
        y = x
    return Inner
