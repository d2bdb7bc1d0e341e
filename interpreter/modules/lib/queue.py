"""Queues between threads."""

import threading
from _collections import deque
from heapq import heappop, heappush
from time import monotonic as time

__all__ = [
    "Empty", "Full", "ShutDown", "Queue", "PriorityQueue", "LifoQueue",
    "SimpleQueue",
]

GenericAlias = type(list[int])

try:
    from _queue import Empty
except ImportError:
    class Empty(Exception):
        """Raised when there is nothing to get."""


class Full(Exception):
    """Raised when there is no room for what is put."""


class ShutDown(Exception):
    """Raised when a queue that has been shut down is used."""


def _check_timeout(block, timeout):
    if block and timeout is not None and timeout < 0:
        raise ValueError("'timeout' must be a non-negative number")


def _wait(condition, end, error):
    """Wait once for a condition; raise the error when the time is over."""
    if end is None:
        condition.wait()
        return
    remaining = end - time()
    if remaining <= 0.0:
        raise error
    condition.wait(remaining)


class Queue:
    """A queue of limited size, or with maxsize=0 of any size.

    Derived classes may override _init, _qsize, _put and _get, which are called
    with the lock held.
    """

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._init(maxsize)
        self.mutex = threading.Lock()
        # All conditions share the lock.
        self.not_empty = threading.Condition(self.mutex)
        self.not_full = threading.Condition(self.mutex)
        self.all_tasks_done = threading.Condition(self.mutex)
        self.unfinished_tasks = 0
        self.is_shutdown = False

    def task_done(self):
        """Say that the work for an item which was got is done."""
        with self.all_tasks_done:
            unfinished = self.unfinished_tasks - 1
            if unfinished < 0:
                raise ValueError("task_done() called too many times")
            if unfinished == 0:
                self.all_tasks_done.notify_all()
            self.unfinished_tasks = unfinished

    def join(self):
        """Wait until the work for all items is done."""
        with self.all_tasks_done:
            while self.unfinished_tasks:
                self.all_tasks_done.wait()

    def qsize(self):
        """How many items there are, at this moment."""
        with self.mutex:
            return self._qsize()

    def empty(self):
        """Whether there are no items, at this moment."""
        with self.mutex:
            return not self._qsize()

    def full(self):
        """Whether there is no room, at this moment."""
        with self.mutex:
            return 0 < self.maxsize <= self._qsize()

    def put(self, item, block=True, timeout=None):
        """Add an item, waiting for room if `block`; raise Full if there is none."""
        with self.not_full:
            if self.is_shutdown:
                raise ShutDown
            if self.maxsize > 0:
                _check_timeout(block, timeout)
                if self._qsize() >= self.maxsize:
                    self._wait_for_room(block, timeout)
            self._put(item)
            self.unfinished_tasks += 1
            self.not_empty.notify()

    def _wait_for_room(self, block, timeout):
        if not block:
            raise Full
        end = None if timeout is None else time() + timeout
        while self._qsize() >= self.maxsize:
            _wait(self.not_full, end, Full)
            if self.is_shutdown:
                raise ShutDown

    def get(self, block=True, timeout=None):
        """Remove an item, waiting for one if `block`; raise Empty if there is none."""
        with self.not_empty:
            is_empty = not self._qsize()
            if is_empty and self.is_shutdown:
                raise ShutDown
            _check_timeout(block, timeout)
            if is_empty:
                self._wait_for_item(block, timeout)
            item = self._get()
            self.not_full.notify()
            return item

    def _wait_for_item(self, block, timeout):
        if not block:
            raise Empty
        end = None if timeout is None else time() + timeout
        while not self._qsize():
            _wait(self.not_empty, end, Empty)
            if self.is_shutdown and not self._qsize():
                raise ShutDown

    def put_nowait(self, item):
        """Add an item without waiting."""
        return self.put(item, block=False)

    def get_nowait(self):
        """Remove an item without waiting."""
        return self.get(block=False)

    def shutdown(self, immediate=False):
        """Make put() raise ShutDown, and get() once the queue is empty.

        With `immediate` it is emptied at once.
        """
        with self.mutex:
            self.is_shutdown = True
            if immediate:
                while self._qsize():
                    self._get()
                    if self.unfinished_tasks > 0:
                        self.unfinished_tasks -= 1
                self.all_tasks_done.notify_all()
            self.not_empty.notify_all()
            self.not_full.notify_all()

    def _init(self, maxsize):
        self.queue = deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    __class_getitem__ = classmethod(GenericAlias)


class PriorityQueue(Queue):
    """A queue that gives the smallest item first."""

    def _init(self, maxsize):
        self.queue = []

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        heappush(self.queue, item)

    def _get(self):
        return heappop(self.queue)


class LifoQueue(Queue):
    """A stack: it gives the latest item first."""

    def _init(self, maxsize):
        self.queue = []

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop()


class _PySimpleQueue:
    """SimpleQueue in the language itself."""

    def __init__(self):
        self._queue = deque()
        self._count = threading.Semaphore(0)

    def put(self, item, block=True, timeout=None):
        """Add an item; it never has to wait."""
        self._queue.append(item)
        self._count.release()

    def get(self, block=True, timeout=None):
        """Remove an item, waiting for one if `block`; raise Empty if there is none."""
        if timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        if not self._count.acquire(block, timeout):
            raise Empty
        return self._queue.popleft()

    def put_nowait(self, item):
        """The same as put()."""
        return self.put(item, block=False)

    def get_nowait(self):
        """Remove an item without waiting."""
        return self.get(block=False)

    def empty(self):
        """Whether there are no items, at this moment."""
        return not self._queue

    def qsize(self):
        """How many items there are, at this moment."""
        return len(self._queue)

    __class_getitem__ = classmethod(GenericAlias)


try:
    from _queue import SimpleQueue
except ImportError:
    SimpleQueue = _PySimpleQueue
