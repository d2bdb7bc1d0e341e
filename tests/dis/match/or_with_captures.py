def f(x):
    match x:
        case [a, b] | (b, [a]) | {'a': a, 'b': b}:
            return a, b
