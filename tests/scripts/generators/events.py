"""What sys.monitoring, settrace and setprofile tell of chains of generators and coroutines."""

import sys
M = sys.monitoring
E = M.events
log = []
NAMES = ['PY_START', 'PY_RESUME', 'PY_RETURN', 'PY_YIELD', 'CALL', 'LINE', 'JUMP', 'BRANCH', 'STOP_ITERATION', 'RAISE', 'EXCEPTION_HANDLED', 'PY_UNWIND', 'PY_THROW', 'RERAISE', 'C_RETURN', 'C_RAISE']
WATCH = ['PY_START', 'PY_RESUME', 'PY_RETURN', 'PY_YIELD', 'STOP_ITERATION', 'RAISE', 'EXCEPTION_HANDLED', 'PY_UNWIND', 'PY_THROW', 'RERAISE']

def show(x):
    if x is None or isinstance(x, (int, str, list)):
        return x
    return type(x).__name__
M.use_tool_id(3, 't')
for n in WATCH:

    def cb(code, *a, n=n):
        if code.co_filename == __file__ and code.co_name not in ('run', 'cb'):
            log.append((n, code.co_name, *map(show, a)))
    M.register_callback(3, getattr(E, n), cb)

def run(name, f):
    log.clear()
    M.set_events(3, sum((getattr(E, n) for n in WATCH)))
    try:
        try:
            r = f()
        except BaseException as e:
            r = repr(e)
    finally:
        M.set_events(3, 0)
    print('==', name, r)
    for l in log:
        print('  ', *l)

class Mark(Exception):
    pass

def leaf():
    x = (yield 1)
    try:
        y = (yield x)
    except Mark as e:
        z = (yield 'caught')
    return 'leafret'

def mid(i):
    try:
        r = (yield from i)
        yield r
    finally:
        pass

def top(i):
    return (yield from i)

def mk():
    return top(mid(leaf()))

def a():
    g = mk()
    return [next(g), g.send(5), g.throw(Mark()), next(g), next(g, None)]

def b():
    g = mk()
    next(g)
    g.throw(Mark())

def c():
    g = mk()
    next(g)
    g.close()

def d():
    g = mk()
    next(g)
    del g

def e():
    g = mk()
    return list(g)

def f():
    i = leaf()
    next(i)
    g = top(mid(i))
    next(g)
    i.throw(Mark())
    return list(g)

def h():
    g = mk()
    return g.throw(Mark())

class It:

    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def throw(self, e):
        raise KeyError

    def close(self):
        raise IndexError

def i():
    g = top(mid(It()))
    next(g)
    g.throw(Mark())

def j():
    g = top(mid(It()))
    next(g)
    g.close()

class Aw:

    def __await__(self):
        return (yield 'aw')

async def co():
    return await Aw()

async def co2():
    try:
        return await co()
    except Mark:
        return await co()

def k():
    c = co2()
    c.send(None)
    c.throw(Mark())
    try:
        c.send(7)
    except StopIteration as s:
        return s.value

async def ag():
    try:
        yield 1
        await Aw()
        yield 2
    finally:
        await Aw()

async def useag():
    async for x in ag():
        pass
    return [x async for x in ag()]

def l():
    c = useag()
    try:
        while 1:
            c.send(None)
    except StopIteration as s:
        return s.value

async def brk():
    g = ag()
    async for x in g:
        break
    await g.aclose()

def m():
    c = brk()
    try:
        while 1:
            c.send(None)
    except StopIteration as s:
        return s.value

async def thr():
    g = ag()
    await anext(g)
    await g.athrow(Mark())

def n():
    c = thr()
    try:
        while 1:
            c.send(None)
    except StopIteration as s:
        return s.value

def o():

    def inf():
        try:
            while True:
                yield
        except GeneratorExit:
            yield 'ign'
    g = top(inf())
    next(g)
    g.close()

def p():
    return sum((x for x in (y for y in [1, 2])))

def bad():
    yield 1
    raise StopIteration('x')

def q():
    return list(top(bad()))

def lst():
    return (yield from [1, 2])

def r():
    g = lst()
    next(g)
    return g.throw(Mark())

def s():
    g = mk()
    return [x for x in g]

def t():
    g = mk()
    next(g)
    next(g)
    it = iter(g)
    return g.throw(StopIteration('v'))
for fn in (a, b, c, d, e, f, h, i, j, k, l, m, n, o, p, q, r, s, t):
    run(fn.__name__, fn)

def tracer(frame, event, arg):
    if frame.f_code.co_filename == __file__ and frame.f_code.co_name != 'run2':
        if event == 'exception':
            arg = arg[0].__name__
        if not callable(arg):
            log.append((event, frame.f_code.co_name, frame.f_lineno, show(arg)))
        else:
            log.append((event, frame.f_code.co_name, frame.f_lineno))
    return tracer

def run2(name, f, kind):
    log.clear()
    getattr(sys, kind)(tracer)
    try:
        try:
            r = f()
        except BaseException as e:
            r = repr(e)
    finally:
        getattr(sys, kind)(None)
    print('==', kind, name, r)
    for l in log:
        print('  ', *l)
for kind in ('settrace', 'setprofile'):
    for fn in (a, b, c, d, e, f, h, i, j, k, l, m, n, o, p, q, r, s, t):
        run2(fn.__name__, fn, kind)

class PyIt:

    def __iter__(self):
        return self
    n = 0

    def __next__(self):
        self.n += 1
        if self.n > 1:
            raise StopIteration
        return 1

class PyIt2(PyIt):

    def send(self, x):
        return 5 if x else self.__next__()

    def throw(self, e):
        raise StopIteration(3)

def u():
    return list(top(PyIt()))

def v():
    g = top(PyIt2())
    next(g)
    return [g.send(4), next(g, 0)]

def w():
    g = top(PyIt2())
    next(g)
    return g.throw(Mark())

async def x1():

    async def e():
        return
        yield
    g = ag()
    await g.asend(None)
    await g.asend(None)
    try:
        await g.asend(None)
    except StopAsyncIteration:
        pass
    await anext(e(), 5)
    await g.aclose()

def x():
    c = x1()
    try:
        while 1:
            c.send(None)
    except StopIteration as s:
        return s.value

def y():
    return list(map(lambda g: next(g), [top(mid(leaf()))]))

def z():
    for i in mk():
        if i is None:
            break
    else:
        return 'else'
for kind in ('settrace', 'setprofile'):
    for fn in (u, v, w, x, y, z):
        run2(fn.__name__, fn, kind)
for fn in (u, v, w, x, y, z):
    run(fn.__name__, fn)
