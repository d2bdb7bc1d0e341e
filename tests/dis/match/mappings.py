def f(x):
    match x:
        case {}:
            return 0
        case {'kind': 'circle', 'radius': r}:
            return r
        case {'kind': kind, **rest}:
            return kind, rest
