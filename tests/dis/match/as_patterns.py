def f(x):
    match x:
        case (1 | 2) as n:
            return n
        case [Point(x=0) as p, *_] as whole:
            return p, whole
