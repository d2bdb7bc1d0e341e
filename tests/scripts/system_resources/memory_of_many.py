# Shows: how much memory a million small objects, floats and entries of a dict take at most.
import gc
import os


class Point:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def bytes_each(make, count):
    gc.collect()
    before = resident()
    made = make(count)
    taken = resident() - before
    assert len(made) == count
    return taken / count


COUNT = 1_000_000
for name, most, make in (
    ("floats in a list", 42, lambda count: [number * 1.1 for number in range(count)]),
    ("ints in a dict", 110, lambda count: {number: number for number in range(count)}),
    ("objects", 215, lambda count: [Point(n, n + 1, n + 2) for n in range(count)]),
):
    each = bytes_each(make, COUNT)
    print(name, "fit" if each < most else f"take {each:.0f} bytes each")
