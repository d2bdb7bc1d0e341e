"""The loop of Unix: signals, pipes, processes, sockets with paths."""

__all__ = ('SelectorEventLoop', 'AbstractChildWatcher', 'SafeChildWatcher', 'FastChildWatcher',
           'PidfdChildWatcher', 'MultiLoopChildWatcher', 'ThreadedChildWatcher',
           'DefaultEventLoopPolicy', 'EventLoop')

import sys

from . import base_events
from . import coroutines
from . import events
from . import selector_events
from ._later import Later
from .log import logger

errno = Later('errno')
os = Later('os')
signal = Later('signal')
socket = Later('socket')
stat = Later('stat')
subprocess = Later('subprocess')
threading = Later('threading')
warnings = Later('warnings')

_ELSEWHERE = {
    '_UnixReadPipeTransport': '_unix_transports',
    '_UnixWritePipeTransport': '_unix_transports',
    '_UnixSubprocessTransport': '_unix_transports',
    'AbstractChildWatcher': '_child_watchers',
    'BaseChildWatcher': '_child_watchers',
    'SafeChildWatcher': '_child_watchers',
    'FastChildWatcher': '_child_watchers',
    'PidfdChildWatcher': '_child_watchers',
    'MultiLoopChildWatcher': '_child_watchers',
    'ThreadedChildWatcher': '_child_watchers',
}


def __getattr__(name):
    if name not in _ELSEWHERE:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    value = base_events._find(_ELSEWHERE[name], name)
    globals().setdefault(name, value)
    return value


def _class(name):
    return globals().get(name) or __getattr__(name)


def _sighandler_noop(signum, frame):
    """A handler that leaves it to the loop to do something."""


def waitstatus_to_exitcode(status):
    try:
        return os.waitstatus_to_exitcode(status)
    except ValueError:
        # The process was stopped, or something unknown has happened to it.
        return status


def _reset_wakeup_fd():
    try:
        signal.set_wakeup_fd(-1)
    except (ValueError, OSError) as exc:
        logger.info('set_wakeup_fd(-1) failed: %s', exc)


