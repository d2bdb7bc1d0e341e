# Shows: handlers of signals run while native code goes through many steps.
import collections
import itertools
import math
import re
import signal
import sys


class Stop(Exception):
    pass


def stop(number, frame):
    raise Stop


signal.signal(signal.SIGALRM, stop)
cases = {
    "loop": lambda: [None for _ in itertools.count() if False],
    "regular expression": lambda: re.match(r"(a+)+$", "a" * 60 + "b"),
    "the same in bytes": lambda: re.match(rb"(a|a)*$", b"a" * 80 + b"b"),
    "beyond ASCII": lambda: re.match(r"(é+)+b", "é" * 60),
    "lazily": lambda: re.match(r"(é*?)*?b", "é" * 60),
    "quadratic": lambda: re.search(r"é*é*é*b", "é" * 20_000),
    "repr": lambda: repr(nested(50)),
    "product": lambda: big * (big - 2),
    "power": lambda: 3**50_000_000,
    "quotient": lambda: big // (1 << 20_000_001) // 7**6_000_000,
    "digits": lambda: str(big),
    "a number from digits": lambda: int("7" * 3_000_000),
    "square root": lambda: math.isqrt(big),
    "factorial": lambda: math.factorial(5_000_000),
    "permutations": lambda: math.perm(20_000_000, 10_000_000),
    "multiple": lambda: math.lcm(*range(1, 500_000)),
}
big = (1 << 40_000_000) - 1
sys.set_int_max_str_digits(0)


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
