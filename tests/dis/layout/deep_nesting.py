def f(a):
    if a:
        for b in a:
            while b:
                with b as c:
                    try:
                        if c:
                            return c
                    except E:
                        continue
