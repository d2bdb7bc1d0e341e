"""Heaps: lists whose first item is the smallest.

The items at 2k+1 and 2k+2 are not smaller than the one at k.
"""

__all__ = ["heappush", "heappop", "heapify", "heapreplace", "merge",
           "nlargest", "nsmallest", "heappushpop"]


try:
    from _heapq import (
        _heapify_max, _heappop_max, _heapreplace_max, heapify, heappop,
        heappush, heappushpop, heapreplace)
except ImportError:
    from _heapq_fallback import (
        _heapify_max, _heappop_max, _heapreplace_max, heapify, heappop,
        heappush, heappushpop, heapreplace)


def __getattr__(name):
    # Programs with heaps of their own use these, which `_heapq` has not.
    if name not in ("_siftdown", "_siftup", "_siftdown_max", "_siftup_max"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import _heapq_fallback
    value = globals()[name] = getattr(_heapq_fallback, name)
    return value


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
