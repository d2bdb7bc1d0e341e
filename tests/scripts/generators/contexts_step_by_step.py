"""Which exceptions are contexts of what is thrown through chains, and of errors of generators themselves."""

import sys

class Mark(Exception):
    pass

def ch(e):
    r = []
    while e is not None:
        r.append(repr(e))
        e = e.__context__
    return r

def inner0():
    try:
        yield 1
    except Mark as e:
        print('inner caught', ch(e))
        yield 2

def outerH(inner):
    try:
        raise KeyError('o')
    except KeyError:
        try:
            yield from inner
        except BaseException as e:
            print('outer caught', ch(e))
            raise
g = outerH(inner0())
next(g)
g.throw(Mark())

def inner1():
    yield 1
g = outerH(inner1())
next(g)
try:
    g.throw(Mark())
except Mark as e:
    print('out', ch(e))

def inner2():
    try:
        raise IndexError('i')
    except IndexError:
        try:
            yield 1
        except Mark as e:
            print('i2', ch(e))
            raise ValueError('new')
g = outerH(inner2())
next(g)
try:
    g.throw(Mark())
except ValueError as e:
    print('out', ch(e))

def late():
    try:
        yield 1
    except Mark:
        pass
    yield from raising()

def raising():
    try:
        raise OSError('os')
    except OSError:
        raise ValueError('v')
    yield
g = outerH(late())
next(g)
try:
    g.throw(Mark())
except ValueError as e:
    print('late', ch(e))

def late2():
    yield 1
    try:
        raise OSError('os')
    except OSError:
        raise ValueError('v')
g = outerH(late2())
next(g)
try:
    g.send(None)
except ValueError as e:
    print('late2', ch(e))

def late3():
    try:
        yield 1
    except Mark:
        pass
    yield 2
    try:
        raise OSError('os')
    except OSError:
        raise ValueError('v')
g = outerH(late3())
next(g)
g.throw(Mark())
try:
    g.send(None)
except ValueError as e:
    print('late3', ch(e))
try:
    raise TypeError('caller')
except TypeError:
    g = outerH(inner2())
    next(g)
    try:
        g.throw(Mark())
    except ValueError as e:
        print('out', ch(e))
    g = outerH(inner1())
    next(g)
    try:
        g.throw(Mark())
    except Mark as e:
        print('out', ch(e))

def plain(inner):
    yield from inner
g = plain(outerH(plain(inner2())))
next(g)
try:
    g.throw(Mark())
except ValueError as e:
    print('p', ch(e))
g = plain(outerH(plain(inner1())))
next(g)
try:
    g.close()
except BaseException as e:
    print('close', ch(e))

class It:

    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def throw(self, *a):
        try:
            raise LookupError('it')
        except LookupError:
            raise RuntimeError('from it')
g = plain(outerH(plain(It())))
next(g)
try:
    g.throw(Mark())
except RuntimeError as e:
    print('it', ch(e))
sys.unraisablehook = lambda u: print('unr', repr(u.exc_value), repr(u.exc_value.__context__))

class Mark(Exception):
    pass

def leaf():
    yield 1
    yield 2

def handling(i):
    try:
        raise LookupError(1)
    except LookupError:
        return (yield from i)

def stub(i):
    try:
        yield from i
    except GeneratorExit:
        print('exit', repr(sys.exception()), repr(sys.exception().__context__))
        yield 'ign'

class W:

    def __init__(s, i):
        s.i = i

    def __iter__(s):
        return s

    def __next__(s):
        return next(s.i)

def ind(i):
    return (yield from W(i))

def t(f):
    print(f)
    g = eval(f)
    next(g)
    del g
t('stub(handling(leaf()))')
t('stub(leaf())')
t('handling(stub(leaf()))')
t('ind(stub(leaf()))')
t('ind(stub(handling(leaf())))')
t('handling(ind(stub(handling(leaf()))))')
t('handling(ind(stub(leaf())))')
t('stub(ind(handling(ind(stub(leaf())))))')

def q(i):
    g = stub(leaf())
    next(g)
    try:
        yield from i
    except Mark:
        pass
    finally:
        del g

def t2(f):
    print(f)
    g = eval(f)
    next(g)
    try:
        print(g.throw(Mark))
    except (Mark, StopIteration) as e:
        print(repr(e.__context__))
t2('handling(q(leaf()))')
t('handling(q(leaf()))')
t2('handling(ind(stub(leaf())))')

def see():
    try:
        yield 1
    except Mark:
        print(sys.exception(), sys.exception().__context__)
    print(sys.exception())
    yield 2
    print(sys.exception())
    yield 3
    print(sys.exception())

def hand2(i):
    try:
        raise LookupError(2)
    except LookupError:
        yield from i
        print('h', sys.exception())
        yield from see()
for f in ('handling(see())', 'hand2(see())', 'hand2(hand2(see()))', 'stub(hand2(handling(see())))'):
    print(f)
    g = eval(f)
    print([next(g), g.throw(Mark), list(g)])
    g = eval(f)
    (next(g), next(g))
    try:
        raise OSError
    except OSError:
        try:
            g.throw(KeyError)
        except KeyError as e:
            while e:
                print(repr(e))
                e = e.__context__
    g = eval(f)
    try:
        raise OSError
    except OSError:
        next(g)
        print(g.throw(Mark))
    try:
        raise IndexError
    except IndexError:
        print(list(g))
