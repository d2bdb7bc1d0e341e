"""The loop: running it, its executor and its error handling.

The core is native (_asyncio.EventLoop). What the loop does with addresses, connections and
processes is in _endpoints and _sendfile, which are imported when first used.
"""

__all__ = ('BaseEventLoop', 'Server')

import _thread
import sys

from _asyncio import EventLoop as _EventLoop
from _warnings import warn as _warn

from . import constants
from . import coroutines
from . import events
from . import exceptions
from . import futures
from . import tasks
from ._later import Later
from .log import logger

concurrent_futures = Later('concurrent.futures')
socket = Later('socket')
ssl = Later('ssl')
staggered = Later('asyncio.staggered')
sslproto = Later('asyncio.sslproto')
subprocess = Later('subprocess')
threading = Later('threading')
time = Later('time')
timeouts = Later('asyncio.timeouts')
traceback = Later('traceback')
transports = Later('asyncio.transports')
trsock = Later('asyncio.trsock')
warnings = Later('warnings')
os = Later('os')

MAXIMUM_SELECT_TIMEOUT = 24 * 3600
# When cancelled timers are removed all at once: so many timers, so large a part cancelled.
_MIN_SCHEDULED_TIMER_HANDLES = 100
_MIN_CANCELLED_TIMER_HANDLES_FRACTION = 0.5
_HAS_IPv6 = True

_ELSEWHERE = {
    '_ipaddr_info': '_endpoints',
    '_interleave_addrinfos': '_endpoints',
    '_set_nodelay': '_endpoints',
    '_set_reuseport': '_endpoints',
    '_format_pipe': '_endpoints',
    '_check_ssl_socket': '_endpoints',
    '_SendfileFallbackProtocol': '_sendfile',
}


def _find(module, name):
    full = f'asyncio.{module}'
    __import__(full)
    return getattr(sys.modules[full], name)


def __getattr__(name):
    if name not in _ELSEWHERE:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    value = _find(_ELSEWHERE[name], name)
    globals().setdefault(name, value)
    return value


class _MadeWhenUsed:
    """An attribute of instances that is made when it is first asked for; `_made_when_used` then
    has its name."""

    def __init__(self, module, name):
        self._make = module, name

    def __set_name__(self, owner, name):
        self._name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        module, name = self._make
        __import__(module)
        value = getattr(sys.modules[module], name)()
        setattr(instance, self._name, value)
        # Its __dict__ is left alone: objects without one are faster.
        instance._made_when_used = *instance._made_when_used, self._name
        return value


class _Elsewhere:
    """A method that is a function of another module, imported when first used."""

    def __init__(self, module):
        self._module = module

    def __set_name__(self, owner, name):
        self._owner = owner
        self._name = name

    def __get__(self, instance, owner=None):
        function = _find(self._module, self._name)
        if self._owner.__dict__.get(self._name) is self:
            setattr(self._owner, self._name, function)
        return function.__get__(instance, owner)


def _format_handle(handle):
    """What a handle does: the task, if it is the step of one."""
    owner = getattr(handle._callback, '__self__', None)
    return repr(owner) if isinstance(owner, tasks.Task) else str(handle)


def _report_slow(handle, seconds):
    logger.warning('Executing %s took %.3f seconds', _format_handle(handle), seconds)


def _run_until_complete_cb(fut):
    if not fut.cancelled() and isinstance(fut.exception(), (SystemExit, KeyboardInterrupt)):
        # The exception ends run_forever() by itself.
        return
    futures._get_loop(fut).stop()


