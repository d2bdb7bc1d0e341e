"""Weak references to generators that go, and arguments of those that never started."""

import sys
class Mark(Exception):
    pass
import weakref

def g0():
    try:
        yield 1
    finally:
        print('finally', w())

def cb(r):
    print('cb')
g = g0()
next(g)
w = weakref.ref(g, cb)
del g
g = g0()
next(g)
w = weakref.ref(g, cb)
L = [g]
L.append(L)
del g, L
import gc
gc.collect()

class D:

    def __init__(s, n):
        s.n = n

    def __del__(s):
        print('del', s.n)

def h(a):
    b = D('local')
    yield 1
g = h(D('arg'))
f = g.gi_frame
g.close()
print('closed', g.gi_frame, g.gi_running, g.gi_suspended)
print(f.f_locals.keys())
del f
print('f')
del g
print('gone')
g = h(D('arg'))
next(g)
g.close()
print('closed2')
del g
g = h(D('arg2'))
try:
    g.throw(Mark())
except Mark:
    print('thrown')
del g

async def co(a):
    pass
c = co(D('coarg'))
c.close()
print('c closed')
del c
print('c gone')

async def ag(a):
    yield 1
a = ag(D('agarg'))
try:
    a.aclose().send(None)
except StopIteration:
    print('stop')
print('a closed')
del a
print('a gone')
print(sys.get_asyncgen_hooks(), type(sys.get_asyncgen_hooks()))
