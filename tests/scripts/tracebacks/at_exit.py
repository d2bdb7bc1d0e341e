# Shows: functions that run at exit, in reverse order, after the traceback; errors in them.
import atexit


@atexit.register
def first():
    print("registered first")


atexit.register(print, "registered second", end="!\n")


class Fails:
    def __call__(self):
        raise ValueError("at exit")

    def __repr__(self):
        return "<a callback that fails>"


atexit.register(Fails())


@atexit.register
def gone():
    print("never")


atexit.unregister(gone)
print("end of the script")
raise KeyError("uncaught")
