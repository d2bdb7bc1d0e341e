def f(xs):
    for x in xs:
        try:
            if x:
                continue
            break
        finally:
            note(x)
