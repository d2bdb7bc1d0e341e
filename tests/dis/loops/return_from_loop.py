def first(xs):
    for x in xs:
        return x
