"""A hundred thousand coroutines parked below a sort, each in a few pages; what has no stack left is
a MemoryError."""

import os
import resource
import sys

import weft

COUNT = 100_000


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Pause:
    def __await__(self):
        return (yield)


def key(item):
    weft.wait(Pause())
    return -item


async def task(number):
    return sorted((number, number + 1), key=key)[0]


def park(count):
    tasks = [task(number) for number in range(count)]
    before = resident()
    for one in tasks:
        one.send(None)
    return tasks, (resident() - before) / count


if sys.argv[1:] != ["bounded"]:
    tasks, each = park(COUNT)
    figures = weft.fibers()
    # Where stacks are guarded by protection, the kernel allows fewer: that is a MemoryError.
    print(figures["parked"], each < 3 * 4096 or each)
    for one in tasks:
        one.send(None)
    total = 0
    for one in tasks:
        try:
            one.send(None)
        except StopIteration as stop:
            total += stop.value
    print(total == COUNT * (COUNT + 1) // 2, weft.fibers()["parked"], weft.fibers()["live"])
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, __file__, "bounded"])

# As many stacks as there are addresses for: three quarters of the limit.
with open("/proc/self/statm") as file:
    limit = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE") + (4 << 30)
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
tasks = [task(number) for number in range(20_000)]
try:
    for one in tasks:
        one.send(None)
except MemoryError as error:
    print("MemoryError", "fiber stacks" in str(error), 500 < weft.fibers()["parked"] < 5000)
for one in tasks[::-1]:
    one.close()
print(weft.fibers()["parked"], weft.fibers()["live"])
tasks = [task(number) for number in range(100)]
for one in tasks:
    one.send(None)
print(weft.fibers()["parked"])
for one in tasks:
    one.close()
