# Shows: errors where nobody can catch them: in finalizers and callbacks of weak references.
import sys
import weakref


class Fails:
    def __del__(self):
        raise ValueError("in __del__")

    def __repr__(self):
        return "<Fails>"


def hook(unraisable):
    print(unraisable.exc_type.__name__, unraisable.exc_value, unraisable.err_msg, unraisable.exc_traceback is not None)


sys.unraisablehook = hook
fails = Fails()
del fails
target = type("Target", (), {})()
reference = weakref.ref(target, lambda reference: 1 / 0)
del target


def generator():
    try:
        yield
    finally:
        raise KeyError("in close")


g = generator()
next(g)
del g
print("the script goes on")


class AtExit:
    def __del__(self):
        print("finalized at exit")


kept = AtExit()
