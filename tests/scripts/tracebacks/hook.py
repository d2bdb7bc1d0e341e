# Shows: sys.excepthook is called with what nobody caught, and may fail itself.
import sys


def hook(kind, value, traceback):
    print("hook:", kind.__name__, value, traceback.tb_lineno)
    raise LookupError("the hook fails")


sys.excepthook = hook
raise ValueError("uncaught")
