"""Events that are run at their times, in one thread."""

import heapq as _heapq
import threading as _threading
import time as _time
from collections import namedtuple as _namedtuple
from itertools import count as _count

__all__ = ['scheduler']

Event = _namedtuple('Event', 'time, priority, sequence, action, argument, kwargs')
_nothing = object()


class scheduler:
    """A queue of events, by a clock and a way to wait."""

    def __init__(self, timefunc=_time.monotonic, delayfunc=_time.sleep):
        self._queue = []
        self._lock = _threading.RLock()
        self.timefunc = timefunc
        self.delayfunc = delayfunc
        self._sequence_generator = _count()

    def enterabs(self, time, priority, action, argument=(), kwargs=_nothing):
        """Adds an event at a time. Lower priorities are run first."""
        kwargs = {} if kwargs is _nothing else kwargs
        with self._lock:
            event = Event(time, priority, next(self._sequence_generator), action, argument, kwargs)
            _heapq.heappush(self._queue, event)
        return event

    def enter(self, delay, priority, action, argument=(), kwargs=_nothing):
        """Adds an event after a delay."""
        return self.enterabs(self.timefunc() + delay, priority, action, argument, kwargs)

    def cancel(self, event):
        """Removes an event; ValueError if it is not in the queue."""
        with self._lock:
            self._queue.remove(event)
            _heapq.heapify(self._queue)

    def empty(self):
        with self._lock:
            return not self._queue

    def run(self, blocking=True):
        """Runs the events at their times; without blocking those that are due."""
        while True:
            with self._lock:
                if not self._queue:
                    return None
                event = self._queue[0]
                left = event.time - self.timefunc()
                if left <= 0:
                    _heapq.heappop(self._queue)
            if left > 0:
                if not blocking:
                    return left
                self.delayfunc(left)
            else:
                event.action(*event.argument, **event.kwargs)
                # Other threads shall run.
                self.delayfunc(0)

    @property
    def queue(self):
        """The events, in the order in which they will be run."""
        with self._lock:
            events = self._queue[:]
        return [_heapq.heappop(events) for _ in range(len(events))]
