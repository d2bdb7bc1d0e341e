"""What the modules of this package share: logging, finalizers, steps after a fork, descriptors."""

import atexit
import itertools
import os
import sys
import threading
import weakref

from . import process

__all__ = [
    'sub_debug', 'debug', 'info', 'sub_warning', 'get_logger', 'log_to_stderr', 'get_temp_dir',
    'register_after_fork', 'is_exiting', 'Finalize', 'ForkAwareThreadLock', 'ForkAwareLocal',
    'close_all_fds_except', 'SUBDEBUG', 'SUBWARNING',
]

# Logging.

NOTSET = 0
SUBDEBUG = 5
DEBUG = 10
INFO = 20
SUBWARNING = 25

LOGGER_NAME = 'multiprocessing'
DEFAULT_LOGGING_FORMAT = '[%(levelname)s/%(processName)s] %(message)s'

_logger = None
_log_to_stderr = False


def sub_debug(msg, *args):
    if _logger:
        _logger.log(SUBDEBUG, msg, *args, stacklevel=2)


def debug(msg, *args):
    if _logger:
        _logger.log(DEBUG, msg, *args, stacklevel=2)


def info(msg, *args):
    if _logger:
        _logger.log(INFO, msg, *args, stacklevel=2)


def sub_warning(msg, *args):
    if _logger:
        _logger.log(SUBWARNING, msg, *args, stacklevel=2)


def get_logger():
    """Returns the logger of this package."""
    global _logger
    import logging
    with logging._lock:
        if not _logger:
            _logger = logging.getLogger(LOGGER_NAME)
            _logger.propagate = 0
            # The package's steps at the end come before those of logging.
            atexit.unregister(_exit_function)
            atexit.register(_exit_function)
    return _logger


def log_to_stderr(level=None):
    """Lets the logger write to standard error."""
    global _log_to_stderr
    import logging
    logger = get_logger()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(DEFAULT_LOGGING_FORMAT))
    logger.addHandler(handler)
    if level:
        logger.setLevel(level)
    _log_to_stderr = True
    return _logger


def _args_from_interpreter_flags():
    from subprocess import _args_from_interpreter_flags
    return _args_from_interpreter_flags()


# Addresses and folders.

abstract_sockets_supported = sys.platform in ('linux', 'android')


def is_abstract_socket_namespace(address):
    """Tells whether an address of a Unix socket is a name and no path."""
    if not address:
        return False
    if not isinstance(address, (bytes, str)):
        raise TypeError(f'address type of {address!r} unrecognized')
    return address[0] in (0, '\0')


def _remove_temp_dir(rmtree, tempdir):
    rmtree(tempdir)
    current = process.current_process()
    # At the very end there is none any more.
    if current is not None:
        current._config['tempdir'] = None


def get_temp_dir():
    """Returns this process's own folder, which goes with it."""
    config = process.current_process()._config
    folder = config.get('tempdir')
    if folder is None:
        import tempfile
        from _remove_tree import rmtree
        folder = tempfile.mkdtemp(prefix='pymp-')
        info('created temp directory %s', folder)
        Finalize(None, _remove_temp_dir, args=(rmtree, folder), exitpriority=-100)
        config['tempdir'] = folder
    return folder


# What is to be done in a child after a fork.

_afterfork_registry = weakref.WeakValueDictionary()
_afterfork_counter = itertools.count()


def _run_after_forkers():
    for (_, _, step), obj in sorted(_afterfork_registry.items(), key=lambda item: item[0][:2]):
        try:
            step(obj)
        except Exception as error:
            info('after forker raised exception %s', error)


def register_after_fork(obj, func):
    _afterfork_registry[next(_afterfork_counter), id(obj), func] = obj


# Finalizers.

# By priority and by number.
_finalizer_registry = {}
_finalizer_counter = itertools.count()


class Finalize:
    """Calls something once: when an object goes, when it is called, or when the process ends."""

    def __init__(self, obj, callback, args=(), kwargs=None, exitpriority=None):
        if exitpriority is not None and not isinstance(exitpriority, int):
            raise TypeError(f'Exitpriority ({exitpriority!r}) must be None or int, '
                            f'not {type(exitpriority)}')
        if obj is not None:
            self._weakref = weakref.ref(obj, self)
        elif exitpriority is None:
            raise ValueError('Without object, exitpriority cannot be None')
        self._callback = callback
        self._args = args
        self._kwargs = kwargs or {}
        self._key = (exitpriority, next(_finalizer_counter))
        self._pid = os.getpid()
        _finalizer_registry[self._key] = self

    def _forget(self):
        self._weakref = self._callback = self._args = self._kwargs = self._key = None

    def __call__(self, wr=None, _finalizer_registry=_finalizer_registry, sub_debug=sub_debug,
                 getpid=os.getpid):
        # The module's names may be gone by now.
        if _finalizer_registry.pop(self._key, None) is None:
            sub_debug('finalizer no longer registered')
            return None
        result = None
        if self._pid != getpid():
            sub_debug('finalizer ignored because different process')
        else:
            sub_debug('finalizer calling %s with args %s and kwargs %s', self._callback,
                      self._args, self._kwargs)
            result = self._callback(*self._args, **self._kwargs)
        self._forget()
        return result

    def cancel(self):
        """Lets the finalizer do nothing."""
        if _finalizer_registry.pop(self._key, None) is not None:
            self._forget()

    def still_active(self):
        """Tells whether the finalizer has something to do."""
        return self._key in _finalizer_registry

    def __repr__(self):
        try:
            is_alive = self._weakref() is not None
        except (AttributeError, TypeError):
            is_alive = False
        kind = self.__class__.__name__
        if not is_alive:
            return f'<{kind} object, dead>'
        shown = f'<{kind} object, callback={getattr(self._callback, "__name__", self._callback)}'
        if self._args:
            shown += f', args={self._args}'
        if self._kwargs:
            shown += f', kwargs={self._kwargs}'
        if self._key[0] is not None:
            shown += f', exitpriority={self._key[0]}'
        return shown + '>'


