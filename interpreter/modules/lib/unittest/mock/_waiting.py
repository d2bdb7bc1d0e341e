"""Mocks of coroutine functions, and mocks that other threads call."""

import inspect
import threading
from asyncio.coroutines import _is_coroutine, iscoroutinefunction
from functools import partial
from types import CodeType

from ._calls import DEFAULT, _Call, _CallList, sentinel
from ._mocks import (Base, MagicMixin, Mock, NonCallableMock, _callable, _is_exception, _recorded)

__name__ = 'unittest.mock'

_UNSET = sentinel.TIMEOUT_UNSET


class _MockedCode:
    """Makes the code object of a mock when it is asked for: that of a coroutine function with
    any arguments."""

    def __get__(self, mock, owner=None):
        if mock is None:
            raise AttributeError('__code__')
        code = NonCallableMock(spec_set=dir(CodeType))
        code.__dict__.update(
            _spec_class=CodeType,
            _spec_signature=inspect.signature(partial(CodeType.__init__, None)),
        )
        code.co_flags = inspect.CO_COROUTINE | inspect.CO_VARARGS | inspect.CO_VARKEYWORDS
        code.co_argcount = code.co_posonlyargcount = code.co_kwonlyargcount = 0
        code.co_varnames = ('args', 'kwargs')
        mock.__dict__['__code__'] = code
        return code


