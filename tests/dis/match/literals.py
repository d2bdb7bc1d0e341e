match x:
    case 0:
        a()
    case -1 | 2.5 | 'three' | b'four':
        b()
    case None | True | False:
        c()
    case 1 + 2j:
        d()
    case _:
        e()
