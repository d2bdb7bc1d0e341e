"""Events of single instructions that a trace function asks for while it is told of calls and lines."""

import sys
def basic():
    return 1
ev = []
lines = True

def tr(f, e, a):
    ev.append((e, f.f_lineno))
    f.f_trace_lines = lines
    f.f_trace_opcodes = True
    return tr
for i in range(3):
    sys.settrace(tr)
    basic()
    sys.settrace(None)
    print(ev)
    ev.clear()

def two():
    x = 1
    return x
sys.settrace(tr)
two()
sys.settrace(None)
print(ev)
ev.clear()

def gen():
    yield 1
    yield 2
sys.settrace(tr)
list(gen())
sys.settrace(None)
print(ev)
ev.clear()
lines = False
sys.settrace(tr)
two()
list(gen())
sys.settrace(None)
print(ev)
