"""What tells when child processes end."""

import itertools
import os
import signal
import threading
import warnings

from . import events
from . import unix_events as own


def _warn_deprecated(name):
    warnings._deprecated(name, '{name!r} is deprecated as of Python 3.12 and will be '
                         'removed in Python {remove}.', remove=(3, 14))


class AbstractChildWatcher:
    """The interface."""

    def __init_subclass__(cls):
        if cls.__module__ not in (__name__, own.__name__):
            _warn_deprecated('AbstractChildWatcher')

    def add_child_handler(self, pid, callback, *args):
        """Has a callback called with number and status of a process when it ends."""
        raise NotImplementedError()

    def remove_child_handler(self, pid):
        """Takes back what add_child_handler() did."""
        raise NotImplementedError()

    def attach_loop(self, loop):
        """Sets the loop that is used."""
        raise NotImplementedError()

    def close(self):
        """Ends it."""
        raise NotImplementedError()

    def is_active(self):
        """Whether it would call."""
        raise NotImplementedError()

    def __enter__(self):
        raise NotImplementedError()

    def __exit__(self, a, b, c):
        raise NotImplementedError()


class PidfdChildWatcher(AbstractChildWatcher):
    """The system gives a descriptor that can be read when a process has ended."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_traceback):
        pass

    def is_active(self):
        return True

    def close(self):
        pass

    def attach_loop(self, loop):
        pass

    def add_child_handler(self, pid, callback, *args):
        loop = events.get_running_loop()
        pidfd = os.pidfd_open(pid)
        loop._add_reader(pidfd, self._do_wait, pid, pidfd, callback, args)

    def _do_wait(self, pid, pidfd, callback, args):
        events.get_running_loop()._remove_reader(pidfd)
        try:
            _, status = os.waitpid(pid, 0)
        except ChildProcessError:
            # Somebody else has asked for it.
            returncode = 255
            own.logger.warning('child process pid %d exit status already read: '
                           ' will report returncode 255', pid)
        else:
            returncode = own.waitstatus_to_exitcode(status)
        os.close(pidfd)
        callback(pid, returncode, *args)

    def remove_child_handler(self, pid):
        return True


class _CallbackWatcher(AbstractChildWatcher):
    """Has a dict of callbacks by process."""

    def __enter__(self):
        return self

    def __exit__(self, a, b, c):
        pass

    def remove_child_handler(self, pid):
        return self._callbacks.pop(pid, None) is not None

    def _do_waitpid_all(self):
        for pid in list(self._callbacks):
            self._do_waitpid(pid)

    def _ask(self, pid, options=None):
        """How a process has ended, and whether that is known; None if it has not."""
        try:
            found, status = os.waitpid(pid, os.WNOHANG if options is None else options)
        except ChildProcessError:
            own.logger.warning('Unknown child process pid %d, will report returncode 255', pid)
            return 255, False
        return (own.waitstatus_to_exitcode(status), True) if found else None


class BaseChildWatcher(_CallbackWatcher):
    """Asks when SIGCHLD comes."""

    def __init__(self):
        self._loop = None
        self._callbacks = {}

    def close(self):
        self.attach_loop(None)

    def is_active(self):
        return self._loop is not None and self._loop.is_running()

    def _do_waitpid(self, expected_pid):
        raise NotImplementedError()

    def _do_waitpid_all(self):
        raise NotImplementedError()

    def attach_loop(self, loop):
        assert loop is None or isinstance(loop, events.AbstractEventLoop)
        if self._loop is not None and loop is None and self._callbacks:
            warnings.warn('A loop is being detached from a child watcher with pending handlers',
                          RuntimeWarning)
        if self._loop is not None:
            self._loop.remove_signal_handler(signal.SIGCHLD)
        self._loop = loop
        if loop is not None:
            loop.add_signal_handler(signal.SIGCHLD, self._sig_chld)
            # Some may have ended before.
            self._do_waitpid_all()

    def _sig_chld(self):
        try:
            self._do_waitpid_all()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._loop.call_exception_handler({
                'message': 'Unknown exception in SIGCHLD handler',
                'exception': exc,
            })


class SafeChildWatcher(BaseChildWatcher):
    """Asks for each process that it knows."""

    def __init__(self):
        super().__init__()
        _warn_deprecated('SafeChildWatcher')

    def close(self):
        self._callbacks.clear()
        super().close()

    def add_child_handler(self, pid, callback, *args):
        self._callbacks[pid] = (callback, args)
        self._do_waitpid(pid)

    _do_waitpid_all = _CallbackWatcher._do_waitpid_all

    def _do_waitpid(self, expected_pid):
        assert expected_pid > 0
        ended = self._ask(expected_pid)
        if ended is None:
            return
        returncode, known = ended
        if known and self._loop.get_debug():
            own.logger.debug('process %s exited with returncode %s', expected_pid, returncode)
        try:
            callback, args = self._callbacks.pop(expected_pid)
        except KeyError:
            if self._loop.get_debug():
                own.logger.warning('Child watcher got an unexpected pid: %r', expected_pid,
                               exc_info=True)
        else:
            callback(expected_pid, returncode, *args)


class FastChildWatcher(BaseChildWatcher):
    """Asks for any process."""

    def __init__(self):
        super().__init__()
        self._lock = threading.Lock()
        self._zombies = {}
        self._forks = 0
        _warn_deprecated('FastChildWatcher')

    def close(self):
        self._callbacks.clear()
        self._zombies.clear()
        super().close()

    def __enter__(self):
        with self._lock:
            self._forks += 1
            return self

    def __exit__(self, a, b, c):
        with self._lock:
            self._forks -= 1
            if self._forks or not self._zombies:
                return
            unknown = str(self._zombies)
            self._zombies.clear()
        own.logger.warning('Caught subprocesses termination from unknown pids: %s', unknown)

    def add_child_handler(self, pid, callback, *args):
        assert self._forks, 'Must use the context manager'
        with self._lock:
            if pid not in self._zombies:
                self._callbacks[pid] = (callback, args)
                return
            returncode = self._zombies.pop(pid)
        callback(pid, returncode, *args)

    def _do_waitpid_all(self):
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            returncode = own.waitstatus_to_exitcode(status)
            with self._lock:
                callback, args = self._callbacks.pop(pid, (None, ()))
                if callback is None and self._forks:
                    # Whoever has just started it will ask.
                    self._zombies[pid] = returncode
                    if self._loop.get_debug():
                        own.logger.debug('unknown process %s exited with returncode %s',
                                     pid, returncode)
                    continue
                if callback is not None and self._loop.get_debug():
                    own.logger.debug('process %s exited with returncode %s', pid, returncode)
            if callback is None:
                own.logger.warning('Caught subprocess termination from unknown pid: %d -> %d',
                               pid, returncode)
            else:
                callback(pid, returncode, *args)


class MultiLoopChildWatcher(_CallbackWatcher):
    """Asks when SIGCHLD comes, without needing a loop in the main thread."""

    def __init__(self):
        self._callbacks = {}
        self._saved_sighandler = None
        _warn_deprecated('MultiLoopChildWatcher')

    def is_active(self):
        return self._saved_sighandler is not None

    def close(self):
        self._callbacks.clear()
        if self._saved_sighandler is None:
            return
        if signal.getsignal(signal.SIGCHLD) != self._sig_chld:
            own.logger.warning('SIGCHLD handler was changed by outside code')
        else:
            signal.signal(signal.SIGCHLD, self._saved_sighandler)
        self._saved_sighandler = None

    def add_child_handler(self, pid, callback, *args):
        self._callbacks[pid] = (events.get_running_loop(), callback, args)
        self._do_waitpid(pid)

    def attach_loop(self, loop):
        # The loop is that of whoever adds a handler.
        if self._saved_sighandler is not None:
            return
        self._saved_sighandler = signal.signal(signal.SIGCHLD, self._sig_chld)
        if self._saved_sighandler is None:
            own.logger.warning('Previous SIGCHLD handler was set by non-Python code, '
                           'restore to default handler on watcher close.')
            self._saved_sighandler = signal.SIG_DFL
        signal.siginterrupt(signal.SIGCHLD, False)

    def _do_waitpid(self, expected_pid):
        assert expected_pid > 0
        ended = self._ask(expected_pid)
        if ended is None:
            return
        returncode, known = ended
        try:
            loop, callback, args = self._callbacks.pop(expected_pid)
        except KeyError:
            own.logger.warning('Child watcher got an unexpected pid: %r', expected_pid,
                           exc_info=True)
            return
        if loop.is_closed():
            own.logger.warning('Loop %r that handles pid %r is closed', loop, expected_pid)
            return
        if known and loop.get_debug():
            own.logger.debug('process %s exited with returncode %s', expected_pid, returncode)
        loop.call_soon_threadsafe(callback, expected_pid, returncode, *args)

    def _sig_chld(self, signum, frame):
        try:
            self._do_waitpid_all()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException:
            own.logger.warning('Unknown exception in SIGCHLD handler', exc_info=True)


class ThreadedChildWatcher(_CallbackWatcher):
    """A thread waits for each process."""

    def __init__(self):
        self._pid_counter = itertools.count(0)
        self._threads = {}

    def is_active(self):
        return True

    def close(self):
        pass

    def __del__(self, _warn=warnings.warn):
        if any(thread.is_alive() for thread in list(self._threads.values())):
            _warn(f'{self.__class__} has registered but not finished child processes',
                  ResourceWarning, source=self)

    def add_child_handler(self, pid, callback, *args):
        loop = events.get_running_loop()
        thread = threading.Thread(
            target=self._do_waitpid, name=f'asyncio-waitpid-{next(self._pid_counter)}',
            args=(loop, pid, callback, args), daemon=True)
        self._threads[pid] = thread
        thread.start()

    def remove_child_handler(self, pid):
        return True

    def attach_loop(self, loop):
        pass

    def _do_waitpid(self, loop, expected_pid, callback, args):
        assert expected_pid > 0
        returncode, known = self._ask(expected_pid, 0)
        if known and loop.get_debug():
            own.logger.debug('process %s exited with returncode %s', expected_pid, returncode)
        if loop.is_closed():
            own.logger.warning('Loop %r that handles pid %r is closed', loop, expected_pid)
        else:
            loop.call_soon_threadsafe(callback, expected_pid, returncode, *args)
        self._threads.pop(expected_pid)
