# What the mapping of the variables of a frame allows.
import sys, copy, pickle
def f():
    x=1
    d=sys._getframe().f_locals
    for fn in (lambda: d.__delitem__('x'), lambda: copy.copy(d), lambda: copy.deepcopy(d), lambda: pickle.dumps(d), lambda: type(d)(), lambda: type(d)(1), lambda: type(d)(frame=sys._getframe()), lambda: type(d)(1,2)):
        try: print(fn())
        except Exception as e: print(type(e), e)
    try: del d['x']
    except Exception as e: print(type(e), e)
    print(reversed(d), type(d).__name__, d.keys(), type(d.keys()), type(d.values()), type(d.items()))
    fr=sys._getframe(); print(repr(fr.f_locals).count('{...}'), type(d)(fr)=={**fr.f_locals})
    print(d.setdefault('new', 5), d['new'], len(d))
    try: del d['new']
    except Exception as e: print(type(e), e)
    print(isinstance(d, dict), d | {'k':1} == {**d,'k':1})
f()
