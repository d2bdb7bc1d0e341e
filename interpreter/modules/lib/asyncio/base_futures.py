"""How futures are shown, and what counts as one."""

__all__ = ()

from ._later import Later

format_helpers = Later('asyncio.format_helpers')
reprlib = Later('reprlib')

_PENDING = 'PENDING'
_CANCELLED = 'CANCELLED'
_FINISHED = 'FINISHED'


def isfuture(obj):
    """Whether an object is a future, or says that it behaves like one."""
    return (hasattr(obj.__class__, '_asyncio_future_blocking')
            and obj._asyncio_future_blocking is not None)


def _format_callbacks(callbacks):
    shown = [callback for callback, _ in callbacks]
    texts = [format_helpers._format_callback_source(shown[place], ())
             for place in ((0, -1) if len(shown) > 1 else range(len(shown)))]
    if len(shown) > 2:
        texts.insert(1, f'<{len(shown) - 2} more>')
    return f"cb=[{', '.join(texts)}]"


def _future_repr_info(future):
    info = [future._state.lower()]
    if future._state == _FINISHED:
        if future._exception is not None:
            info.append(f'exception={future._exception!r}')
        else:
            info.append(f'result={reprlib.repr(future._result)}')
    if future._callbacks:
        info.append(_format_callbacks(future._callbacks))
    if future._source_traceback:
        frame = future._source_traceback[-1]
        info.append(f'created at {frame[0]}:{frame[1]}')
    return info


def _future_repr(future):
    # The result of a future may hold the future.
    global _future_repr

    @reprlib.recursive_repr()
    def _future_repr(future):
        return f"<{future.__class__.__name__} {' '.join(_future_repr_info(future))}>"

    return _future_repr(future)
