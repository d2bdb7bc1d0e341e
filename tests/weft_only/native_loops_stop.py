# Shows: handlers of signals run within native functions that take items without end, and
# within long arithmetic, where CPython would go on.
import collections
import itertools
import signal
import time


class Stop(Exception):
    pass


def stop(number, frame):
    raise Stop


signal.signal(signal.SIGALRM, stop)
cases = {
    "sum": lambda: sum(range(10**12)),
    "max": lambda: max(itertools.repeat(1)),
    "any": lambda: any(itertools.repeat(0)),
    "deque": lambda: collections.deque(itertools.count(), maxlen=0),
    "map": lambda: collections.deque(map(abs, itertools.repeat(0)), maxlen=0),
    "islice": lambda: next(itertools.islice(itertools.count(), 10**15, None)),
    "contains": lambda: 0.5 in range(10**12),
    "join": lambda: bytes(iter(int, 1)),
    "power": lambda: 3 ** 40_000_000,
    "modular power": lambda: pow(3, 10**30_000, 10**30_000 + 7),
}
for name, case in cases.items():
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        case()
        print(name, "ended")
    except Stop:
        print(name, "stopped")