class AsyncMockMixin(Base):
    await_count = _recorded('await_count')
    await_args = _recorded('await_args')
    await_args_list = _recorded('await_args_list')

    __code__ = _MockedCode()

    def __init__(self, /, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # What inspect and asyncio ask a function for; the model may allow none of it.
        self.__dict__.update(
            _is_coroutine=_is_coroutine,
            _mock_await_count=0,
            _mock_await_args=None,
            _mock_await_args_list=_CallList(),
            __name__='AsyncMock',
            __defaults__=(),
            __kwdefaults__={},
            __annotations__=None,
        )

    async def _execute_mock_call(self, /, *args, **kwargs):
        made = _Call((args, kwargs), two=True)
        self.await_count += 1
        self.await_args = made
        self.await_args_list.append(made)

        effect = self.side_effect
        if effect is not None:
            if _is_exception(effect):
                raise effect
            if _callable(effect):
                result = effect(*args, **kwargs)
                if iscoroutinefunction(effect):
                    result = await result
            else:
                try:
                    result = next(effect)
                except StopIteration:
                    # Which cannot leave a coroutine.
                    raise StopAsyncIteration
                if _is_exception(result):
                    raise result
            if result is not DEFAULT:
                return result
        wrapped = self._mock_wraps
        if wrapped is None or self._mock_return_value is not DEFAULT:
            return self.return_value
        result = wrapped(*args, **kwargs)
        return await result if iscoroutinefunction(wrapped) else result

    def assert_awaited(self):
        """Fails if nobody awaited a call."""
        if self.await_count == 0:
            raise AssertionError(f'Expected {self._shown_name()} to have been awaited.')

    def assert_awaited_once(self):
        """Fails unless one call was awaited."""
        if self.await_count != 1:
            raise AssertionError(f'Expected {self._shown_name()} to have been awaited once. '
                                 f'Awaited {self.await_count} times.')

    def assert_awaited_with(self, /, *args, **kwargs):
        """Fails unless the last call that was awaited had these arguments."""
        if self.await_args is None:
            shown = self._format_mock_call_signature(args, kwargs)
            raise AssertionError(f'Expected await: {shown}\nNot awaited')
        self._assert_last(self.await_args, args, kwargs, 'await')

    def assert_awaited_once_with(self, /, *args, **kwargs):
        """Fails unless one call was awaited, with these arguments."""
        self.assert_awaited_once()
        return self.assert_awaited_with(*args, **kwargs)

    def assert_any_await(self, /, *args, **kwargs):
        """Fails unless some call that was awaited had these arguments."""
        self._assert_any(self.await_args_list, args, kwargs, 'await')

    def assert_has_awaits(self, calls, any_order=False):
        """Fails unless these calls were awaited one after the other; with `any_order`, in
        whatever order."""
        missing, found, cause = self._missing(self.await_args_list, calls, any_order)
        if not missing:
            return
        if any_order:
            message = f'{tuple(missing)!r} not all found in await list'
        else:
            message = (f'{self._problem(missing, cause, "Awaits")}\n'
                       f'Expected: {_CallList(calls)}\n'
                       f'Actual: {self.await_args_list}')
        raise AssertionError(message) from cause

    def assert_not_awaited(self):
        """Fails if somebody awaited a call."""
        if self.await_count != 0:
            raise AssertionError(f'Expected {self._shown_name()} to not have been awaited. '
                                 f'Awaited {self.await_count} times.')

    def reset_mock(self, /, *args, **kwargs):
        """Forgets the calls, and which were awaited."""
        super().reset_mock(*args, **kwargs)
        self.await_count, self.await_args = 0, None
        self.await_args_list = _CallList()


class AsyncMagicMixin(MagicMixin):
    pass


class AsyncMock(AsyncMockMixin, AsyncMagicMixin, Mock):
    """A mock of a coroutine function: a call gives a coroutine, which does what `side_effect`
    says and returns `return_value`, when it is awaited. Its attributes are such mocks, too."""


def _async_mock():
    return AsyncMock


class ThreadingMixin(Base):
    DEFAULT_TIMEOUT = None

    def _get_child_mock(self, /, **kw):
        for relation in 'parent', '_new_parent':
            if isinstance(kw.get(relation), ThreadingMixin):
                kw['timeout'] = kw[relation]._mock_wait_timeout
                break
        return super()._get_child_mock(**kw)

    def __init__(self, *args, timeout=_UNSET, **kwargs):
        super().__init__(*args, **kwargs)
        self.__dict__.update(
            _mock_event=threading.Event(),
            _mock_calls_events=[],
            _mock_calls_events_lock=threading.Lock(),
            _mock_wait_timeout=self.DEFAULT_TIMEOUT if timeout is _UNSET else timeout,
        )

    def reset_mock(self, /, *args, **kwargs):
        """Forgets the calls, for those that will wait as well."""
        super().reset_mock(*args, **kwargs)
        self.__dict__.update(_mock_event=threading.Event(), _mock_calls_events=[])

    def _mock_event_of(self, *wanted):
        """The event of calls with these arguments."""
        with self._mock_calls_events_lock:
            for arguments, event in self._mock_calls_events:
                if arguments == wanted:
                    return event
            event = threading.Event()
            self._mock_calls_events.append((wanted, event))
            return event

    def _mock_call(self, *args, **kwargs):
        result = super()._mock_call(*args, **kwargs)
        self._mock_event_of(args, kwargs).set()
        self._mock_event.set()
        return result

    def wait_until_called(self, *, timeout=_UNSET):
        """Waits for a call; fails after `timeout` seconds, by default those of the mock."""
        timeout = self._mock_wait_timeout if timeout is _UNSET else timeout
        if not self._mock_event.wait(timeout=timeout):
            raise AssertionError(
                f'{self._shown_name()} was not called before timeout({timeout}).')

    def wait_until_any_call_with(self, *args, **kwargs):
        """Waits for a call with these arguments; fails when the mock's timeout is over."""
        if not self._mock_event_of(args, kwargs).wait(timeout=self._mock_wait_timeout):
            shown = self._format_mock_call_signature(args, kwargs)
            raise AssertionError(f'{shown} call not found')


class ThreadingMock(ThreadingMixin, MagicMixin, Mock):
    """A mock whose calls other threads make: one can wait for them, `timeout` seconds long.
    `DEFAULT_TIMEOUT` of the class holds for all that are made without."""
