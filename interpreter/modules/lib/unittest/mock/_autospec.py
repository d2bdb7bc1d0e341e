"""Mocks that have the attributes and signatures of what they stand for, and mocked files."""

import inspect
import io
from asyncio.coroutines import _is_coroutine, iscoroutinefunction

from ._calls import DEFAULT, _CallList
from ._mocks import (MagicMock, NonCallableMagicMock, _is_mock, _LateChild)
from ._signatures import (FunctionTypes, InvalidSpecError, _callable, _check_calls,
                          _instance_callable, _is_async_function, _is_list, _is_magic,
                          _signature_of, _takes_self)
from ._waiting import AsyncMock

__name__ = 'unittest.mock'


def _refuse_misspelt(keywords):
    """Refuses keywords that were probably meant to be `autospec` or `spec_set`."""
    for word in 'autospect', 'auto_spec', 'set_spec':
        if word in keywords:
            raise RuntimeError(
                f'{word!r} might be a typo; use unsafe=True if this is intended')


_FORWARDED = ('assert_called_with', 'assert_called', 'assert_not_called', 'assert_called_once',
              'assert_called_once_with', 'assert_has_calls', 'assert_any_call')
_FORWARDED_AWAITS = ('assert_awaited', 'assert_awaited_once', 'assert_awaited_with',
                     'assert_awaited_once_with', 'assert_any_await', 'assert_has_awaits',
                     'assert_not_awaited')


def _forward(mock, name):
    def forwarded(*args, **kwargs):
        return getattr(mock, name)(*args, **kwargs)
    forwarded.__name__ = forwarded.__qualname__ = name
    return forwarded


def _function_in_front(mock, model):
    """A function that takes what its model takes and passes it to a mock, whose attributes it
    has: functions cannot have properties, so what is recorded lies with the function. The mock
    itself where the model has no signature."""
    found = _signature_of(model, False, isinstance(model, type))
    if found is None:
        return mock
    signature = found[1]
    if _is_async_function(model):
        async def front(*args, **kwargs):
            signature.bind(*args, **kwargs)
            return await mock(*args, **kwargs)
    else:
        def front(*args, **kwargs):
            signature.bind(*args, **kwargs)
            return mock(*args, **kwargs)
    name = model.__name__
    front.__name__ = front.__qualname__ = name if name.isidentifier() else 'funcopy'

    def reset_mock():
        front.method_calls, front.mock_calls = _CallList(), _CallList()
        mock.reset_mock()
        given = front.return_value
        if _is_mock(given) and given is not mock:
            given.reset_mock()

    front.__dict__.update(
        mock=mock,
        called=False,
        call_count=0,
        call_args=None,
        call_args_list=_CallList(),
        method_calls=_CallList(),
        mock_calls=_CallList(),
        return_value=mock.return_value,
        side_effect=mock.side_effect,
        _mock_children=mock._mock_children,
        reset_mock=reset_mock,
        __signature__=signature,
    )
    names = _FORWARDED
    if iscoroutinefunction(front):
        front.__dict__.update(_is_coroutine=_is_coroutine, await_count=0, await_args=None,
                              await_args_list=_CallList())
        names += _FORWARDED_AWAITS
    for name in names:
        setattr(front, name, _forward(mock, name))
    mock._mock_delegate = front
    return front


def _class_for(spec, instance, is_async):
    if inspect.isdatadescriptor(spec):
        return MagicMock
    if is_async:
        if instance:
            raise RuntimeError(
                'Instance can not be True when create_autospec is mocking an async function')
        return AsyncMock
    if not _callable(spec):
        return NonCallableMagicMock
    if instance and isinstance(spec, type) and not _instance_callable(spec):
        return NonCallableMagicMock
    return MagicMock


