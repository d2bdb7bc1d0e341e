def f(shape):
    match shape:
        case Point():
            return 0
        case Point(0, y=0):
            return 1
        case Circle(center=Point(x, y), radius=r) if r > 0:
            return x, y, r
        case int(n) | float(n):
            return n
