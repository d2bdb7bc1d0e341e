# Shows: two functions that call each other to the limit: nothing repeats, nothing is folded.
import sys

sys.setrecursionlimit(40)


def even(n):
    return odd(n - 1)


def odd(n):
    return even(n - 1)


try:
    even(-1)
except RecursionError:
    # What prints the traceback needs room itself.
    sys.setrecursionlimit(1000)
    raise
