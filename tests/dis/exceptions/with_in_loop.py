def f(xs):
    for x in xs:
        with x as y:
            if y:
                continue
            break