class _UnixSelectorEventLoop(selector_events.BaseSelectorEventLoop):
    """The loop of Unix."""

    def __init__(self, selector=None):
        super().__init__(selector)
        self._signal_handlers = {}
        self._unix_server_sockets = {}

    def close(self):
        super().close()
        if not self._signal_handlers:
            return
        if sys.is_finalizing():
            warnings.warn(f'Closing the loop {self!r} on interpreter shutdown stage, '
                          'skipping signal handlers removal', ResourceWarning, source=self)
            self._signal_handlers.clear()
            return
        for sig in list(self._signal_handlers):
            self.remove_signal_handler(sig)

    # Signals: the interpreter writes their numbers into the loop's own socket.

    def _process_self_data(self, data):
        for signum in data:
            if signum:
                self._handle_signal(signum)

    def add_signal_handler(self, sig, callback, *args):
        """Has a callback called when a signal comes."""
        if coroutines.iscoroutine(callback) or coroutines.iscoroutinefunction(callback):
            raise TypeError('coroutines cannot be used with add_signal_handler()')
        self._check_signal(sig)
        self._check_closed()
        try:
            # This refuses threads other than the main one.
            signal.set_wakeup_fd(self._csock.fileno())
        except (ValueError, OSError) as exc:
            raise RuntimeError(str(exc))
        self._signal_handlers[sig] = events.Handle(callback, args, self, None)
        try:
            signal.signal(sig, _sighandler_noop)
            # System calls go on by themselves afterwards.
            signal.siginterrupt(sig, False)
        except OSError as exc:
            del self._signal_handlers[sig]
            if not self._signal_handlers:
                _reset_wakeup_fd()
            if exc.errno == errno.EINVAL:
                raise RuntimeError(f'sig {sig} cannot be caught')
            raise

    def _handle_signal(self, sig):
        handle = self._signal_handlers.get(sig)
        if handle is None:
            return
        if handle._cancelled:
            self.remove_signal_handler(sig)
        else:
            self._add_callback_signalsafe(handle)

    def remove_signal_handler(self, sig):
        """Takes back what add_signal_handler() did."""
        self._check_signal(sig)
        if self._signal_handlers.pop(sig, None) is None:
            return False
        usual = signal.default_int_handler if sig == signal.SIGINT else signal.SIG_DFL
        try:
            signal.signal(sig, usual)
        except OSError as exc:
            if exc.errno == errno.EINVAL:
                raise RuntimeError(f'sig {sig} cannot be caught')
            raise
        if not self._signal_handlers:
            _reset_wakeup_fd()
        return True

    def _check_signal(self, sig):
        if not isinstance(sig, int):
            raise TypeError(f'sig must be an int, not {sig!r}')
        if sig not in signal.valid_signals():
            raise ValueError(f'invalid signal number {sig}')

    # Pipes and processes.

    def _make_read_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        return _class('_UnixReadPipeTransport')(self, pipe, protocol, waiter, extra)

    def _make_write_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        return _class('_UnixWritePipeTransport')(self, pipe, protocol, waiter, extra)

    async def _make_subprocess_transport(self, protocol, args, shell, stdin, stdout, stderr,
                                         bufsize, extra=None, **kwargs):
        with warnings.catch_warnings():
            warnings.simplefilter('ignore', DeprecationWarning)
            watcher = events.get_child_watcher()
        with watcher:
            if not watcher.is_active():
                # Nobody would tell when the child ends.
                raise RuntimeError('asyncio.get_child_watcher() is not activated, '
                                   'subprocess support is not installed.')
            waiter = self.create_future()
            transp = _class('_UnixSubprocessTransport')(
                self, protocol, args, shell, stdin, stdout, stderr, bufsize, waiter=waiter,
                extra=extra, **kwargs)
            watcher.add_child_handler(transp.get_pid(), self._child_watcher_callback, transp)
            try:
                await waiter
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException:
                transp.close()
                await transp._wait()
                raise
        return transp

    def _child_watcher_callback(self, pid, returncode, transp):
        self.call_soon_threadsafe(transp._process_exited, returncode)

    # Sockets with paths, and files.

    create_unix_connection = base_events._Elsewhere('_unix_endpoints')
    create_unix_server = base_events._Elsewhere('_unix_endpoints')
    _stop_serving = base_events._Elsewhere('_unix_endpoints')
    _sock_sendfile_native = base_events._Elsewhere('_unix_endpoints')
    _sock_sendfile_native_impl = base_events._Elsewhere('_unix_endpoints')
    _sock_sendfile_update_filepos = base_events._Elsewhere('_unix_endpoints')
    _sock_add_cancellation_callback = base_events._Elsewhere('_unix_endpoints')


def can_use_pidfd():
    """Whether the system tells by a descriptor that a process has ended."""
    if not hasattr(os, 'pidfd_open'):
        return False
    try:
        os.close(os.pidfd_open(os.getpid(), 0))
    except OSError:
        return False
    return True


class _UnixDefaultEventLoopPolicy(events.BaseDefaultEventLoopPolicy):
    """A loop for each thread, and one watcher of child processes."""

    _loop_factory = _UnixSelectorEventLoop

    def __init__(self):
        super().__init__()
        self._watcher = None

    def _init_watcher(self):
        with events._lock:
            if self._watcher is None:
                name = 'PidfdChildWatcher' if can_use_pidfd() else 'ThreadedChildWatcher'
                self._watcher = _class(name)()

    def set_event_loop(self, loop):
        super().set_event_loop(loop)
        if (self._watcher is not None
                and threading.current_thread() is threading.main_thread()):
            self._watcher.attach_loop(loop)

    def get_child_watcher(self):
        if self._watcher is None:
            self._init_watcher()
        _warn_deprecated('get_child_watcher')
        return self._watcher

    def set_child_watcher(self, watcher):
        assert watcher is None or isinstance(watcher, _class('AbstractChildWatcher'))
        if self._watcher is not None:
            self._watcher.close()
        self._watcher = watcher
        _warn_deprecated('set_child_watcher')


def _warn_deprecated(name):
    warnings._deprecated(name, '{name!r} is deprecated as of Python 3.12 and will be '
                         'removed in Python {remove}.', remove=(3, 14))


SelectorEventLoop = _UnixSelectorEventLoop
DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
EventLoop = SelectorEventLoop
