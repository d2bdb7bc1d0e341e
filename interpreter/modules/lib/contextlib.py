"""Context managers: classes to build them from, and some that are ready."""

from _collections import deque
from abc import ABC, abstractmethod
from functools import wraps
import sys

__all__ = [
    "asynccontextmanager", "contextmanager", "closing", "nullcontext",
    "AbstractContextManager", "AbstractAsyncContextManager",
    "AsyncExitStack", "ContextDecorator", "ExitStack",
    "redirect_stdout", "redirect_stderr", "suppress", "aclosing",
    "chdir",
]

GenericAlias = type(list[int])
MethodType = type((lambda self: None).__get__(0))


class AbstractContextManager(ABC):
    """Whoever has __enter__ and __exit__."""

    __class_getitem__ = classmethod(GenericAlias)
    __slots__ = ()

    def __enter__(self):
        """By default the context manager itself is the value of `with`."""
        return self

    @abstractmethod
    def __exit__(self, exc_type, exc_value, traceback):
        """A true result suppresses the exception."""
        return None

    @classmethod
    def __subclasshook__(cls, C):
        if cls is AbstractContextManager:
            from _collections_abc import _check_methods
            return _check_methods(C, "__enter__", "__exit__")
        return NotImplemented


class AbstractAsyncContextManager(ABC):
    """Whoever has __aenter__ and __aexit__."""

    __class_getitem__ = classmethod(GenericAlias)
    __slots__ = ()

    async def __aenter__(self):
        """By default the context manager itself is the value of `async with`."""
        return self

    @abstractmethod
    async def __aexit__(self, exc_type, exc_value, traceback):
        """A true result suppresses the exception."""
        return None

    @classmethod
    def __subclasshook__(cls, C):
        if cls is AbstractAsyncContextManager:
            from _collections_abc import _check_methods
            return _check_methods(C, "__aenter__", "__aexit__")
        return NotImplemented


class ContextDecorator:
    """Lets a context manager decorate functions, each call of which it wraps."""

    def _recreate_cm(self):
        """The context manager for one call; by default the same for all."""
        return self

    def __call__(self, func):
        @wraps(func)
        def inner(*args, **kwds):
            with self._recreate_cm():
                return func(*args, **kwds)
        return inner


class AsyncContextDecorator:
    """Lets an async context manager decorate coroutine functions."""

    def _recreate_cm(self):
        """The context manager for one call; by default the same for all."""
        return self

    def __call__(self, func):
        @wraps(func)
        async def inner(*args, **kwds):
            async with self._recreate_cm():
                return await func(*args, **kwds)
        return inner


# Context managers made of generators.


# What next() gives in place of a StopIteration, which would have to be made and caught.
_ended = object()


class _GeneratorContextManagerBase:

    def __init__(self, func, args, kwds):
        # Most calls have no keyword arguments, and are shorter without.
        self.gen = func(*args, **kwds) if kwds else func(*args)
        # The docstring is the function's, not the class's.
        doc = getattr(func, "__doc__", None)
        self.__doc__ = type(self).__doc__ if doc is None else doc
        # Set last, because it is cheap to delete what was set last.
        self.func, self.args, self.kwds = func, args, kwds

    def _recreate_cm(self):
        # A generator runs once; as a decorator it is needed at each call.
        return self.__class__(self.func, self.args, self.kwds)


class _GeneratorContextManager(
        _GeneratorContextManagerBase, AbstractContextManager, ContextDecorator):
    """A context manager made by @contextmanager."""

    def __enter__(self):
        # Only decorators need them again, and they do not come here with them.
        del self.kwds, self.args, self.func
        value = next(self.gen, _ended)
        if value is _ended:
            raise RuntimeError("generator didn't yield")
        return value

    def __exit__(self, typ, value, traceback):
        if typ is None:
            if next(self.gen, _ended) is _ended:
                return False
            try:
                raise RuntimeError("generator didn't stop")
            finally:
                self.gen.close()
        if value is None:
            value = typ()
        try:
            self.gen.throw(value)
        except StopIteration as exc:
            # The generator ended: suppressed, unless the body of `with` raised
            # this very exception.
            return exc is not value
        except BaseException as exc:
            # What went in and came out again has not been handled; a
            # StopIteration comes out as the cause of a RuntimeError.
            if exc is not value and not (
                    isinstance(exc, RuntimeError)
                    and isinstance(value, StopIteration)
                    and exc.__cause__ is value):
                raise
            value.__traceback__ = traceback
            return False
        try:
            raise RuntimeError("generator didn't stop after throw()")
        finally:
            self.gen.close()


