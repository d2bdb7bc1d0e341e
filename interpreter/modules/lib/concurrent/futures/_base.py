"""Futures, what executors have in common, and waiting for many futures."""

import threading
import time
from collections import namedtuple
from types import GenericAlias

FIRST_COMPLETED = 'FIRST_COMPLETED'
FIRST_EXCEPTION = 'FIRST_EXCEPTION'
ALL_COMPLETED = 'ALL_COMPLETED'
_AS_COMPLETED = '_AS_COMPLETED'

PENDING = 'PENDING'
RUNNING = 'RUNNING'
# Cancelled, but those that wait do not know yet.
CANCELLED = 'CANCELLED'
CANCELLED_AND_NOTIFIED = 'CANCELLED_AND_NOTIFIED'
FINISHED = 'FINISHED'

_STATE_TO_DESCRIPTION_MAP = {
    PENDING: 'pending',
    RUNNING: 'running',
    CANCELLED: 'cancelled',
    CANCELLED_AND_NOTIFIED: 'cancelled',
    FINISHED: 'finished',
}
_FUTURE_STATES = list(_STATE_TO_DESCRIPTION_MAP)
_IS_CANCELLED = (CANCELLED, CANCELLED_AND_NOTIFIED)
_IS_DONE = (CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED)
_IS_KNOWN_DONE = (CANCELLED_AND_NOTIFIED, FINISHED)


def __getattr__(name):
    if name != 'LOGGER':
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    import logging
    return globals().setdefault(name, logging.getLogger('concurrent.futures'))


def _logger():
    return globals().get('LOGGER') or __getattr__('LOGGER')


class Error(Exception):
    """What goes wrong with futures."""


class CancelledError(Error):
    """The future was cancelled."""


TimeoutError = TimeoutError


class InvalidStateError(Error):
    """The operation does not fit the state that the future is in."""


class BrokenExecutor(RuntimeError):
    """The executor cannot be used any more."""


class _Waiter:
    """Is told of futures that are done."""

    def __init__(self):
        self.event = threading.Event()
        self.finished_futures = []

    def _add(self, future, failed):
        self.finished_futures.append(future)
        self.event.set()

    def add_result(self, future):
        self._add(future, False)

    def add_exception(self, future):
        self._add(future, True)

    def add_cancelled(self, future):
        self._add(future, False)


class _FirstCompletedWaiter(_Waiter):
    """Ends the wait with the first future."""


class _AsCompletedWaiter(_Waiter):
    """Ends the wait with each future; whoever waits takes them out."""

    def __init__(self):
        super().__init__()
        self.lock = threading.Lock()

    def _add(self, future, failed):
        with self.lock:
            super()._add(future, failed)


class _AllCompletedWaiter(_Waiter):
    """Ends the wait with the last future, or with the first that fails."""

    def __init__(self, num_pending_calls, stop_on_exception):
        self.num_pending_calls = num_pending_calls
        self.stop_on_exception = stop_on_exception
        self.lock = threading.Lock()
        super().__init__()

    def _add(self, future, failed):
        self.finished_futures.append(future)
        if failed and self.stop_on_exception:
            self.event.set()
            return
        with self.lock:
            self.num_pending_calls -= 1
            if not self.num_pending_calls:
                self.event.set()


class _AcquireFutures:
    """Has the locks of futures, always taken in the same order."""

    def __init__(self, futures):
        self.futures = sorted(futures, key=id)

    def __enter__(self):
        for future in self.futures:
            future._condition.acquire()

    def __exit__(self, *args):
        for future in self.futures:
            future._condition.release()


def _create_and_install_waiters(fs, return_when):
    if return_when == _AS_COMPLETED:
        waiter = _AsCompletedWaiter()
    elif return_when == FIRST_COMPLETED:
        waiter = _FirstCompletedWaiter()
    elif return_when in (FIRST_EXCEPTION, ALL_COMPLETED):
        pending = sum(f._state not in _IS_KNOWN_DONE for f in fs)
        waiter = _AllCompletedWaiter(pending, stop_on_exception=return_when == FIRST_EXCEPTION)
    else:
        raise ValueError(f'Invalid return condition: {return_when!r}')
    for f in fs:
        f._waiters.append(waiter)
    return waiter


def _yield_finished_futures(fs, waiter, ref_collect):
    """Gives the futures of a list, and keeps no reference to those that were given."""
    while fs:
        f = fs[-1]
        for others in ref_collect:
            others.remove(f)
        with f._condition:
            f._waiters.remove(waiter)
        del f
        yield fs.pop()


def as_completed(fs, timeout=None):
    """Gives futures as they are done."""
    end = None if timeout is None else timeout + time.monotonic()
    fs = set(fs)
    total = len(fs)
    with _AcquireFutures(fs):
        finished = [f for f in fs if f._state in _IS_KNOWN_DONE]
        pending = fs.difference(finished)
        waiter = _create_and_install_waiters(fs, _AS_COMPLETED)
    try:
        yield from _yield_finished_futures(finished, waiter, ref_collect=(fs,))
        while pending:
            left = None if end is None else end - time.monotonic()
            if left is not None and left < 0:
                raise TimeoutError(f'{len(pending)} (of {total}) futures unfinished')
            waiter.event.wait(left)
            with waiter.lock:
                finished, waiter.finished_futures = waiter.finished_futures, []
                waiter.event.clear()
            finished.reverse()
            yield from _yield_finished_futures(finished, waiter, ref_collect=(fs, pending))
    finally:
        for f in fs:
            with f._condition:
                f._waiters.remove(waiter)