class Server(events.AbstractServer):
    """Sockets that listen, and the connections that came in by them."""

    def __init__(self, loop, sockets, protocol_factory, ssl_context, backlog,
                 ssl_handshake_timeout, ssl_shutdown_timeout=None):
        self._loop = loop
        self._sockets = sockets
        self._waiters = []
        self._protocol_factory = protocol_factory
        self._backlog = backlog
        self._ssl_context = ssl_context
        self._ssl_handshake_timeout = ssl_handshake_timeout
        self._ssl_shutdown_timeout = ssl_shutdown_timeout
        self._serving = False
        self._serving_forever_fut = None

    _made_when_used = ()
    _clients = _MadeWhenUsed('_weakrefset', 'WeakSet')

    def __repr__(self):
        return f'<{self.__class__.__name__} sockets={self.sockets!r}>'

    def _attach(self, transport):
        assert self._sockets is not None
        self._clients.add(transport)

    def _detach(self, transport):
        self._clients.discard(transport)
        if self._sockets is None and not self._clients:
            self._wakeup()

    def _wakeup(self):
        waiters, self._waiters = self._waiters, None
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    def _start_serving(self):
        if self._serving:
            return
        self._serving = True
        for sock in self._sockets:
            sock.listen(self._backlog)
            self._loop._start_serving(
                self._protocol_factory, sock, self._ssl_context, self, self._backlog,
                self._ssl_handshake_timeout, self._ssl_shutdown_timeout)

    def get_loop(self):
        return self._loop

    def is_serving(self):
        return self._serving

    @property
    def sockets(self):
        """The sockets that listen."""
        return tuple(trsock.TransportSocket(sock) for sock in self._sockets or ())

    def close(self):
        sockets, self._sockets = self._sockets, None
        if sockets is None:
            return
        for sock in sockets:
            self._loop._stop_serving(sock)
        self._serving = False
        forever = self._serving_forever_fut
        if forever is not None and not forever.done():
            forever.cancel()
            self._serving_forever_fut = None
        if not self._clients:
            self._wakeup()

    def close_clients(self):
        for transport in self._clients.copy():
            transport.close()

    def abort_clients(self):
        for transport in self._clients.copy():
            transport.abort()

    async def start_serving(self):
        self._start_serving()
        # A turn of the loop, so that the sockets are known to it.
        await tasks.sleep(0)

    async def serve_forever(self):
        if self._serving_forever_fut is not None:
            raise RuntimeError(f'server {self!r} is already being awaited on serve_forever()')
        if self._sockets is None:
            raise RuntimeError(f'server {self!r} is closed')
        self._start_serving()
        self._serving_forever_fut = self._loop.create_future()
        try:
            await self._serving_forever_fut
        except exceptions.CancelledError:
            try:
                self.close()
                await self.wait_closed()
            finally:
                raise
        finally:
            self._serving_forever_fut = None

    async def wait_closed(self):
        if self._waiters is None:
            return
        waiter = self._loop.create_future()
        self._waiters.append(waiter)
        await waiter