class _AsyncGeneratorContextManager(
        _GeneratorContextManagerBase, AbstractAsyncContextManager,
        AsyncContextDecorator):
    """A context manager made by @asynccontextmanager."""

    async def __aenter__(self):
        del self.kwds, self.args, self.func
        try:
            return await anext(self.gen)
        except StopAsyncIteration:
            raise RuntimeError("generator didn't yield") from None

    async def __aexit__(self, typ, value, traceback):
        if typ is None:
            try:
                await anext(self.gen)
            except StopAsyncIteration:
                return False
            try:
                raise RuntimeError("generator didn't stop")
            finally:
                await self.gen.aclose()
        if value is None:
            value = typ()
        try:
            await self.gen.athrow(value)
        except StopAsyncIteration as exc:
            return exc is not value
        except BaseException as exc:
            if exc is not value and not (
                    isinstance(exc, RuntimeError)
                    and isinstance(value, (StopIteration, StopAsyncIteration))
                    and exc.__cause__ is value):
                raise
            value.__traceback__ = traceback
            return False
        try:
            raise RuntimeError("generator didn't stop after athrow()")
        finally:
            await self.gen.aclose()


def contextmanager(func):
    """Make context managers of a generator function that yields once.

    What stands before the yield is done on entering, what stands after it on
    leaving. An exception of the body is raised at the yield.
    """
    @wraps(func)
    def helper(*args, **kwds):
        return _GeneratorContextManager(func, args, kwds)
    return helper


def asynccontextmanager(func):
    """contextmanager() for async generators and `async with`."""
    @wraps(func)
    def helper(*args, **kwds):
        return _AsyncGeneratorContextManager(func, args, kwds)
    return helper


# Context managers that are ready for use.


class closing(AbstractContextManager):
    """Closes a thing on leaving."""

    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *exc_info):
        self.thing.close()


class aclosing(AbstractAsyncContextManager):
    """Awaits aclose() of a thing on leaving."""

    def __init__(self, thing):
        self.thing = thing

    async def __aenter__(self):
        return self.thing

    async def __aexit__(self, *exc_info):
        await self.thing.aclose()


class _RedirectStream(AbstractContextManager):

    _stream = None

    def __init__(self, new_target):
        self._new_target = new_target
        # A stack, since one redirection may be entered several times.
        self._old_targets = []

    def __enter__(self):
        self._old_targets.append(getattr(sys, self._stream))
        setattr(sys, self._stream, self._new_target)
        return self._new_target

    def __exit__(self, exctype, excinst, exctb):
        setattr(sys, self._stream, self._old_targets.pop())


class redirect_stdout(_RedirectStream):
    """Sends what is written to sys.stdout to another file."""

    _stream = "stdout"


class redirect_stderr(_RedirectStream):
    """Sends what is written to sys.stderr to another file."""

    _stream = "stderr"


class suppress(AbstractContextManager):
    """Suppresses exceptions of some classes, also inside exception groups."""

    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __enter__(self):
        pass

    def __exit__(self, exctype, excinst, exctb):
        if exctype is None:
            return
        if issubclass(exctype, self._exceptions):
            return True
        if issubclass(exctype, BaseExceptionGroup):
            _, rest = excinst.split(self._exceptions)
            if rest is None:
                return True
            raise rest
        return False


class nullcontext(AbstractContextManager, AbstractAsyncContextManager):
    """Does nothing, for where a context manager is optional."""

    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *excinfo):
        pass

    async def __aenter__(self):
        return self.enter_result

    async def __aexit__(self, *excinfo):
        pass


class chdir(AbstractContextManager):
    """Changes the current folder, and back again on leaving."""

    def __init__(self, path):
        self.path = path
        self._old_cwd = []

    def __enter__(self):
        import os
        self._old_cwd.append(os.getcwd())
        os.chdir(self.path)

    def __exit__(self, *excinfo):
        import os
        os.chdir(self._old_cwd.pop())


# Stacks of exits.


class _Unwinding:
    """The exception on its way through the exits of a stack.

    It behaves as if each exit belonged to a `with` statement of its own.
    """

    def __init__(self, exc, outside):
        self.exc = exc
        self.had_exc = exc is not None
        self.outside = outside  # What was handled already when it began.
        self.is_new = False  # Whether an exit raised it.
        self.is_suppressed = False

    def details(self):
        exc = self.exc
        if exc is None:
            return None, None, None
        return type(exc), exc, exc.__traceback__

    def suppress(self):
        self.exc = None
        self.is_new = False
        self.is_suppressed = True

    def replace(self, raised):
        """Go on with an exception that an exit raised."""
        # Its chain of contexts ends where the stack was called; nested
        # statements would have put the previous exception there.
        last = raised
        while True:
            context = last.__context__
            if context is None or context is self.exc:
                break
            if context is self.outside:
                last.__context__ = self.exc
                break
            last = context
        self.exc = raised
        self.is_new = True


