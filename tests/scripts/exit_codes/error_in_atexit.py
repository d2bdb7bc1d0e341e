# Shows: the status stays 0 when only a function at exit fails.
import atexit
import sys


class Quiet:
    def __call__(self):
        print("at exit")
        sys.exit(5)

    def __repr__(self):
        return "Quiet()"


atexit.register(Quiet())
print("end")