class BaseEventLoop(_EventLoop, events.AbstractEventLoop):
    """What all loops have in common."""

    def __init__(self):
        self._default_executor = None
        self._internal_fds = 0
        self._exception_handler = None
        self._old_agen_hooks = None
        self._coroutine_origin_tracking_enabled = False
        self._coroutine_origin_tracking_saved_depth = None
        self._asyncgens_shutdown_called = False
        self._executor_shutdown_called = False
        self.set_debug(coroutines._is_debug_mode())

    _made_when_used = ()
    _asyncgens = _MadeWhenUsed('_weakrefset', 'WeakSet')

    def __repr__(self):
        return (f'<{self.__class__.__name__} running={self.is_running()} '
                f'closed={self.is_closed()} debug={self.get_debug()}>')

    # A kind of loop replaces these.

    def _make_socket_transport(self, sock, protocol, waiter=None, *, extra=None, server=None):
        raise NotImplementedError

    def _make_ssl_transport(self, rawsock, protocol, sslcontext, waiter=None, *,
                            server_side=False, server_hostname=None, extra=None, server=None,
                            ssl_handshake_timeout=None, ssl_shutdown_timeout=None,
                            call_connection_made=True):
        raise NotImplementedError

    def _make_datagram_transport(self, sock, protocol, address=None, waiter=None, extra=None):
        raise NotImplementedError

    def _make_read_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        raise NotImplementedError

    def _make_write_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        raise NotImplementedError

    async def _make_subprocess_transport(self, protocol, args, shell, stdin, stdout, stderr,
                                         bufsize, extra=None, **kwargs):
        raise NotImplementedError

    def _write_to_self(self):
        raise NotImplementedError

    def _process_events(self, event_list):
        raise NotImplementedError

    # Running.

    def _check_running(self):
        if self.is_running():
            raise RuntimeError('This event loop is already running')
        if events._get_running_loop() is not None:
            raise RuntimeError('Cannot run the event loop while another loop is running')

    def _run_forever_setup(self):
        self._check_closed()
        self._check_running()
        self._set_coroutine_origin_tracking(self._debug)
        self._old_agen_hooks = sys.get_asyncgen_hooks()
        self._thread_id = _thread.get_ident()
        sys.set_asyncgen_hooks(firstiter=self._asyncgen_firstiter_hook,
                               finalizer=self._asyncgen_finalizer_hook)
        events._set_running_loop(self)

    def _run_forever_cleanup(self):
        self._stopping = False
        self._thread_id = None
        events._set_running_loop(None)
        self._set_coroutine_origin_tracking(False)
        if self._old_agen_hooks is not None:
            sys.set_asyncgen_hooks(*self._old_agen_hooks)
            self._old_agen_hooks = None

    def run_forever(self):
        """Runs until stop() is called."""
        try:
            self._run_forever_setup()
            self._run_until_stopped()
        finally:
            self._run_forever_cleanup()

    def run_until_complete(self, future):
        """Runs until a future is done, and gives its result."""
        self._check_closed()
        self._check_running()
        new_task = not futures.isfuture(future)
        future = tasks.ensure_future(future, loop=self)
        if new_task:
            # If the loop is stopped before, an exception is raised here anyway.
            future._log_destroy_pending = False
        future.add_done_callback(_run_until_complete_cb)
        try:
            self.run_forever()
        except:
            if new_task and future.done() and not future.cancelled():
                # The exception is on its way: nothing was lost.
                future.exception()
            raise
        finally:
            future.remove_done_callback(_run_until_complete_cb)
        if not future.done():
            raise RuntimeError('Event loop stopped before Future completed.')
        return future.result()

    def close(self):
        """Forgets what was scheduled. The loop must not run."""
        if self.is_running():
            raise RuntimeError('Cannot close a running event loop')
        if self._closed:
            return
        if self._debug:
            logger.debug('Close %r', self)
        self._closed = True
        self._ready.clear()
        self._scheduled.clear()
        self._executor_shutdown_called = True
        executor, self._default_executor = self._default_executor, None
        if executor is not None:
            executor.shutdown(wait=False)

    def __del__(self, _warn=_warn):
        if self.is_closed():
            return
        _warn(f'unclosed event loop {self!r}', ResourceWarning, source=self)
        if not self.is_running():
            self.close()

    def _check_callback(self, callback, method):
        if coroutines.iscoroutine(callback) or coroutines.iscoroutinefunction(callback):
            raise TypeError(f'coroutines cannot be used with {method}()')
        if not callable(callback):
            raise TypeError(f'a callable object was expected by {method}(), got {callback!r}')

    def _check_thread(self):
        if self._thread_id is not None and _thread.get_ident() != self._thread_id:
            raise RuntimeError('Non-thread-safe operation invoked on an event loop other '
                               'than the current one')

    # Debugging.

    def set_debug(self, enabled):
        """Sets whether debug mode is on."""
        self._debug = enabled
        if self.is_running():
            self.call_soon_threadsafe(self._set_coroutine_origin_tracking, enabled)

    def _set_coroutine_origin_tracking(self, enabled):
        if bool(enabled) == bool(self._coroutine_origin_tracking_enabled):
            return
        if enabled:
            self._coroutine_origin_tracking_saved_depth = sys.get_coroutine_origin_tracking_depth()
            depth = constants.DEBUG_STACK_DEPTH
        else:
            depth = self._coroutine_origin_tracking_saved_depth
        sys.set_coroutine_origin_tracking_depth(depth)
        self._coroutine_origin_tracking_enabled = enabled

    # Asynchronous generators.

    def _asyncgen_finalizer_hook(self, agen):
        self._asyncgens.discard(agen)
        if not self.is_closed():
            self.call_soon_threadsafe(self.create_task, agen.aclose())

    def _asyncgen_firstiter_hook(self, agen):
        if self._asyncgens_shutdown_called:
            warnings.warn(f'asynchronous generator {agen!r} was scheduled after '
                          'loop.shutdown_asyncgens() call', ResourceWarning, source=self)
        self._asyncgens.add(agen)

    async def shutdown_asyncgens(self):
        """Closes the asynchronous generators that have not ended."""
        self._asyncgens_shutdown_called = True
        if '_asyncgens' not in self._made_when_used or not self._asyncgens:
            return
        closing = list(self._asyncgens)
        self._asyncgens.clear()
        results = await tasks.gather(*[agen.aclose() for agen in closing],
                                     return_exceptions=True)
        for result, agen in zip(results, closing):
            if isinstance(result, Exception):
                self.call_exception_handler({
                    'message': 'an error occurred during closing of '
                               f'asynchronous generator {agen!r}',
                    'exception': result,
                    'asyncgen': agen,
                })

    # The executor.

    def _check_default_executor(self):
        if self._executor_shutdown_called:
            raise RuntimeError('Executor shutdown has been called')

    def run_in_executor(self, executor, func, *args):
        """Has an executor call a function; None stands for the loop's own threads."""
        self._check_closed()
        if self._debug:
            self._check_callback(func, 'run_in_executor')
        if executor is None:
            self._check_default_executor()
            if self._default_executor is None:
                self._default_executor = concurrent_futures.ThreadPoolExecutor(
                    thread_name_prefix='asyncio')
            executor = self._default_executor
        return futures.wrap_future(executor.submit(func, *args), loop=self)

    def set_default_executor(self, executor):
        """Sets the executor that None stands for."""
        if not isinstance(executor, concurrent_futures.ThreadPoolExecutor):
            raise TypeError('executor must be ThreadPoolExecutor instance')
        self._default_executor = executor

    async def shutdown_default_executor(self, timeout=None):
        """Waits until the threads of the default executor have ended."""
        self._executor_shutdown_called = True
        if self._default_executor is None:
            return
        future = self.create_future()
        thread = threading.Thread(target=self._do_shutdown, args=(future,))
        thread.start()
        try:
            async with timeouts.timeout(timeout):
                await future
        except TimeoutError:
            warnings.warn('The executor did not finishing joining its threads within '
                          f'{timeout} seconds.', RuntimeWarning, stacklevel=2)
            self._default_executor.shutdown(wait=False)
        else:
            thread.join()

    def _do_shutdown(self, future):
        try:
            self._default_executor.shutdown(wait=True)
            if not self.is_closed():
                self.call_soon_threadsafe(futures._set_result_unless_cancelled, future, None)
        except Exception as error:
            if not self.is_closed() and not future.cancelled():
                self.call_soon_threadsafe(future.set_exception, error)

    # Errors.

    def get_exception_handler(self):
        """The function that is told of errors; None for the usual handling."""
        return self._exception_handler

    def set_exception_handler(self, handler):
        """Sets the function that is told of errors, with the loop and a dict."""
        if handler is not None and not callable(handler):
            raise TypeError(f'A callable object or None is expected, got {handler!r}')
        self._exception_handler = handler

    def default_exception_handler(self, context):
        """Logs an error."""
        lines = [context.get('message') or 'Unhandled exception in event loop']
        exception = context.get('exception')
        exc_info = False
        if exception is not None:
            exc_info = (type(exception), exception, exception.__traceback__)
        handle = self._current_handle
        if 'source_traceback' not in context and handle is not None and handle._source_traceback:
            context['handle_traceback'] = handle._source_traceback
        for key in sorted(context):
            value = context[key]
            if key in ('message', 'exception'):
                continue
            if key in ('source_traceback', 'handle_traceback'):
                what = 'Object' if key == 'source_traceback' else 'Handle'
                stack = ''.join(traceback.format_list(value)).rstrip()
                value = f'{what} created at (most recent call last):\n{stack}'
            else:
                value = repr(value)
            lines.append(f'{key}: {value}')
        logger.error('\n'.join(lines), exc_info=exc_info)

    def call_exception_handler(self, context):
        """Has the exception handler deal with an error."""
        if self._exception_handler is None:
            try:
                self.default_exception_handler(context)
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException:
                logger.error('Exception in default exception handler', exc_info=True)
            return
        try:
            self._call_handler_in_context(context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            try:
                self.default_exception_handler({
                    'message': 'Unhandled error in exception handler',
                    'exception': exc,
                    'context': context,
                })
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException:
                logger.error('Exception in default exception handler while handling an '
                             'unexpected error in custom exception handler', exc_info=True)

    def _call_handler_in_context(self, context):
        source = next((context[key] for key in ('task', 'future', 'handle')
                       if context.get(key) is not None), None)
        get_context = getattr(source, 'get_context', None)
        own = get_context() if get_context is not None else None
        if own is not None and hasattr(own, 'run'):
            own.run(self._exception_handler, self, context)
        else:
            self._exception_handler(self, context)

    # Addresses, connections, processes.

    _getaddrinfo_debug = _Elsewhere('_endpoints')
    getaddrinfo = _Elsewhere('_endpoints')
    getnameinfo = _Elsewhere('_endpoints')
    _ensure_resolved = _Elsewhere('_endpoints')
    _connect_sock = _Elsewhere('_endpoints')
    create_connection = _Elsewhere('_endpoints')
    _create_connection_transport = _Elsewhere('_endpoints')
    connect_accepted_socket = _Elsewhere('_endpoints')
    start_tls = _Elsewhere('_endpoints')
    create_datagram_endpoint = _Elsewhere('_endpoints')
    _create_server_getaddrinfo = _Elsewhere('_endpoints')
    create_server = _Elsewhere('_endpoints')
    connect_read_pipe = _Elsewhere('_endpoints')
    connect_write_pipe = _Elsewhere('_endpoints')
    _log_subprocess = _Elsewhere('_endpoints')
    subprocess_shell = _Elsewhere('_endpoints')
    subprocess_exec = _Elsewhere('_endpoints')
    sock_sendfile = _Elsewhere('_sendfile')
    _sock_sendfile_native = _Elsewhere('_sendfile')
    _sock_sendfile_fallback = _Elsewhere('_sendfile')
    _check_sendfile_params = _Elsewhere('_sendfile')
    sendfile = _Elsewhere('_sendfile')
    _sendfile_native = _Elsewhere('_sendfile')
    _sendfile_fallback = _Elsewhere('_sendfile')
