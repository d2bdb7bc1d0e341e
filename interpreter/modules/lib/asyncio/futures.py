"""Futures, and their kinship with those of concurrent.futures."""

__all__ = ('Future', 'wrap_future', 'isfuture')

from _asyncio import CancelledError, Future

from . import base_futures
from . import events
from . import exceptions
from ._later import Later

concurrent_futures = Later('concurrent.futures')

isfuture = base_futures.isfuture
_PENDING = base_futures._PENDING
_CANCELLED = base_futures._CANCELLED
_FINISHED = base_futures._FINISHED

STACK_DEBUG = 9

_CFuture = Future


def __getattr__(name):
    if name == '_PyFuture':
        from ._python import _PyFuture
        return _PyFuture
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


def _get_loop(fut):
    # Futures that are not ours may lack get_loop().
    get_loop = getattr(fut, 'get_loop', None)
    return fut._loop if get_loop is None else get_loop()


def _set_result_unless_cancelled(fut, result):
    if not fut.cancelled():
        fut.set_result(result)


def _is_concurrent(future):
    import sys
    module = sys.modules.get('concurrent.futures._base')
    return module is not None and isinstance(future, module.Future)


def _convert_future_exc(exc):
    """The package's exception for one of concurrent.futures of the same meaning."""
    kind = type(exc)
    if kind is concurrent_futures.CancelledError:
        return exceptions.CancelledError(*exc.args).with_traceback(exc.__traceback__)
    if kind is concurrent_futures.InvalidStateError:
        return exceptions.InvalidStateError(*exc.args).with_traceback(exc.__traceback__)
    return exc


def _set_concurrent_future_state(concurrent, source):
    """Gives a future of concurrent.futures the outcome of one of ours."""
    assert source.done()
    if source.cancelled():
        concurrent.cancel()
    if not concurrent.set_running_or_notify_cancel():
        return
    exception = source.exception()
    if exception is None:
        concurrent.set_result(source.result())
    else:
        concurrent.set_exception(_convert_future_exc(exception))


def _copy_future_state(source, dest):
    """Gives a future the outcome of another one, of either kind."""
    assert source.done()
    if dest.cancelled():
        return
    assert not dest.done()
    if source.cancelled():
        dest.cancel()
        return
    exception = source.exception()
    if exception is None:
        dest.set_result(source.result())
    else:
        dest.set_exception(_convert_future_exc(exception))


def _chain_future(source, destination):
    """The outcome of one future becomes that of another; so does a cancellation, backwards."""
    for future, role in ((source, 'source'), (destination, 'destination')):
        if not isfuture(future) and not isinstance(future, concurrent_futures.Future):
            raise TypeError(f'A future is required for {role} argument')
    source_loop = _get_loop(source) if isfuture(source) else None
    dest_loop = _get_loop(destination) if isfuture(destination) else None

    def set_state(future, other):
        if isfuture(future):
            _copy_future_state(other, future)
        else:
            _set_concurrent_future_state(future, other)

    def destination_is_done(destination):
        if not destination.cancelled():
            return
        if source_loop is None or source_loop is dest_loop:
            source.cancel()
        else:
            source_loop.call_soon_threadsafe(source.cancel)

    def source_is_done(source):
        if destination.cancelled() and dest_loop is not None and dest_loop.is_closed():
            return
        if dest_loop is None or dest_loop is source_loop:
            set_state(destination, source)
        elif not dest_loop.is_closed():
            dest_loop.call_soon_threadsafe(set_state, destination, source)

    destination.add_done_callback(destination_is_done)
    source.add_done_callback(source_is_done)


def _take_outcome(wrapper, source):
    """Gives a future the outcome of one of concurrent.futures, which is done for good."""
    if wrapper.cancelled():
        return
    if type(source) is not concurrent_futures.Future or source._state != 'FINISHED':
        _copy_future_state(source, wrapper)
    elif source._exception is None:
        wrapper.set_result(source._result)
    else:
        wrapper.set_exception(_convert_future_exc(source._exception))


def _wrap(future, wrapper, loop):
    """As _chain_future(), from a thread to a loop."""

    def wrapper_is_done(wrapper):
        if wrapper.cancelled():
            future.cancel()

    def future_is_done(future):
        if not loop.is_closed():
            loop.call_soon_threadsafe(_take_outcome, wrapper, future)

    wrapper.add_done_callback(wrapper_is_done)
    future.add_done_callback(future_is_done)


def wrap_future(future, *, loop=None):
    """A future of ours for one of concurrent.futures."""
    if isfuture(future):
        return future
    assert isinstance(future, concurrent_futures.Future), \
        f'concurrent.futures.Future is expected, got {future!r}'
    if loop is None:
        loop = events.get_event_loop()
    wrapper = loop.create_future()
    if type(wrapper) is Future:
        _wrap(future, wrapper, loop)
    else:
        _chain_future(future, wrapper)
    return wrapper
