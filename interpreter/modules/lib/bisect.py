"""Finding the place of an item in a sorted list."""


def bisect_right(a, x, lo=0, hi=None, *, key=None):
    """Where to insert x so that it comes after the items equal to it.

    With a key, x is compared with the keys of the items.
    """
    if lo < 0:
        raise ValueError("lo must be non-negative")
    if hi is None:
        hi = len(a)
    while lo < hi:
        middle = (lo + hi) // 2
        if x < (a[middle] if key is None else key(a[middle])):
            hi = middle
        else:
            lo = middle + 1
    return lo


def bisect_left(a, x, lo=0, hi=None, *, key=None):
    """Where to insert x so that it comes before the items equal to it.

    With a key, x is compared with the keys of the items.
    """
    if lo < 0:
        raise ValueError("lo must be non-negative")
    if hi is None:
        hi = len(a)
    while lo < hi:
        middle = (lo + hi) // 2
        if (a[middle] if key is None else key(a[middle])) < x:
            lo = middle + 1
        else:
            hi = middle
    return lo


def insort_right(a, x, lo=0, hi=None, *, key=None):
    """Insert x after the items equal to it."""
    value = x if key is None else key(x)
    place = bisect_right(a, value, lo, hi, key=key)
    a.insert(place, x)


def insort_left(a, x, lo=0, hi=None, *, key=None):
    """Insert x before the items equal to it."""
    value = x if key is None else key(x)
    place = bisect_left(a, value, lo, hi, key=key)
    a.insert(place, x)


try:
    from _bisect import *
except ImportError:
    pass

bisect = bisect_right
insort = insort_right
