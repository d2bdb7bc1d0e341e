"""Heaps: lists whose first item is the smallest.

The items at 2k+1 and 2k+2 are not smaller than the one at k.
"""

__all__ = ["heappush", "heappop", "heapify", "heapreplace", "merge",
           "nlargest", "nsmallest", "heappushpop"]


def _rise(heap, start, position, is_less):
    """Move an item towards the start while it is less than its parent."""
    item = heap[position]
    while position > start:
        parent = (position - 1) >> 1
        if not is_less(item, heap[parent]):
            break
        heap[position] = heap[parent]
        position = parent
    heap[position] = item


def _sink(heap, position, is_less):
    """Move an item to its place below, going down to a leaf first.

    Items that get here come from the end mostly, and belong near it: going
    down without comparing with the item saves comparisons.
    """
    start, end = position, len(heap)
    item = heap[position]
    child = 2 * position + 1
    while child < end:
        right = child + 1
        if right < end and not is_less(heap[child], heap[right]):
            child = right
        heap[position] = heap[child]
        position = child
        child = 2 * position + 1
    heap[position] = item
    _rise(heap, start, position, is_less)


def _less(a, b):
    return a < b


def _greater(a, b):
    return b < a


def _siftdown(heap, startpos, pos):
    _rise(heap, startpos, pos, _less)


def _siftup(heap, pos):
    _sink(heap, pos, _less)


def _siftdown_max(heap, startpos, pos):
    _rise(heap, startpos, pos, _greater)


def _siftup_max(heap, pos):
    _sink(heap, pos, _greater)


def heappush(heap, item):
    """Add an item."""
    heap.append(item)
    _rise(heap, 0, len(heap) - 1, _less)


def heappop(heap):
    """Remove the smallest item and return it."""
    return _pop(heap, _less)


def _pop(heap, is_less):
    last = heap.pop()
    return _replace(heap, last, is_less) if heap else last


def _replace(heap, item, is_less):
    first = heap[0]
    heap[0] = item
    _sink(heap, 0, is_less)
    return first


def heapreplace(heap, item):
    """Remove the smallest item and return it, then add the other one."""
    return _replace(heap, item, _less)


def heappushpop(heap, item):
    """Add an item, then remove the smallest one and return it."""
    if heap and heap[0] < item:
        return _replace(heap, item, _less)
    return item


def heapify(x):
    """Make a heap of a list, in place."""
    for position in reversed(range(len(x) // 2)):
        _sink(x, position, _less)


def _heappop_max(heap):
    return _pop(heap, _greater)


def _heapreplace_max(heap, item):
    return _replace(heap, item, _greater)


def _heapify_max(x):
    for position in reversed(range(len(x) // 2)):
        _sink(x, position, _greater)


def merge(*iterables, key=None, reverse=False):
    """An iterator over the items of sorted iterables, in their order."""
    if reverse:
        order_heap, pop, replace = _heapify_max, _heappop_max, _heapreplace_max
        direction = -1
    else:
        order_heap, pop, replace = heapify, heappop, heapreplace
        direction = 1
    # Entries are [value, order of the iterable, its __next__]; with a key it
    # stands in front, and the value behind.
    heap = []
    for order, iterable in enumerate(map(iter, iterables)):
        for value in iterable:
            entry = [value, order * direction, iterable.__next__]
            if key is not None:
                entry[0] = key(value)
                entry.append(value)
            heap.append(entry)
            break
    order_heap(heap)
    position = 0 if key is None else 3
    while len(heap) > 1:
        try:
            while True:
                entry = heap[0]
                yield entry[position]
                entry[position] = value = entry[2]()
                if key is not None:
                    entry[0] = key(value)
                replace(heap, entry)
        except StopIteration:
            pop(heap)  # The iterable of the entry in front has ended.
    if heap:
        entry = heap[0]
        yield entry[position]
        yield from entry[2].__self__


# The n best so far are in a heap that has the worst of them first, as tuples
# of key, order and item. The order keeps the result stable.


def nsmallest(n, iterable, key=None):
    """Like sorted(iterable, key=key)[:n]."""
    if n == 1:
        missing = object()
        smallest = min(iterable, default=missing, key=key)
        return [] if smallest is missing else [smallest]
    if _has_at_most(n, iterable):
        return sorted(iterable, key=key)[:n]
    items = iter(iterable)
    orders = range(n)
    if key is None:
        heap = [(item, order) for order, item in zip(orders, items)]
    else:
        heap = [(key(item), order, item) for order, item in zip(orders, items)]
    if not heap:
        return heap
    _heapify_max(heap)
    largest = heap[0][0]
    order = n
    if key is None:
        for item in items:
            if item < largest:
                _heapreplace_max(heap, (item, order))
                largest = heap[0][0]
                order += 1
    else:
        for item in items:
            value = key(item)
            if value < largest:
                _heapreplace_max(heap, (value, order, item))
                largest = heap[0][0]
                order += 1
    heap.sort()
    position = 0 if key is None else 2
    return [entry[position] for entry in heap]


def nlargest(n, iterable, key=None):
    """Like sorted(iterable, key=key, reverse=True)[:n]."""
    if n == 1:
        missing = object()
        largest = max(iterable, default=missing, key=key)
        return [] if largest is missing else [largest]
    if _has_at_most(n, iterable):
        return sorted(iterable, key=key, reverse=True)[:n]
    items = iter(iterable)
    orders = range(0, -n, -1)
    if key is None:
        heap = [(item, order) for order, item in zip(orders, items)]
    else:
        heap = [(key(item), order, item) for order, item in zip(orders, items)]
    if not heap:
        return heap
    heapify(heap)
    smallest = heap[0][0]
    order = -n
    if key is None:
        for item in items:
            if smallest < item:
                heapreplace(heap, (item, order))
                smallest = heap[0][0]
                order -= 1
    else:
        for item in items:
            value = key(item)
            if smallest < value:
                heapreplace(heap, (value, order, item))
                smallest = heap[0][0]
                order -= 1
    heap.sort(reverse=True)
    position = 0 if key is None else 2
    return [entry[position] for entry in heap]


def _has_at_most(n, iterable):
    try:
        length = len(iterable)
    except (TypeError, AttributeError):
        return False  # Its length is not known.
    return n >= length


try:
    from _heapq import *
except ImportError:
    pass
try:
    from _heapq import _heappop_max, _heapreplace_max, _heapify_max
except ImportError:
    pass
