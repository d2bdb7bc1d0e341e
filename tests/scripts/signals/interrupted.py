# Shows: handlers of signals run while native code goes through many steps.
import collections
import itertools
import re
import signal


class Stop(Exception):
    pass


def stop(number, frame):
    raise Stop


signal.signal(signal.SIGALRM, stop)
cases = {
    "loop": lambda: [None for _ in itertools.count() if False],
    "regular expression": lambda: re.match(r"(a+)+$", "a" * 60 + "b"),
    "the same in bytes": lambda: re.match(rb"(a|a)*$", b"a" * 80 + b"b"),
    "repr": lambda: repr(nested(50)),
}


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value, value]
    return value


for name, case in cases.items():
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        case()
        print(name, "ended")
    except Stop:
        print(name, "stopped")
    # The engine and the interpreter serve on.
    print(re.match(r"(a+)b", "aab").groups(), collections.Counter("aab"))
