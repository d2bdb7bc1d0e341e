"""What tasks use to wait for each other."""

__all__ = ('Lock', 'Event', 'Condition', 'Semaphore', 'BoundedSemaphore', 'Barrier')

from _asyncio import (
    EventCore as _EventCore, LockCore as _LockCore, SemaphoreCore as _SemaphoreCore,
)
from collections import deque

from . import exceptions
from . import mixins


class _ContextManagerMixin:
    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, exc_type, exc, tb):
        self.release()


def _shown(self, text, waiters):
    if waiters:
        text = f'{text}, waiters:{len(waiters)}'
    return f'<{object.__repr__(self)[1:-1]} [{text}]>'


class Lock(_LockCore):
    """A lock, which tasks get in the order in which they asked."""

    def __init__(self):
        pass

    def __repr__(self):
        return _shown(self, 'locked' if self._locked else 'unlocked', self._waiters)

    async def _enter(self):
        await self.acquire()


class Event(_EventCore):
    """A flag that tasks can wait for."""

    def __init__(self):
        self._waiters = deque()

    def __repr__(self):
        return _shown(self, 'set' if self._value else 'unset', self._waiters)


class Condition(_ContextManagerMixin, mixins._LoopBoundMixin):
    """Has tasks wait, without a lock that they own, until they are notified."""

    def __init__(self, lock=None):
        if lock is None:
            lock = Lock()
        self._lock = lock
        self.locked = lock.locked
        self.acquire = lock.acquire
        self.release = lock.release
        self._waiters = deque()

    def __repr__(self):
        return _shown(self, 'locked' if self.locked() else 'unlocked', self._waiters)

    async def wait(self):
        """Gives the lock back, waits to be notified, and takes the lock again."""
        if not self.locked():
            raise RuntimeError('cannot wait on un-acquired lock')
        waiter = self._get_loop().create_future()
        self.release()
        try:
            try:
                self._waiters.append(waiter)
                try:
                    await waiter
                    return True
                finally:
                    self._waiters.remove(waiter)
            finally:
                await self._acquire_in_any_case()
        except BaseException:
            # A notification that this task got is somebody else's.
            self._notify(1)
            raise

    async def _acquire_in_any_case(self):
        """Takes the lock; a cancellation meanwhile is raised when it has."""
        error = None
        while True:
            try:
                await self.acquire()
                break
            except exceptions.CancelledError as cancelled:
                error = cancelled
        if error is not None:
            try:
                raise error
            finally:
                error = None

    async def wait_for(self, predicate):
        """Waits until a function gives something true, which is the result."""
        result = predicate()
        while not result:
            await self.wait()
            result = predicate()
        return result

    def notify(self, n=1):
        """Wakes so many of those that wait."""
        if not self.locked():
            raise RuntimeError('cannot notify on un-acquired lock')
        self._notify(n)

    def _notify(self, n):
        for waiter in self._waiters:
            if n <= 0:
                break
            if not waiter.done():
                waiter.set_result(False)
                n -= 1

    def notify_all(self):
        """Wakes all that wait."""
        self.notify(len(self._waiters))


class Semaphore(_SemaphoreCore):
    """Lets in a number of tasks at a time, in the order in which they asked."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError('Semaphore initial value must be >= 0')
        self._value = value

    def __repr__(self):
        text = 'locked' if self.locked() else f'unlocked, value:{self._value}'
        return _shown(self, text, self._waiters)

    async def _enter(self):
        await self.acquire()


class BoundedSemaphore(Semaphore):
    """A semaphore that refuses more releases than acquisitions."""

    def __init__(self, value=1):
        self._bound_value = value
        super().__init__(value)

    def release(self):
        if self._value >= self._bound_value:
            raise ValueError('BoundedSemaphore released too many times')
        super().release()


class Barrier(mixins._LoopBoundMixin):
    """Has tasks wait until a number of them have come, and lets them go together."""

    def __init__(self, parties):
        if parties < 1:
            raise ValueError('parties must be > 0')
        self._cond = Condition()
        self._parties = parties
        self._state = 'filling'
        # Tasks that wait at the barrier.
        self._count = 0

    def __repr__(self):
        text = self._state
        if not self.broken:
            text += f', waiters:{self.n_waiting}/{self.parties}'
        return f'<{object.__repr__(self)[1:-1]} [{text}]>'

    async def __aenter__(self):
        return await self.wait()

    async def __aexit__(self, *args):
        pass

    async def wait(self):
        """Waits for the others; each task gets another number from 0 on."""
        async with self._cond:
            await self._block()
            try:
                index = self._count
                self._count += 1
                if index + 1 == self._parties:
                    await self._release()
                else:
                    await self._wait()
                return index
            finally:
                self._count -= 1
                self._exit()

    async def _block(self):
        """Waits until those of the last round have left."""
        await self._cond.wait_for(lambda: self._state not in ('draining', 'resetting'))
        if self._state == 'broken':
            raise exceptions.BrokenBarrierError('Barrier aborted')

    async def _release(self):
        self._state = 'draining'
        self._cond.notify_all()

    async def _wait(self):
        await self._cond.wait_for(lambda: self._state != 'filling')
        if self._state in ('broken', 'resetting'):
            raise exceptions.BrokenBarrierError('Abort or reset of barrier')

    def _exit(self):
        if self._count == 0:
            if self._state in ('resetting', 'draining'):
                self._state = 'filling'
            self._cond.notify_all()

    async def reset(self):
        """Makes it as new; those that wait get BrokenBarrierError."""
        async with self._cond:
            if self._count > 0:
                if self._state != 'resetting':
                    self._state = 'resetting'
            else:
                self._state = 'filling'
            self._cond.notify_all()

    async def abort(self):
        """Breaks it: those that wait and that come get BrokenBarrierError."""
        async with self._cond:
            self._state = 'broken'
            self._cond.notify_all()

    @property
    def parties(self):
        """How many tasks it waits for."""
        return self._parties

    @property
    def n_waiting(self):
        """How many tasks wait."""
        return self._count if self._state == 'filling' else 0

    @property
    def broken(self):
        """Whether it is broken."""
        return self._state == 'broken'