class _BaseExitStack:

    def __init__(self):
        self._exit_callbacks = deque()

    def pop_all(self):
        """Move all callbacks to a new stack, which is returned."""
        stack = type(self)()
        stack._exit_callbacks = self._exit_callbacks
        self._exit_callbacks = deque()
        return stack

    def push(self, exit):
        """Register a context manager's __exit__, or a function like that."""
        try:
            exit_method = type(exit).__exit__
        except AttributeError:
            self._push_exit_callback(exit)
        else:
            self._push_cm_exit(exit, exit_method)
        return exit

    def enter_context(self, cm):
        """Enter a context manager, register its exit; return what it gives."""
        cls = type(cm)
        try:
            enter, exit = cls.__enter__, cls.__exit__
        except AttributeError:
            raise TypeError(
                f"'{cls.__module__}.{cls.__qualname__}' object does "
                "not support the context manager protocol") from None
        result = enter(cm)
        self._push_cm_exit(cm, exit)
        return result

    def callback(self, callback, /, *args, **kwds):
        """Register a function to be called with these arguments."""
        def _exit_wrapper(exc_type, exc, tb):
            callback(*args, **kwds)

        _exit_wrapper.__wrapped__ = callback
        self._push_exit_callback(_exit_wrapper)
        return callback

    def _push_cm_exit(self, cm, cm_exit, is_sync=True):
        self._push_exit_callback(MethodType(cm_exit, cm), is_sync)

    def _push_exit_callback(self, callback, is_sync=True):
        self._exit_callbacks.append((is_sync, callback))


class ExitStack(_BaseExitStack, AbstractContextManager):
    """Context managers and callbacks, added while the program runs.

    On leaving, the exits run in reverse order, as those of nested `with`
    statements do.
    """

    def __enter__(self):
        return self

    def __exit__(self, *exc_details):
        unwinding = _Unwinding(exc_details[1], sys.exception())
        while self._exit_callbacks:
            is_sync, cb = self._exit_callbacks.pop()
            assert is_sync
            exc_details = unwinding.details()
            try:
                if cb(*exc_details):
                    unwinding.suppress()
            except BaseException as raised:
                unwinding.replace(raised)
        exc = unwinding.exc
        if unwinding.is_new:
            # The statement replaces the context.
            context = exc.__context__
            try:
                raise exc
            except BaseException:
                exc.__context__ = context
                raise
        return unwinding.had_exc and unwinding.is_suppressed

    def close(self):
        """Run the exits now."""
        self.__exit__(None, None, None)


class AsyncExitStack(_BaseExitStack, AbstractAsyncContextManager):
    """ExitStack for `async with`; it takes both kinds of context managers."""

    async def enter_async_context(self, cm):
        """Enter a context manager, register its exit; return what it gives."""
        cls = type(cm)
        try:
            enter, exit = cls.__aenter__, cls.__aexit__
        except AttributeError:
            raise TypeError(
                f"'{cls.__module__}.{cls.__qualname__}' object does "
                "not support the asynchronous context manager protocol"
            ) from None
        result = await enter(cm)
        self._push_cm_exit(cm, exit, False)
        return result

    def push_async_exit(self, exit):
        """Register a context manager's __aexit__, or a function like that."""
        try:
            exit_method = type(exit).__aexit__
        except AttributeError:
            self._push_exit_callback(exit, False)
        else:
            self._push_cm_exit(exit, exit_method, False)
        return exit

    def push_async_callback(self, callback, /, *args, **kwds):
        """Register a coroutine function to be awaited with these arguments."""
        async def _exit_wrapper(exc_type, exc, tb):
            await callback(*args, **kwds)

        _exit_wrapper.__wrapped__ = callback
        self._push_exit_callback(_exit_wrapper, False)
        return callback

    async def aclose(self):
        """Run the exits now."""
        await self.__aexit__(None, None, None)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_details):
        unwinding = _Unwinding(exc_details[1], sys.exception())
        while self._exit_callbacks:
            is_sync, cb = self._exit_callbacks.pop()
            exc_details = unwinding.details()
            try:
                if is_sync:
                    cb_suppress = cb(*exc_details)
                else:
                    cb_suppress = await cb(*exc_details)
                if cb_suppress:
                    unwinding.suppress()
            except BaseException as raised:
                unwinding.replace(raised)
        exc = unwinding.exc
        if unwinding.is_new:
            # The statement replaces the context.
            context = exc.__context__
            try:
                raise exc
            except BaseException:
                exc.__context__ = context
                raise
        return unwinding.had_exc and unwinding.is_suppressed