DoneAndNotDoneFutures = namedtuple('DoneAndNotDoneFutures', 'done not_done')


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Waits for futures; gives those that are done and those that are not."""
    fs = set(fs)
    with _AcquireFutures(fs):
        done = {f for f in fs if f._state in _IS_KNOWN_DONE}
        enough = len(done) == len(fs)
        if done and return_when == FIRST_COMPLETED:
            enough = True
        elif done and return_when == FIRST_EXCEPTION:
            enough = enough or any(not f.cancelled() and f.exception() is not None for f in done)
        if enough:
            return DoneAndNotDoneFutures(done, fs - done)
        waiter = _create_and_install_waiters(fs, return_when)
    waiter.event.wait(timeout)
    for f in fs:
        with f._condition:
            f._waiters.remove(waiter)
    done.update(waiter.finished_futures)
    return DoneAndNotDoneFutures(done, fs - done)


def _result_or_cancel(fut, timeout=None):
    try:
        try:
            return fut.result(timeout)
        finally:
            fut.cancel()
    finally:
        # An exception's traceback holds this frame.
        del fut


class Future:
    """The result of a call that another thread or process makes."""

    def __init__(self):
        self._condition = threading.Condition()
        self._state = PENDING
        self._result = None
        self._exception = None
        self._waiters = []
        self._done_callbacks = []

    def __repr__(self):
        with self._condition:
            text = f'state={_STATE_TO_DESCRIPTION_MAP[self._state]}'
            if self._state == FINISHED and self._exception:
                text += f' raised {self._exception.__class__.__name__}'
            elif self._state == FINISHED:
                text += f' returned {self._result.__class__.__name__}'
            return f'<{self.__class__.__name__} at {id(self):#x} {text}>'

    __class_getitem__ = classmethod(GenericAlias)

    def _call(self, callback):
        try:
            callback(self)
        except Exception:
            _logger().exception('exception calling callback for %r', self)

    def _invoke_callbacks(self):
        for callback in self._done_callbacks:
            self._call(callback)

    def cancel(self):
        """Cancels the call unless it runs or is done; whether that worked."""
        with self._condition:
            if self._state in (RUNNING, FINISHED):
                return False
            if self._state in _IS_CANCELLED:
                return True
            self._state = CANCELLED
            self._condition.notify_all()
        self._invoke_callbacks()
        return True

    def cancelled(self):
        """Whether it was cancelled."""
        with self._condition:
            return self._state in _IS_CANCELLED

    def running(self):
        """Whether the call runs."""
        with self._condition:
            return self._state == RUNNING

    def done(self):
        """Whether there is a result, an exception, or it was cancelled."""
        with self._condition:
            return self._state in _IS_DONE

    def add_done_callback(self, fn):
        """Has a function called with it when it is done."""
        with self._condition:
            if self._state not in _IS_DONE:
                self._done_callbacks.append(fn)
                return
        self._call(fn)

    def _wait(self, timeout):
        """Waits until it is done. The caller has the lock."""
        if self._state not in _IS_DONE:
            self._condition.wait(timeout)
        if self._state in _IS_CANCELLED:
            raise CancelledError()
        if self._state != FINISHED:
            raise TimeoutError()

    def result(self, timeout=None):
        """The result, waited for; raises the exception if there is one."""
        try:
            with self._condition:
                self._wait(timeout)
                if self._exception:
                    raise self._exception
                return self._result
        finally:
            # An exception's traceback holds this frame.
            self = None

    def exception(self, timeout=None):
        """The exception, waited for; None if there is a result."""
        with self._condition:
            self._wait(timeout)
            return self._exception

    # For executors.

    def set_running_or_notify_cancel(self):
        """The call is about to be made; false if it was cancelled."""
        with self._condition:
            if self._state == CANCELLED:
                self._state = CANCELLED_AND_NOTIFIED
                for waiter in self._waiters:
                    waiter.add_cancelled(self)
                return False
            if self._state == PENDING:
                self._state = RUNNING
                return True
            _logger().critical('Future %s in unexpected state: %s', id(self), self._state)
            raise RuntimeError('Future in unexpected state')

    def _check_not_done(self):
        if self._state in _IS_DONE:
            raise InvalidStateError(f'{self._state}: {self!r}')

    def set_result(self, result):
        """The call has given a result."""
        with self._condition:
            self._check_not_done()
            self._result = result
            self._state = FINISHED
            for waiter in self._waiters:
                waiter.add_result(self)
            if self._condition._waiters:
                self._condition.notify_all()
        self._invoke_callbacks()

    def set_exception(self, exception):
        """The call has raised an exception."""
        with self._condition:
            self._check_not_done()
            self._exception = exception
            self._state = FINISHED
            for waiter in self._waiters:
                waiter.add_exception(self)
            if self._condition._waiters:
                self._condition.notify_all()
        self._invoke_callbacks()


class Executor:
    """Makes calls elsewhere."""

    def submit(self, fn, /, *args, **kwargs):
        """Has a function called; gives the future of its result."""
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """Like map(), with the calls made elsewhere; `chunksize` is for processes."""
        end = None if timeout is None else timeout + time.monotonic()
        futures = [self.submit(fn, *args) for args in zip(*iterables)]

        # The calls are made even if nobody asks for the results.
        def results():
            try:
                futures.reverse()
                while futures:
                    # No reference stays here while the result is used.
                    left = () if end is None else (end - time.monotonic(),)
                    yield _result_or_cancel(futures.pop(), *left)
            finally:
                for future in futures:
                    future.cancel()

        return results()

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Takes no further calls; waits for those that were taken."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown(wait=True)
        return False
