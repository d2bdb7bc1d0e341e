"""The interface of loops, and which loop belongs to which thread."""

__all__ = (
    'AbstractEventLoopPolicy', 'AbstractEventLoop', 'AbstractServer', 'Handle', 'TimerHandle',
    'get_event_loop_policy', 'set_event_loop_policy', 'get_event_loop', 'set_event_loop',
    'new_event_loop', 'get_child_watcher', 'set_child_watcher', '_set_running_loop',
    'get_running_loop', '_get_running_loop',
)

import _thread
import posix
import sys

from _asyncio import (
    Handle, TimerHandle, _get_running_loop, _set_running_loop, get_event_loop,
    get_running_loop,
)

from ._later import Later

format_helpers = Later('asyncio.format_helpers')
os = Later('os')
signal = Later('signal')
threading = Later('threading')

_c__get_running_loop = _get_running_loop
_c__set_running_loop = _set_running_loop
_c_get_running_loop = get_running_loop
_c_get_event_loop = get_event_loop


class AbstractServer:
    """A server, as create_server() gives it."""

    def close(self):
        """Stops listening. Connections that were made stay."""
        raise NotImplementedError

    def close_clients(self):
        """Closes the connections."""
        raise NotImplementedError

    def abort_clients(self):
        """Closes the connections at once, without sending what waits to be sent."""
        raise NotImplementedError

    def get_loop(self):
        """The loop that it belongs to."""
        raise NotImplementedError

    def is_serving(self):
        """Whether it accepts connections."""
        raise NotImplementedError

    async def start_serving(self):
        """Begins to accept connections."""
        raise NotImplementedError

    async def serve_forever(self):
        """Accepts connections until it is cancelled."""
        raise NotImplementedError

    async def wait_closed(self):
        """Waits until it is closed and all connections have ended."""
        raise NotImplementedError

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        self.close()
        await self.wait_closed()


def _refuse(name, asynchronous=False):
    if asynchronous:
        async def function(self, *args, **kwargs):
            raise NotImplementedError
    else:
        def function(self, *args, **kwargs):
            raise NotImplementedError

    function.__name__ = name
    function.__qualname__ = f'AbstractEventLoop.{name}'
    return function


class AbstractEventLoop:
    """What a loop can do."""

    for _name in '''run_forever run_until_complete stop is_running is_closed close
            _timer_handle_cancelled call_soon call_later call_at time create_future create_task
            call_soon_threadsafe run_in_executor set_default_executor add_reader remove_reader
            add_writer remove_writer add_signal_handler remove_signal_handler set_task_factory
            get_task_factory get_exception_handler set_exception_handler
            default_exception_handler call_exception_handler get_debug set_debug'''.split():
        locals()[_name] = _refuse(_name)
    for _name in '''shutdown_asyncgens shutdown_default_executor getaddrinfo getnameinfo
            create_connection create_server start_tls create_unix_connection
            create_unix_server connect_accepted_socket create_datagram_endpoint sendfile
            connect_read_pipe connect_write_pipe subprocess_shell subprocess_exec sock_recv
            sock_recv_into sock_recvfrom sock_recvfrom_into sock_sendall sock_sendto
            sock_connect sock_accept sock_sendfile'''.split():
        locals()[_name] = _refuse(_name, asynchronous=True)
    del _name


class AbstractEventLoopPolicy:
    """Says which loop belongs to which thread."""

    def get_event_loop(self):
        """The loop of this thread."""
        raise NotImplementedError

    def set_event_loop(self, loop):
        """Sets the loop of this thread."""
        raise NotImplementedError

    def new_event_loop(self):
        """A new loop."""
        raise NotImplementedError

    def get_child_watcher(self):
        """What watches child processes."""
        raise NotImplementedError

    def set_child_watcher(self, watcher):
        """Sets what watches child processes."""
        raise NotImplementedError


class BaseDefaultEventLoopPolicy(AbstractEventLoopPolicy):
    """A loop for each thread; only the main thread gets its own unasked."""

    _loop_factory = None

    class _Local(_thread._local):
        _loop = None
        _set_called = False

    def __init__(self):
        self._local = self._Local()

    def get_event_loop(self):
        local = self._local
        if (local._loop is None and not local._set_called
                and threading.current_thread() is threading.main_thread()):
            _warn_of_missing_loop()
            self.set_event_loop(self.new_event_loop())
        if local._loop is None:
            name = threading.current_thread().name
            raise RuntimeError(f'There is no current event loop in thread {name!r}.')
        return local._loop

    def set_event_loop(self, loop):
        self._local._set_called = True
        if loop is not None and not isinstance(loop, AbstractEventLoop):
            raise TypeError('loop must be an instance of AbstractEventLoop or None, '
                            f"not '{type(loop).__name__}'")
        self._local._loop = loop

    def new_event_loop(self):
        return self._loop_factory()


def _warn_of_missing_loop():
    """The warning points at the first line outside the package."""
    import warnings
    level, frame = 2, sys._getframe(1)
    while frame:
        module = frame.f_globals.get('__name__') or ''
        if module != 'asyncio' and not module.startswith('asyncio.'):
            break
        frame = frame.f_back
        level += 1
    warnings.warn('There is no current event loop', DeprecationWarning, stacklevel=level)


_event_loop_policy = None
_lock = _thread.allocate_lock()


def _init_event_loop_policy():
    global _event_loop_policy
    with _lock:
        if _event_loop_policy is None:
            from . import DefaultEventLoopPolicy
            _event_loop_policy = DefaultEventLoopPolicy()


def get_event_loop_policy():
    """The policy that says which loop belongs to which thread."""
    if _event_loop_policy is None:
        _init_event_loop_policy()
    return _event_loop_policy


def set_event_loop_policy(policy):
    """Sets the policy; None stands for the default one."""
    global _event_loop_policy
    if policy is not None and not isinstance(policy, AbstractEventLoopPolicy):
        raise TypeError('policy must be an instance of AbstractEventLoopPolicy or None, '
                        f"not '{type(policy).__name__}'")
    _event_loop_policy = policy


def set_event_loop(loop):
    """Sets the loop of this thread."""
    get_event_loop_policy().set_event_loop(loop)


def new_event_loop():
    """A new loop, as the policy makes it."""
    return get_event_loop_policy().new_event_loop()


def get_child_watcher():
    """What watches child processes, as the policy says."""
    return get_event_loop_policy().get_child_watcher()


def set_child_watcher(watcher):
    """Sets what watches child processes."""
    return get_event_loop_policy().set_child_watcher(watcher)


def _py_get_running_loop():
    loop = _get_running_loop()
    if loop is None:
        raise RuntimeError('no running event loop')
    return loop


def _py__get_running_loop():
    return _c__get_running_loop()


def _py__set_running_loop(loop):
    _c__set_running_loop(loop)


def _py_get_event_loop():
    loop = _get_running_loop()
    return get_event_loop_policy().get_event_loop() if loop is None else loop


def on_fork():
    """A child process begins without a loop."""
    if _event_loop_policy is not None:
        _event_loop_policy._local = BaseDefaultEventLoopPolicy._Local()
    _set_running_loop(None)
    signal.set_wakeup_fd(-1)


posix.register_at_fork(after_in_child=on_fork)
