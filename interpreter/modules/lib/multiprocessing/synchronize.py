"""Locks and their kin between processes."""

import os
import sys
import threading
import time

import _multiprocessing
from _multiprocessing import SemLock as _NativeLock, sem_unlink

from . import context
from . import process
from . import util

__all__ = ['Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Condition', 'Event']

RECURSIVE_MUTEX, SEMAPHORE = range(2)
SEM_VALUE_MAX = _NativeLock.SEM_VALUE_MAX

_NAME_CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789_'


class _RandomNames:
    """Gives names that processes do not give twice; each draws from the system."""

    def __iter__(self):
        return self

    def __next__(self):
        return ''.join([_NAME_CHARACTERS[byte % 37] for byte in os.urandom(8)])


def _forget_owner(obj):
    obj._semlock._after_fork()


class SemLock:
    """A lock over a semaphore of the system. One that children are to open has a name."""

    _rand = _RandomNames()

    def __init__(self, kind, value, maxvalue, *, ctx):
        if ctx is None:
            ctx = context._default_context.get_context()
        # Children that are forked have it already.
        self._is_fork_ctx = ctx.get_start_method() == 'fork'
        for _ in range(100):
            try:
                self._semlock = _multiprocessing.SemLock(
                    kind, value, maxvalue, self._make_name(), self._is_fork_ctx)
                break
            except FileExistsError:
                pass
        else:
            raise FileExistsError('cannot find name for semaphore')
        util.debug('created semlock with handle %s' % self._semlock.handle)
        self._make_methods()
        util.register_after_fork(self, _forget_owner)
        name = self._semlock.name
        if name is not None:
            from .resource_tracker import register
            register(name, 'semaphore')
            util.Finalize(self, SemLock._cleanup, (name,), exitpriority=0)

    @staticmethod
    def _cleanup(name):
        from .resource_tracker import unregister
        sem_unlink(name)
        unregister(name, 'semaphore')

    def _make_methods(self):
        self.acquire = self._semlock.acquire
        self.release = self._semlock.release

    def __enter__(self):
        return self._semlock.__enter__()

    def __exit__(self, *args):
        return self._semlock.__exit__(*args)

    def __getstate__(self):
        context.assert_spawning(self)
        if self._is_fork_ctx:
            raise RuntimeError('A SemLock created in a fork context is being shared with a '
                               'process in a spawn context. This is not supported. Please use '
                               'the same context to create multiprocessing objects and Process.')
        native = self._semlock
        return native.handle, native.kind, native.maxvalue, native.name

    def __setstate__(self, state):
        self._semlock = _multiprocessing.SemLock._rebuild(*state)
        util.debug('recreated blocker with handle %r' % state[0])
        self._make_methods()
        self._is_fork_ctx = False

    @staticmethod
    def _make_name():
        prefix = process.current_process()._config['semprefix']
        return f'{prefix}-{next(SemLock._rand)}'

    def _shown_value(self):
        try:
            return self._semlock._get_value()
        except Exception:
            return 'unknown'

    def _shown_owner(self, unowned, here, elsewhere):
        """Who has the lock: a name, or what stands for it where that is not known."""
        try:
            if self._semlock._is_mine():
                name = process.current_process().name
                thread = threading.current_thread().name
                return name if thread == 'MainThread' else f'{name}|{thread}', None
            if self._semlock._get_value() == 1:
                return 'None', unowned
            if self._semlock._count() > 0:
                return 'SomeOtherThread', here
            return 'SomeOtherProcess', elsewhere
        except Exception:
            return 'unknown', 'unknown'


class Semaphore(SemLock):
    """A semaphore."""

    def __init__(self, value=1, *, ctx):
        SemLock.__init__(self, SEMAPHORE, value, SEM_VALUE_MAX, ctx=ctx)

    def get_value(self):
        return self._semlock._get_value()

    def __repr__(self):
        return f'<{self.__class__.__name__}(value={self._shown_value()})>'


class BoundedSemaphore(Semaphore):
    """A semaphore that cannot be released beyond its first value."""

    def __init__(self, value=1, *, ctx):
        SemLock.__init__(self, SEMAPHORE, value, value, ctx=ctx)

    def __repr__(self):
        return (f'<{self.__class__.__name__}(value={self._shown_value()}, '
                f'maxvalue={self._semlock.maxvalue})>')


class Lock(SemLock):
    """A lock, which any process or thread may release."""

    def __init__(self, *, ctx):
        SemLock.__init__(self, SEMAPHORE, 1, 1, ctx=ctx)

    def __repr__(self):
        owner, _ = self._shown_owner(None, None, None)
        return f'<{self.__class__.__name__}(owner={owner})>'


