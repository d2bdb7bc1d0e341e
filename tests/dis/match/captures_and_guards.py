def f(x):
    match x:
        case n if n > 10:
            return n
        case other:
            return -other
