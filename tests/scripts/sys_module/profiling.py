# Shows: sys.setprofile sees calls and returns, of functions in C too, but no lines.
import sys


def work(n):
    return len([n]) + abs(-n)


class Thing:
    def __init__(self):
        self.items = sorted([2, 1])

    def method(self):
        raise LookupError


def profiler(frame, event, argument):
    name = argument.__name__ if event.startswith("c_") else frame.f_code.co_name
    events.append(f"{event} {name}")


events = []
sys.setprofile(profiler)
work(3)
thing = Thing()
try:
    thing.method()
except LookupError:
    pass
try:
    int("x")
except ValueError:
    pass
[].append(1)
sys.setprofile(None)
print(*events, sep="\n")
print(sys.getprofile())


def depth_of(frame):
    depth = 0
    while frame:
        depth, frame = depth + 1, frame.f_back
    return depth


def tree(frame, event, argument):
    if event == "call":
        print("  " * depth_of(frame) + frame.f_code.co_name)


def a(): b(); c()
def b(): c()
def c(): pass


sys.setprofile(tree)
a()
sys.setprofile(None)
print(sys._getframe().f_code.co_name, depth_of(sys._getframe()), sys._getframe().f_lineno)
for action in (
    lambda: sys._getframe(100), lambda: sys._getframe("x"), lambda: sys.setprofile(),
    lambda: sys.settrace(1, 2), lambda: sys._getframe().f_code.co_name,
    lambda: sys._getframe(1).f_code.co_name
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
