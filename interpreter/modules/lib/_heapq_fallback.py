"""Heaps in the language itself. Part of `heapq`, for when `_heapq` is blocked."""

__name__ = "heapq"


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