def create_autospec(spec, spec_set=False, instance=False, _parent=None, _name=None, *,
                    unsafe=False, **kwargs):
    """Makes a mock with the attributes of `spec`, which are modelled on the attributes there;
    what can be called takes the same arguments. A mock of a class gives mocks of instances;
    `instance` makes one at once. With `spec_set` other attributes cannot be set."""
    if _is_list(spec):
        # Which would be taken for the names of attributes.
        spec = type(spec)
    if _is_mock(spec):
        raise InvalidSpecError(f'Cannot autospec a Mock object. [object={spec!r}]')
    is_async = _is_async_function(spec)
    if not unsafe:
        _refuse_misspelt(kwargs)
    of_class, of_function = isinstance(spec, type), isinstance(spec, FunctionTypes)
    name = kwargs.pop('name', _name)
    given = {}
    if spec is not None and not inspect.isdatadescriptor(spec):
        # What a descriptor gives is not known.
        given['spec_set' if spec_set else 'spec'] = spec
        if instance:
            given['_spec_as_instance'] = True
        given.update(kwargs)
    elif spec is None:
        given.update(kwargs)
    own = _class_for(spec, instance, is_async)
    mock = own(parent=_parent, _new_parent=_parent, _new_name='' if _parent is None else name,
               name=name, **given)
    if of_function:
        mock = _function_in_front(mock, spec)
    else:
        _check_calls(spec, mock, of_class, instance)
    if _parent is not None and not instance:
        _parent._mock_children[name] = mock

    wrapped = kwargs.pop('wraps', None)
    if of_class and not instance and 'return_value' not in kwargs:
        mock.return_value = create_autospec(spec, spec_set, instance=True, _name='()',
                                            _parent=mock, wraps=wrapped)
    inner = mock.mock if of_function and not _is_mock(mock) else mock
    for entry in dir(spec):
        if not _is_magic(entry):
            _add_entry(mock, inner, spec, entry, spec_set, wrapped)
    if kwargs and _is_mock(mock):
        mock.configure_mock(**kwargs)
    return mock


def _add_entry(mock, inner, spec, entry, spec_set, wrapped):
    """Adds the attribute `entry` of a model: a mock at once for a function, later for
    others, which may be endless."""
    try:
        original = getattr(spec, entry)
    except AttributeError:
        return
    if not isinstance(original, FunctionTypes):
        mock._mock_children[entry] = _LateChild(original, spec_set, mock)
        return
    without_self = _takes_self(spec, entry, isinstance(spec, type))
    if spec_set:
        given = {'spec_set': original}
    elif wrapped and hasattr(wrapped, entry):
        given = {'spec': original, 'wraps': original}
    else:
        given = {'spec': original}
    own = AsyncMock if iscoroutinefunction(original) else MagicMock
    child = own(parent=inner, name=entry, _new_name=entry, _new_parent=inner,
                _eat_self=without_self, **given)
    mock._mock_children[entry] = child
    child.return_value = own()
    _check_calls(original, child, without_self)
    if isinstance(child, FunctionTypes):
        # By its model's class, that is.
        setattr(mock, entry, child)


# The attributes of files and of open(): made by the first mock of a file.
file_spec = None
open_spec = None


class _Data:
    """What a mocked file holds and how it is read, from the start again for each `open()`."""

    def __init__(self, handle, data):
        self.handle, self.data = handle, data
        self.stream = self.lines = None
        self.rewind()

    def rewind(self):
        self.stream = (io.BytesIO if isinstance(self.data, bytes) else io.StringIO)(self.data)

    def opened(self, *args, **kwargs):
        self.rewind()
        readline = self.handle.readline
        # Unless somebody has said what it does.
        if readline.side_effect == self.lines:
            self.lines = readline.side_effect = self.each_line()
        return DEFAULT

    def told(self, method):
        return getattr(self.handle, method).return_value

    def read(self, *args, **kwargs):
        told = self.told('read')
        return self.stream.read(*args, **kwargs) if told is None else told

    def readlines(self, *args, **kwargs):
        told = self.told('readlines')
        return self.stream.readlines(*args, **kwargs) if told is None else told

    def iterate(self):
        while (told := self.told('readline')) is not None:
            yield told
        yield from self.stream

    def each_line(self):
        yield from self.iterate()
        while True:
            yield self.stream.readline()

    def next_line(self):
        told = self.told('readline')
        return next(self.stream) if told is None else told


def mock_open(mock=None, read_data=''):
    """A mock for `open`, whose files hold `read_data` and can be context managers."""
    global file_spec, open_spec
    if file_spec is None:
        file_spec = sorted({*dir(io.TextIOWrapper), *dir(io.BytesIO)})
        open_spec = dir(io.open)
    if mock is None:
        mock = MagicMock(name='open', spec=open_spec)
    handle = MagicMock(spec=file_spec)
    handle.__enter__.return_value = handle
    handle.write.return_value = None
    for method in handle.read, handle.readline, handle.readlines:
        method.return_value = None
    data = _Data(handle, read_data)
    handle.read.side_effect = data.read
    handle.readlines.side_effect = data.readlines
    data.lines = handle.readline.side_effect = data.each_line()
    handle.__iter__.side_effect = data.iterate
    handle.__next__.side_effect = data.next_line
    handle.__exit__.side_effect = lambda *raised: handle.close()
    mock.side_effect = data.opened
    mock.return_value = handle
    return mock
