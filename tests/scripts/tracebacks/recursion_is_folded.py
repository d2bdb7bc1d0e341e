# Shows: lines that repeat in a deep traceback are folded.
import sys

sys.setrecursionlimit(100)


def down(n):
    return down(n + 1)


def start():
    down(0)


start()
