"""Objects that belong to the loop in which they are first used."""

import _thread

from . import events

_lock = _thread.allocate_lock()


class _LoopBoundMixin:
    _loop = None

    def _get_loop(self):
        running = events._get_running_loop()
        if self._loop is None:
            with _lock:
                if self._loop is None:
                    self._loop = running
        if running is not self._loop:
            raise RuntimeError(f'{self!r} is bound to a different event loop')
        return running