class RLock(SemLock):
    """A lock that its owner can take again."""

    def __init__(self, *, ctx):
        SemLock.__init__(self, RECURSIVE_MUTEX, 1, 1, ctx=ctx)

    def __repr__(self):
        owner, count = self._shown_owner(0, 'nonzero', 'nonzero')
        if count is None:
            count = self._semlock._count()
        return f'<{self.__class__.__name__}({owner}, {count})>'


class Condition:
    """A condition variable, made of semaphores that count who sleeps and who was woken."""

    def __init__(self, lock=None, *, ctx):
        self._lock = lock or ctx.RLock()
        self._sleeping_count = ctx.Semaphore(0)
        self._woken_count = ctx.Semaphore(0)
        self._wait_semaphore = ctx.Semaphore(0)
        self._make_methods()

    def __getstate__(self):
        context.assert_spawning(self)
        return self._lock, self._sleeping_count, self._woken_count, self._wait_semaphore

    def __setstate__(self, state):
        self._lock, self._sleeping_count, self._woken_count, self._wait_semaphore = state
        self._make_methods()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def _make_methods(self):
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __repr__(self):
        try:
            waiting = self._sleeping_count.get_value() - self._woken_count.get_value()
        except Exception:
            waiting = 'unknown'
        return f'<{self.__class__.__name__}({self._lock}, {waiting})>'

    def wait(self, timeout=None):
        """Releases the lock until notified, and takes it again."""
        assert self._lock._semlock._is_mine(), 'must acquire() condition before using wait()'
        self._sleeping_count.release()
        held = self._lock._semlock._count()
        for _ in range(held):
            self._lock.release()
        try:
            return self._wait_semaphore.acquire(True, timeout)
        finally:
            self._woken_count.release()
            for _ in range(held):
                self._lock.acquire()

    def notify(self, n=1):
        """Wakes some of those that wait."""
        assert self._lock._semlock._is_mine(), 'lock is not owned'
        assert not self._wait_semaphore.acquire(False), (
            'notify: Should not have been able to acquire _wait_semaphore')
        # Those whose wait timed out since the last time sleep no more.
        while self._woken_count.acquire(False):
            is_counted = self._sleeping_count.acquire(False)
            assert is_counted, (
                'notify: Bug in sleeping_count.acquire- res should not be False')
        woken = 0
        while woken < n and self._sleeping_count.acquire(False):
            self._wait_semaphore.release()
            woken += 1
        for _ in range(woken):
            self._woken_count.acquire()
        if woken:
            # Some may have timed out instead, and left what was for them.
            while self._wait_semaphore.acquire(False):
                pass

    def notify_all(self):
        """Wakes all that wait."""
        self.notify(n=sys.maxsize)

    def wait_for(self, predicate, timeout=None):
        """Waits until a predicate is true. Returns what it returned last."""
        result = predicate()
        end = None if timeout is None else time.monotonic() + timeout
        while not result:
            left = None
            if end is not None:
                left = end - time.monotonic()
                if left <= 0:
                    break
            self.wait(left)
            result = predicate()
        return result


class Event:
    """An event: a flag that can be waited for."""

    def __init__(self, *, ctx):
        self._cond = ctx.Condition(ctx.Lock())
        self._flag = ctx.Semaphore(0)

    def _is_flagged(self):
        # The semaphore shows its value to nobody else on every system.
        if self._flag.acquire(False):
            self._flag.release()
            return True
        return False

    def is_set(self):
        with self._cond:
            return self._is_flagged()

    def set(self):
        with self._cond:
            self._flag.acquire(False)
            self._flag.release()
            self._cond.notify_all()

    def clear(self):
        with self._cond:
            self._flag.acquire(False)

    def wait(self, timeout=None):
        with self._cond:
            if not self._is_flagged():
                self._cond.wait(timeout)
            return self._is_flagged()

    def __repr__(self):
        status = 'set' if self.is_set() else 'unset'
        return f'<{type(self).__qualname__} at {id(self):#x} {status}>'


class Barrier(threading.Barrier):
    """A barrier; its state and count are in shared memory."""

    def __init__(self, parties, action=None, timeout=None, *, ctx):
        from struct import calcsize
        from .heap import BufferWrapper
        wrapper = BufferWrapper(2 * calcsize('i'))
        self.__setstate__((parties, action, timeout, ctx.Condition(), wrapper))
        self._state = 0
        self._count = 0

    def __setstate__(self, state):
        self._parties, self._action, self._timeout, self._cond, self._wrapper = state
        self._array = self._wrapper.create_memoryview().cast('i')

    def __getstate__(self):
        return self._parties, self._action, self._timeout, self._cond, self._wrapper

    @property
    def _state(self):
        return self._array[0]

    @_state.setter
    def _state(self, value):
        self._array[0] = value

    @property
    def _count(self):
        return self._array[1]

    @_count.setter
    def _count(self, value):
        self._array[1] = value
