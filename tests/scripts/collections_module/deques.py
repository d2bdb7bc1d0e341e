# Shows: deque: both ends, bounded ones, rotation, index, changes while iterating.
from collections import deque

d = deque([1, 2, 3])
d.append(4)
d.appendleft(0)
d.extend("ab")
d.extendleft("xy")
print(
    d, len(d), d[0], d[-1], d.pop(), d.popleft(), d, 3 in d, d.count(2), d.index(2),
    list(reversed(d))[:2]
)
d.rotate(2)
print(d)
d.rotate(-1)
d.insert(1, "in")
d.remove("in")
d[0] = "first"
del d[1]
d.reverse()
print(
    d, d.copy() == d, deque([1]) + deque([2]), deque([1]) * 3, deque([1, 2]) < deque([1, 3]),
    deque() == [], bool(deque()), hash is not None
)
bounded = deque(range(10), maxlen=3)
bounded.append("new")
bounded.appendleft("left")
print(bounded, bounded.maxlen, deque("abc", 0), deque(maxlen=2), repr(deque([1], maxlen=5)))
d += [5]
d *= 2
print(d)
d.clear()
loop = deque()
loop.append(loop)
print(loop, d)
for action in (
    lambda: d.pop(), lambda: d.popleft(), lambda: d[0], lambda: deque([1]).remove(5),
    lambda: deque([1]).index(5), lambda: deque(5), lambda: deque([], -1), lambda: deque([], "a"),
    lambda: bounded.insert(0, 1), lambda: deque([1]) + [1], lambda: deque([1])[0:1],
    lambda: hash(deque()), lambda: setattr(bounded, "maxlen", 5), lambda: deque([1]) < [1],
    lambda: deque(1, 2, 3), lambda: deque([1]).rotate("a"), lambda: deque([1])["a"]
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
d = deque([1, 2, 3])
try:
    for item in d:
        d.append(item)
except RuntimeError as error:
    print(error, d)
iterator = iter(d)
next(iterator)
print(iterator.__length_hint__(), type(iterator).__name__, deque("abcd").index("c", 1, 3))
window, sums = deque(maxlen=3), []
for n in range(6):
    window.append(n)
    sums.append(sum(window))
print(sums)