def _run_finalizers(minpriority=None):
    """Runs the finalizers that have a priority, or at least this one; the highest first."""
    if _finalizer_registry is None:
        return
    # What is added meanwhile may be of another kind.
    keys = [key for key in list(_finalizer_registry)
            if key[0] is not None and (minpriority is None or key[0] >= minpriority)]
    for key in sorted(keys, reverse=True):
        # An earlier one may have run it.
        finalizer = _finalizer_registry.get(key)
        if finalizer is None:
            continue
        sub_debug('calling %s', finalizer)
        try:
            finalizer()
        except Exception:
            import traceback
            traceback.print_exc()
    if minpriority is None:
        _finalizer_registry.clear()


# The end of the process.

_exiting = False


def is_exiting():
    """Tells whether the process is at its end."""
    return _exiting or _exiting is None


def _exit_function(info=info, debug=debug, _run_finalizers=_run_finalizers,
                   active_children=process.active_children,
                   current_process=process.current_process):
    global _exiting
    if _exiting:
        return
    _exiting = True
    info('process shutting down')
    debug('running all "atexit" finalizers with priority >= 0')
    _run_finalizers(0)
    if current_process() is not None:
        for child in active_children():
            if child.daemon:
                info('calling terminate() for daemon %s', child.name)
                child._popen.terminate()
        for child in active_children():
            info('calling join() for process %s', child.name)
            child.join()
    debug('running the remaining "atexit" finalizers')
    _run_finalizers()


atexit.register(_exit_function)


# Locks and attributes that are new in a child.


class ForkAwareThreadLock:
    def __init__(self):
        self._lock = threading.Lock()
        self.acquire = self._lock.acquire
        self.release = self._lock.release
        register_after_fork(self, ForkAwareThreadLock._at_fork_reinit)

    def _at_fork_reinit(self):
        self._lock._at_fork_reinit()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)


def _clear_attributes(obj):
    obj.__dict__.clear()


class ForkAwareLocal(threading.local):
    def __init__(self):
        register_after_fork(self, _clear_attributes)

    def __reduce__(self):
        return type(self), ()


# Descriptors.

try:
    MAXFD = os.sysconf('SC_OPEN_MAX')
except Exception:
    MAXFD = 256


def close_all_fds_except(fds):
    """Closes all descriptors but some."""
    kept = sorted([-1, *fds, MAXFD])
    assert kept[-1] == MAXFD, 'fd too large'
    for low, high in itertools.pairwise(kept):
        os.closerange(low + 1, high)


def close_fds(*fds):
    """Closes descriptors."""
    for fd in fds:
        os.close(fd)


def _close_stdin():
    """Gives this process an empty standard input: that of the program is its parent's."""
    if sys.stdin is None:
        return
    try:
        sys.stdin.close()
    except (OSError, ValueError):
        pass
    try:
        fd = os.open(os.devnull, os.O_RDONLY)
        try:
            sys.stdin = open(fd, encoding='utf-8', closefd=False)
        except:
            os.close(fd)
            raise
    except (OSError, ValueError):
        pass


def end_with_parent():
    """Lets this process end when its parent does, even if that is killed.

    Nobody would want its results. The system sends the signal when the parent's end of the
    pipe is closed.
    """
    import fcntl
    import select
    import signal
    parent = process.parent_process()
    sentinel = None if parent is None else parent._sentinel
    if sentinel is None or not hasattr(fcntl, 'F_SETSIG'):
        return
    fcntl.fcntl(sentinel, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(sentinel, fcntl.F_SETSIG, signal.SIGTERM)
    flags = fcntl.fcntl(sentinel, fcntl.F_GETFL)
    fcntl.fcntl(sentinel, fcntl.F_SETFL, flags | os.O_ASYNC)
    # It may have ended before.
    poll = select.poll()
    poll.register(sentinel, select.POLLIN)
    if poll.poll(0):
        os.kill(os.getpid(), signal.SIGTERM)


def _flush_std_streams():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, ValueError):
            # There is none, or it is closed.
            pass


def spawnv_passfds(path, args, passfds):
    """Starts a program that keeps some descriptors. Returns its process's number."""
    import _posixsubprocess
    import subprocess
    kept = tuple(sorted(map(int, passfds)))
    report_read, report_write = os.pipe()
    try:
        return _posixsubprocess.fork_exec(
            args, [path], True, kept, None, None, -1, -1, -1, -1, -1, -1, report_read,
            report_write, False, False, -1, None, None, None, -1, None, subprocess._USE_VFORK)
    finally:
        os.close(report_read)
        os.close(report_write)


def _cleanup_tests():
    """Ends what tests may have left: CPython's tests call this."""
    from test import support
    from . import forkserver, resource_tracker
    process._cleanup()
    forkserver._forkserver._stop()
    resource_tracker._resource_tracker._stop()
    _run_finalizers()
    support.gc_collect()
    support.reap_children()
