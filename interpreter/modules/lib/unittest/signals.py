"""Ctrl-C ends a run after the test that is under way."""

import signal
import weakref
from functools import wraps

__unittest = True

_results = weakref.WeakKeyDictionary()
_interrupt_handler = None


def _ignore(signum, frame):
    pass


class _InterruptHandler:
    """Stops the runs at the first signal; the second one does what it always did."""

    def __init__(self, default_handler):
        self.called = False
        self.original_handler = default_handler
        if isinstance(default_handler, int):
            known = {signal.SIG_DFL: signal.default_int_handler, signal.SIG_IGN: _ignore}
            if default_handler not in known:
                raise TypeError('expected SIGINT signal handler to be signal.SIG_IGN, '
                                'signal.SIG_DFL, or a callable object')
            default_handler = known[default_handler]
        self.default_handler = default_handler

    def __call__(self, signum, frame):
        if signal.getsignal(signal.SIGINT) is not self:
            # Somebody else calls this one.
            self.default_handler(signum, frame)
        if self.called:
            self.default_handler(signum, frame)
        self.called = True
        for result in _results.keys():
            result.stop()


def registerResult(result):
    _results[result] = 1


def removeResult(result):
    return bool(_results.pop(result, None))


def installHandler():
    """Has Ctrl-C stop the runs."""
    global _interrupt_handler
    if _interrupt_handler is None:
        _interrupt_handler = _InterruptHandler(signal.getsignal(signal.SIGINT))
        signal.signal(signal.SIGINT, _interrupt_handler)


def removeHandler(method=None):
    """Has Ctrl-C do what it did before; as a decorator, while a function runs."""
    if method is not None:
        @wraps(method)
        def inner(*args, **kwargs):
            before = signal.getsignal(signal.SIGINT)
            removeHandler()
            try:
                return method(*args, **kwargs)
            finally:
                signal.signal(signal.SIGINT, before)

        return inner
    if _interrupt_handler is not None:
        signal.signal(signal.SIGINT, _interrupt_handler.original_handler)
