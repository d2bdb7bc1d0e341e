# Shows: an instance of a subclass of tuple leads to its class, though its items lead nowhere.
import gc
import weakref


def make():
    class Point(tuple):
        __slots__ = ()

    Point.origin = Point((0, 0))
    return weakref.ref(Point)


point = make()
print(point() is None)
gc.collect()
print(point() is None)
print(gc.is_tracked((1, "a")), gc.is_tracked(([], 1)))
