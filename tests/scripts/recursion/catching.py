# Shows: the stack is usable again after a RecursionError, in finally blocks and handlers too.
import sys

sys.setrecursionlimit(150)
finals = 0


def with_finally(n):
    global finals
    try:
        return with_finally(n + 1)
    finally:
        finals += 1


try:
    with_finally(0)
except RecursionError as error:
    print(error, finals > 100)


def recovers(n):
    try:
        recovers(n + 1)
    except RecursionError:
        return "handled deep down"


print(recovers(0))


def raises_other(n):
    try:
        raises_other(n + 1)
    except RecursionError as error:
        raise ValueError("instead") from error


try:
    raises_other(0)
except (ValueError, RecursionError) as error:
    kinds, seen = [], error
    while seen is not None:
        kinds.append(type(seen).__name__)
        seen = seen.__cause__
    print(sorted(set(kinds)))
for _ in range(3):
    try:
        with_finally(0)
    except RecursionError:
        pass
print(len("still works"), sorted([2, 1]))


class Manager:
    entered = left = 0
    def __enter__(self): Manager.entered += 1
    def __exit__(self, *details): Manager.left += 1


def with_managers(n):
    with Manager():
        with_managers(n + 1)


try:
    with_managers(0)
except RecursionError:
    print(Manager.entered == Manager.left)


def ackermann(m, n):
    return n + 1 if m == 0 else ackermann(m - 1, 1) if n == 0 else ackermann(m - 1, ackermann(m, n - 1))


try:
    ackermann(3, 5)
except RecursionError:
    print("too deep for", sys.getrecursionlimit())
sys.setrecursionlimit(1000)
print(ackermann(3, 5))


def hanoi(n, a="a", b="b", c="c"):
    return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)


print(hanoi(10))
