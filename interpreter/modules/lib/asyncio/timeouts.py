"""Blocks of code that may take only so long."""

__all__ = ('Timeout', 'timeout', 'timeout_at')

from . import events
from . import exceptions
from . import tasks


class Timeout:
    """Cancels the task that is in its block when the time is over."""

    def __init__(self, when):
        self._state = 'created'
        self._timeout_handler = None
        self._task = None
        self._when = when

    __final__ = True

    def when(self):
        """The loop's time at which the time is over, or None."""
        return self._when

    def reschedule(self, when):
        """Sets another time."""
        if self._state != 'active':
            if self._state == 'created':
                raise RuntimeError('Timeout has not been entered')
            raise RuntimeError(f'Cannot change state of {self._state} Timeout')
        self._when = when
        if self._timeout_handler is not None:
            self._timeout_handler.cancel()
        self._timeout_handler = None
        if when is not None:
            loop = events.get_running_loop()
            if when <= loop.time():
                self._timeout_handler = loop.call_soon(self._on_timeout)
            else:
                self._timeout_handler = loop.call_at(when, self._on_timeout)

    def expired(self):
        """Whether the time was over before the block ended."""
        return self._state in ('expiring', 'expired')

    def __repr__(self):
        more = ''
        if self._state == 'active':
            when = None if self._when is None else round(self._when, 3)
            more = f' when={when}'
        return f'<Timeout [{self._state}]{more}>'

    async def __aenter__(self):
        if self._state != 'created':
            raise RuntimeError('Timeout has already been entered')
        task = tasks.current_task()
        if task is None:
            raise RuntimeError('Timeout should be used inside a task')
        self._state = 'active'
        self._task = task
        self._cancelling = task.cancelling()
        self.reschedule(self._when)
        return self

    async def __aexit__(self, exc_type, exc_val, exc_tb):
        assert self._state in ('active', 'expiring')
        if self._timeout_handler is not None:
            self._timeout_handler.cancel()
            self._timeout_handler = None
        if self._state == 'active':
            self._state = 'finished'
            return
        self._state = 'expired'
        # Somebody else may have cancelled the task, too.
        if self._task.uncancel() > self._cancelling or exc_type is None:
            return
        if issubclass(exc_type, exceptions.CancelledError):
            raise TimeoutError from exc_val
        if exc_val is not None:
            self._insert_timeout_error(exc_val)
            if isinstance(exc_val, ExceptionGroup):
                for exc in exc_val.exceptions:
                    self._insert_timeout_error(exc)

    def _on_timeout(self):
        assert self._state == 'active'
        self._task.cancel()
        self._state = 'expiring'
        self._timeout_handler = None

    @staticmethod
    def _insert_timeout_error(exc_val):
        """Puts a TimeoutError over the CancelledError in the contexts of an exception."""
        while (context := exc_val.__context__) is not None:
            if isinstance(context, exceptions.CancelledError):
                error = TimeoutError()
                error.__context__ = error.__cause__ = context
                exc_val.__context__ = error
                return
            exc_val = context


def timeout(delay):
    """Lets a block take so many seconds, or any time for None."""
    when = None if delay is None else events.get_running_loop().time() + delay
    return Timeout(when)


def timeout_at(when):
    """Lets a block take until the loop's time is so much."""
    return Timeout(when)
