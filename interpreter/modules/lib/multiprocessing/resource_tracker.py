"""A process that removes the names of semaphores and shared memory that others left behind.

All processes of a program have its pipe; it ends when the last one has closed it.
"""

import os
import signal
import sys
import threading

import _multiprocessing
import _posixshmem

from . import spawn
from . import util

__all__ = ['ensure_running', 'register', 'unregister']

_IGNORED_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def cleanup_noop(name):
    raise RuntimeError('noop should never be registered or cleaned up')


_CLEANUP_FUNCS = {
    'noop': cleanup_noop,
    # For tests.
    'dummy': lambda name: None,
    'semaphore': _multiprocessing.sem_unlink,
    'shared_memory': _posixshmem.shm_unlink,
}


class ReentrantCallError(RuntimeError):
    pass


def _warn(text):
    import warnings
    warnings.warn(text, stacklevel=2)


class ResourceTracker:
    """This process's way to the tracker."""

    def __init__(self):
        self._lock = threading.RLock()
        self._fd = None
        self._pid = None
        self._exitcode = None

    def _reentrant_call_error(self):
        # A finalizer may run while another call is under way.
        raise ReentrantCallError('Reentrant call into the multiprocessing resource tracker')

    def _stop(self):
        """Ends the tracker, for tests."""
        with self._lock:
            if self._lock._recursion_count() > 1:
                return self._reentrant_call_error()
            if self._fd is None:
                return
            os.close(self._fd)
            self._fd = None
            _, status = os.waitpid(self._pid, 0)
            self._pid = None
            try:
                self._exitcode = os.waitstatus_to_exitcode(status)
            except ValueError:
                # The status may be of a kind that has no exit code.
                self._exitcode = None

    def getfd(self):
        self.ensure_running()
        return self._fd

    def ensure_running(self):
        """Starts the tracker if it does not run; children use that of their parent."""
        with self._lock:
            if self._lock._recursion_count() > 1:
                return self._reentrant_call_error()
            if self._fd is not None:
                if self._check_alive():
                    return
                self._forget_dead()
                _warn('resource_tracker: process died unexpectedly, relaunching.  '
                      'Some resources might leak.')
            self._launch()

    def _forget_dead(self):
        os.close(self._fd)
        try:
            # Only the process that started it can wait for it.
            if self._pid is not None:
                os.waitpid(self._pid, 0)
        except ChildProcessError:
            pass
        self._fd = self._pid = self._exitcode = None

    def _launch(self):
        kept = []
        try:
            kept.append(sys.stderr.fileno())
        except Exception:
            pass
        read_end, write_end = os.pipe()
        try:
            kept.append(read_end)
            program = f'from multiprocessing.resource_tracker import main;main({read_end})'
            executable = spawn.get_executable()
            command = [executable, *util._args_from_interpreter_flags(), '-c', program]
            # A signal to all processes of the program must not end the tracker before it
            # ignores it: it has to outlive the others.
            signal.pthread_sigmask(signal.SIG_BLOCK, _IGNORED_SIGNALS)
            try:
                pid = util.spawnv_passfds(executable, command, kept)
            finally:
                signal.pthread_sigmask(signal.SIG_UNBLOCK, _IGNORED_SIGNALS)
        except:
            os.close(write_end)
            raise
        finally:
            os.close(read_end)
        self._fd = write_end
        self._pid = pid

    def _check_alive(self):
        try:
            os.write(self._fd, b'PROBE:0:noop\n')
        except OSError:
            return False
        return True

    def register(self, name, rtype):
        """Tells the tracker of a resource."""
        self._send('REGISTER', name, rtype)

    def unregister(self, name, rtype):
        """Tells the tracker that a resource is gone."""
        self._send('UNREGISTER', name, rtype)

    def _send(self, cmd, name, rtype):
        try:
            self.ensure_running()
        except ReentrantCallError:
            _warn('ResourceTracker called reentrantly for resource cleanup, which is '
                  f'unsupported. The {rtype} object {name!r} might leak.')
        message = f'{cmd}:{name}:{rtype}\n'.encode('ascii')
        # Only short messages of several writers are never mixed.
        if len(message) > 512:
            raise ValueError('msg too long')
        written = os.write(self._fd, message)
        assert written == len(message), f'nbytes {written:n} but len(msg) {len(message):n}'


_resource_tracker = ResourceTracker()
ensure_running = _resource_tracker.ensure_running
register = _resource_tracker.register
unregister = _resource_tracker.unregister
getfd = _resource_tracker.getfd


def main(fd):
    """Is the tracker."""
    for number in _IGNORED_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _IGNORED_SIGNALS)
    for stream in (sys.stdin, sys.stdout):
        try:
            stream.close()
        except Exception:
            pass
    known = {kind: set() for kind in _CLEANUP_FUNCS}
    exit_code = 0
    try:
        with open(fd, 'rb') as messages:
            for message in messages:
                try:
                    _note(message, known)
                except Exception:
                    exit_code = 3
                    try:
                        sys.excepthook(*sys.exc_info())
                    except:
                        pass
    finally:
        # All others have ended.
        for kind, names in known.items():
            exit_code = _remove(kind, names) or exit_code
        sys.exit(exit_code)


def _note(message, known):
    command, name, kind = message.strip().decode('ascii').split(':')
    if kind not in _CLEANUP_FUNCS:
        raise ValueError(f'Cannot register {name} for automatic cleanup: '
                         f'unknown resource type {kind}')
    if command == 'REGISTER':
        known[kind].add(name)
    elif command == 'UNREGISTER':
        known[kind].remove(name)
    elif command != 'PROBE':
        raise RuntimeError('unrecognized command %r' % command)


def _remove(kind, names):
    """Removes what was left. Returns the exit status for it, 0 where there was nothing."""
    exit_code = 0
    if names:
        exit_code = 1
        if kind != 'dummy':
            try:
                _warn(f'resource_tracker: There appear to be {len(names)} leaked {kind} objects '
                      f'to clean up at shutdown: {names}')
            except Exception:
                pass
    for name in names:
        try:
            _CLEANUP_FUNCS[kind](name)
        except Exception as error:
            exit_code = 2
            _warn(f'resource_tracker: {name!r}: {error}')
    return exit_code
