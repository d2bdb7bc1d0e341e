"""The mocks that record calls: plain, magic, and for properties."""

import inspect
import sys
import weakref
from asyncio.coroutines import iscoroutinefunction
from threading import RLock
from unittest.util import safe_repr

from ._calls import DEFAULT, _Call, _CallList, _format_call, _holds, call, sentinel
from ._magic import (_ALL, _AWAITED, _PROXIES, _SYNCHRONOUS, _UNSUPPORTED, _AllMagics,
                     _as_method, _magics)
from ._signatures import (FunctionTypes, InvalidSpecError, _callable, _is_exception, _is_list,
                          _is_magic, _signature_of)

__name__ = 'unittest.mock'

_deleted = sentinel.DELETED

# Attributes that may be set whatever the mock is modelled on.
_OWN = {'return_value', 'side_effect', '_mock_return_value', '_mock_side_effect', '_mock_parent',
        '_mock_new_parent', '_mock_name', '_mock_new_name'}

# Beginnings of attribute names that are misspelt assertions.
_MISSPELT = 'assert', 'assret', 'asert', 'aseert', 'assrt'


def _recorded(name):
    """A property that a mock keeps itself, or the function that stands in front of it."""
    stored = f'_mock_{name}'
    _OWN.add(name)

    def read(self):
        front = self._mock_delegate
        return getattr(self, stored) if front is None else getattr(front, name)

    def write(self, value):
        front = self._mock_delegate
        if front is None:
            self.__dict__[stored] = value
        else:
            setattr(front, name, value)

    return property(read, write)


def _is_mock(value):
    # isinstance() would ask `__class__`, which is the model's.
    return issubclass(type(value), NonCallableMock)


def _is_coroutine_of(model, name):
    """Whether an attribute is a coroutine function, without running anything to find out."""
    found = inspect.getattr_static(model, name, None)
    try:
        found = inspect.unwrap(found)
    except ValueError:
        pass
    return iscoroutinefunction(found)


def _overridden(cls):
    """The special methods that a subclass of ours defines; mocks of them come first."""
    return [name for base in cls.__mro__ if base.__module__ != __name__ and base is not object
            for name in base.__dict__ if name in _PROXIES]


def _mock_behind(value):
    """A mock itself, or the one behind a function that stands in front of it."""
    if isinstance(value, FunctionTypes) and hasattr(value, 'mock'):
        return value.mock
    return value


def _is_async(value):
    if _is_mock(value) and not isinstance(value, AsyncMockMixin):
        return False
    value = getattr(value, '__func__', value)
    return iscoroutinefunction(value) or inspect.isawaitable(value)


def _adopt(parent, value, name, new_name):
    """Makes a mock that belongs to nobody yet the child of another; says whether it did."""
    value = _mock_behind(value)
    if not _is_mock(value):
        return False
    if value._mock_name or value._mock_new_name:
        return False
    if value._mock_parent is not None or value._mock_new_parent is not None:
        return False
    ancestor = parent
    while ancestor is not None:
        if ancestor is value:
            return False
        ancestor = ancestor._mock_new_parent
    if new_name:
        value._mock_new_parent, value._mock_new_name = parent, new_name
    if name:
        value._mock_parent, value._mock_name = parent, name
    return True


class _Effects:
    """An iterator over the effects of calls."""

    def __init__(self, items):
        self._items = iter(items)

    def __next__(self):
        return next(self._items)


class _LateChild:
    """The model of an attribute that becomes a mock when somebody asks for it."""

    def __init__(self, *arguments):
        self.arguments = arguments

    def make(self, owner, name):
        from ._autospec import create_autospec
        model, spec_set, parent = self.arguments
        try:
            return create_autospec(model, spec_set, False, parent, name)
        except InvalidSpecError:
            target = owner.__dict__['_mock_name'] or owner
            raise InvalidSpecError(
                f'Cannot autospec attr {name!r} from target {target!r} as it has already been '
                f'mocked out. [target={owner!r}, attr={model!r}]')


class _Assertions:
    """What can be asserted of the calls of a mock. Its class has `call_count` and its kin."""

    def _shown_name(self):
        return self._mock_name or 'mock'

    def _calls_repr(self):
        return f'\nCalls: {safe_repr(self.mock_calls)}.' if self.mock_calls else ''

    def _named_signature(self, name):
        """The signature of the child that a recorded call names."""
        if not name:
            return self._spec_signature
        signature, children = None, self._mock_children
        for part in name.replace('()', '').split('.'):
            child = children.get(part)
            if child is None or isinstance(child, _LateChild):
                break
            child = _mock_behind(child)
            children, signature = child._mock_children, child._spec_signature
        return signature

    def _call_matcher(self, wanted):
        """What stands for a call in comparisons: where the signature is known, the same for
        arguments by position and by keyword. An error where it does not fit."""
        named = isinstance(wanted, tuple) and len(wanted) > 2
        signature = self._named_signature(wanted[0]) if named else self._spec_signature
        if signature is None:
            return wanted
        name, args, kwargs = wanted if named else ('', *wanted)
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError as error:
            return error.with_traceback(None)
        return call(name, bound.args, bound.kwargs)

    def _format_mock_call_signature(self, args, kwargs):
        return _format_call(self._shown_name(), args, kwargs)

    def _format_mock_failure_message(self, args, kwargs, action='call'):
        actual = self._format_mock_call_signature(*self.call_args)
        return (f'expected {action} not found.\n'
                f'Expected: {self._format_mock_call_signature(args, kwargs)}\n'
                f'  Actual: {actual}')

    def _assert_last(self, last, args, kwargs, action):
        wanted = self._call_matcher(_Call((args, kwargs), two=True))
        if self._call_matcher(last) != wanted:
            cause = wanted if isinstance(wanted, Exception) else None
            message = self._format_mock_failure_message(args, kwargs, action)
            raise AssertionError(message) from cause

    def _assert_any(self, recorded, args, kwargs, action):
        wanted = self._call_matcher(_Call((args, kwargs), two=True))
        cause = wanted if isinstance(wanted, Exception) else None
        if cause or not _holds([self._call_matcher(one) for one in recorded], wanted):
            shown = self._format_mock_call_signature(args, kwargs)
            raise AssertionError(f'{shown} {action} not found') from cause

    def _missing(self, recorded, calls, any_order):
        """Of a list of calls, those that are not recorded, in this order or in any; what was
        found, and the error that makes one of them impossible."""
        wanted = [self._call_matcher(one) for one in calls]
        found = _CallList(self._call_matcher(one) for one in recorded)
        cause = next((one for one in wanted if isinstance(one, Exception)), None)
        if not any_order:
            return ([] if wanted in found else wanted), found, cause
        missing, found = [], list(found)
        for one in wanted:
            try:
                found.remove(one)
            except ValueError:
                missing.append(one)
        return missing, found, cause

    @staticmethod
    def _problem(missing, cause, what):
        if cause is None:
            return f'{what} not found.'
        errors = [one if isinstance(one, Exception) else None for one in missing]
        return f'Error processing expected {what.lower()}.\nErrors: {errors}'

    def assert_not_called(self):
        """Fails if there was a call."""
        if self.call_count != 0:
            raise AssertionError(f"Expected '{self._shown_name()}' to not have been called. "
                                 f'Called {self.call_count} times.{self._calls_repr()}')

    def assert_called(self):
        """Fails if there was no call."""
        if self.call_count == 0:
            raise AssertionError(f"Expected '{self._shown_name()}' to have been called.")

    def assert_called_once(self):
        """Fails unless there was one call."""
        if self.call_count != 1:
            raise AssertionError(f"Expected '{self._shown_name()}' to have been called once. "
                                 f'Called {self.call_count} times.{self._calls_repr()}')

    def assert_called_with(self, /, *args, **kwargs):
        """Fails unless the last call had these arguments."""
        if self.call_args is None:
            shown = self._format_mock_call_signature(args, kwargs)
            raise AssertionError(f'expected call not found.\nExpected: {shown}\n'
                                 '  Actual: not called.')
        self._assert_last(self.call_args, args, kwargs, 'call')

    def assert_called_once_with(self, /, *args, **kwargs):
        """Fails unless there was one call, with these arguments."""
        if self.call_count != 1:
            raise AssertionError(f"Expected '{self._shown_name()}' to be called once. "
                                 f'Called {self.call_count} times.{self._calls_repr()}')
        return self.assert_called_with(*args, **kwargs)

    def assert_any_call(self, /, *args, **kwargs):
        """Fails unless some call had these arguments."""
        self._assert_any(self.call_args_list, args, kwargs, 'call')

    def assert_has_calls(self, calls, any_order=False):
        """Fails unless these calls were made one after the other, also of children; with
        `any_order`, in whatever order."""
        missing, found, cause = self._missing(self.mock_calls, calls, any_order)
        if not missing:
            return
        if any_order:
            message = (f'{self._shown_name()!r} does not contain all of {tuple(missing)!r} in '
                       f'its call list, found {found!r} instead')
        else:
            message = (f'{self._problem(missing, cause, "Calls")}\n'
                       f'Expected: {_CallList(calls)}\n'
                       f'  Actual: {safe_repr(self.mock_calls)}')
        raise AssertionError(message) from cause


class Base:
    _mock_return_value = DEFAULT
    _mock_side_effect = None

    def __init__(self, /, *args, **kwargs):
        pass


class NonCallableMock(_Assertions, Base):
    """A mock that cannot be called: its attributes are mocks, made when they are asked for."""

    # Children are made by one thread at a time.
    _lock = RLock()

    def __new__(cls, spec=None, wraps=None, name=None, spec_set=None, parent=None,
                _spec_state=None, _new_name='', _new_parent=None, _spec_as_instance=False,
                _eat_self=None, unsafe=False, **kwargs):
        # Each mock has a class to itself, for its special methods.
        bases = [cls]
        model = spec_set or spec
        if issubclass(cls, MagicMixin) and model is None:
            bases.append(_AllMagics)
        if model is not None and not issubclass(cls, AsyncMockMixin) and _is_async(model):
            bases.insert(0, AsyncMockMixin)
        own = type(cls.__name__, tuple(bases), {'__doc__': cls.__doc__, '_mock_made_as': cls})
        mock = object.__new__(own)
        own._mock_instance = weakref.ref(mock)
        if _AllMagics in bases and cls.__module__ != __name__:
            for name in _overridden(cls):
                setattr(own, name, _PROXIES[name])
        return mock

    def __init__(self, spec=None, wraps=None, name=None, spec_set=None, parent=None,
                 _spec_state=None, _new_name='', _new_parent=None, _spec_as_instance=False,
                 _eat_self=None, unsafe=False, **kwargs):
        if _eat_self is None:
            _eat_self = parent is not None
        own = self.__dict__
        own.update(
            _mock_parent=parent,
            _mock_name=name,
            _mock_new_name=_new_name,
            _mock_new_parent=parent if _new_parent is None else _new_parent,
            _mock_sealed=False,
        )
        if spec_set is None:
            self._mock_add_spec(spec, False, _spec_as_instance, _eat_self)
        else:
            self._mock_add_spec(spec_set, True, _spec_as_instance, _eat_self)
        own.update(
            _mock_children={},
            _mock_wraps=wraps,
            _mock_delegate=None,
            _mock_called=False,
            _mock_call_args=None,
            _mock_call_count=0,
            _mock_call_args_list=_CallList(),
            _mock_mock_calls=_CallList(),
            method_calls=_CallList(),
            _mock_unsafe=unsafe,
        )
        if kwargs:
            self.configure_mock(**kwargs)
        super().__init__(spec, wraps, name, spec_set, parent, _spec_state)

    def attach_mock(self, mock, attribute):
        """Makes a mock an attribute of this one, which then records its calls, too."""
        inner = _mock_behind(mock)
        inner._mock_parent = inner._mock_new_parent = inner._mock_new_name = None
        inner._mock_name = ''
        setattr(self, attribute, mock)

    def mock_add_spec(self, spec, spec_set=False):
        """Allows the attributes of an object, or those of a list, and no others; with
        `spec_set` no others can be set either."""
        self._mock_add_spec(spec, spec_set)

    def _mock_add_spec(self, spec, spec_set, _spec_as_instance=False, _eat_self=False):
        if _is_mock(spec):
            raise InvalidSpecError(f'Cannot spec a Mock object. [object={spec!r}]')
        model = signature = names = None
        if spec is None or _is_list(spec):
            names = spec
        else:
            model = spec if isinstance(spec, type) else type(spec)
            found = _signature_of(spec, _spec_as_instance, _eat_self)
            signature = found and found[1]
            names = dir(spec)
        self.__dict__.update(
            _spec_class=model,
            _spec_set=spec_set,
            _spec_signature=signature,
            _mock_methods=names,
            _spec_asyncs=() if model is None else [
                name for name in names if _is_coroutine_of(spec, name)],
        )

    @property
    def return_value(self):
        """What a call gives."""
        front = self._mock_delegate
        value = self._mock_return_value if front is None else front.return_value
        if value is DEFAULT and self._mock_wraps is None:
            value = self._get_child_mock(_new_parent=self, _new_name='()')
            self.return_value = value
        return value

    @return_value.setter
    def return_value(self, value):
        if self._mock_delegate is not None:
            self._mock_delegate.return_value = value
        else:
            self._mock_return_value = value
            _adopt(self, value, None, '()')

    @property
    def side_effect(self):
        """What a call does: a function it calls, an exception it raises, or an iterator over
        exceptions and results."""
        front = self._mock_delegate
        if front is None:
            return self._mock_side_effect
        effect = front.side_effect
        if not (effect is None or callable(effect) or isinstance(effect, _Effects)
                or _is_exception(effect)):
            effect = front.side_effect = _Effects(effect)
        return effect

    @side_effect.setter
    def side_effect(self, effect):
        if effect is not None and not _is_exception(effect) and not _callable(effect):
            try:
                effect = iter(effect)
            except TypeError:
                # Found out by the call.
                pass
        if self._mock_delegate is None:
            self._mock_side_effect = effect
        else:
            self._mock_delegate.side_effect = effect

    called = _recorded('called')
    call_count = _recorded('call_count')
    call_args = _recorded('call_args')
    call_args_list = _recorded('call_args_list')
    mock_calls = _recorded('mock_calls')

    @property
    def __class__(self):
        model = self._spec_class
        return type(self) if model is None else model

    def reset_mock(self, visited=None, *, return_value=False, side_effect=False):
        """Forgets the calls, also of the children; what a call gives and does only if told."""
        visited = [] if visited is None else visited
        if id(self) in visited:
            return
        visited.append(id(self))
        self.called, self.call_args, self.call_count = False, None, 0
        self.mock_calls, self.call_args_list = _CallList(), _CallList()
        self.method_calls = _CallList()
        if return_value:
            self._mock_return_value = DEFAULT
        if side_effect:
            self._mock_side_effect = None
        for child in self._mock_children.values():
            if child is not _deleted and not isinstance(child, _LateChild):
                child.reset_mock(visited, return_value=return_value, side_effect=side_effect)
        given = self._mock_return_value
        if _is_mock(given) and given is not self:
            given.reset_mock(visited)

    def configure_mock(self, /, **kwargs):
        """Sets attributes by keywords; names with dots are those of children."""
        for path in sorted(kwargs, key=lambda path: path.count('.')):
            owner = self
            *names, last = path.split('.')
            for name in names:
                owner = getattr(owner, name)
            setattr(owner, last, kwargs[path])

    def __getattr__(self, name):
        if name in ('_mock_methods', '_mock_unsafe'):
            raise AttributeError(name)
        names = self._mock_methods
        if names is not None:
            if name not in names or name in _ALL:
                raise AttributeError(f'Mock object has no attribute {name!r}')
        elif _is_magic(name):
            raise AttributeError(name)
        if not self._mock_unsafe and not (names and name in names):
            if name.startswith(_MISSPELT) or name in _ATTRIB_DENY_LIST:
                raise AttributeError(
                    f'{name!r} is not a valid assertion. Use a spec for the mock if {name!r} is '
                    'meant to be an attribute.')
        with NonCallableMock._lock:
            return self._mock_child(name)

    def _mock_child(self, name):
        child = self._mock_children.get(name)
        if child is _deleted:
            raise AttributeError(name)
        if isinstance(child, _LateChild):
            child = child.make(self, name)
        elif child is None:
            wrapped = self._mock_wraps
            if wrapped is not None:
                wrapped = getattr(wrapped, name)
            child = self._get_child_mock(parent=self, name=name, wraps=wrapped, _new_name=name,
                                         _new_parent=self)
        else:
            return child
        self._mock_children[name] = child
        return child

    def _extract_mock_name(self):
        """The name with those of all it hangs on: `mock.method().attribute`."""
        text, link = '', self
        while (parent := link._mock_new_parent) is not None:
            own = link._mock_new_name
            # What is called has no dot behind its name, nor has the last one.
            separator = '' if not text or text.startswith('()') else '.'
            text = f'{own}{separator}{text}'
            link = parent
        first = link._mock_name or 'mock'
        if link is self:
            return first
        return f'{first}{text}' if text.startswith('()') else f'{first}.{text}'

    def __repr__(self):
        name, model = self._extract_mock_name(), self._spec_class
        text = type(self).__name__
        if name not in ('mock', 'mock.'):
            text += f' name={name!r}'
        if model is not None:
            text += f' spec{"_set" if self._spec_set else ""}={model.__name__!r}'
        return f"<{text} id='{id(self)}'>"

    def __dir__(self):
        if not sys.modules[__name__].FILTER_DIR:
            return object.__dir__(self)
        names = set(self._mock_methods or ())
        names.update(name for name in dir(type(self)) if not name.startswith('_'))
        names.update(name for name in self.__dict__ if not name.startswith('_') or _is_magic(name))
        names.update(name for name, child in self._mock_children.items() if child is not _deleted)
        return sorted(names)

    def __setattr__(self, name, value):
        if name in _OWN:
            return object.__setattr__(self, name, value)
        names = self._mock_methods
        is_refused = names is not None and name not in names
        if is_refused and self._spec_set and name not in self.__dict__:
            raise AttributeError(f"Mock object has no attribute '{name}'")
        if name in _UNSUPPORTED:
            raise AttributeError(f'Attempting to set unsupported magic method {name!r}.')
        if name in _ALL:
            if is_refused:
                raise AttributeError(f"Mock object has no attribute '{name}'")
            value = self._mock_set_magic(name, value)
        elif name == '__class__':
            self._spec_class = value
            return
        elif _adopt(self, value, name, name):
            self._mock_children[name] = value
        if self._mock_sealed and not hasattr(self, name):
            raise AttributeError(f'Cannot set {self._extract_mock_name()}.{name}')
        if isinstance(value, PropertyMock):
            # Its own `__set__` would be called.
            self.__dict__[name] = value
        else:
            object.__setattr__(self, name, value)

    def _mock_set_magic(self, name, value):
        """Gives the class of the mock a special method; what the instance is to have."""
        if _is_mock(value):
            # Its calls belong to `mock_calls`, but not to `method_calls`.
            _adopt(self, value, None, name)
            setattr(type(self), name, value)
            self._mock_children[name] = value
            return value
        setattr(type(self), name, _as_method(name, value))
        return lambda *args, **kwargs: value(self, *args, **kwargs)

    def __delattr__(self, name):
        if name in _ALL:
            if name in _PROXIES:
                self._mock_list_magics()
            if name in type(self).__dict__:
                delattr(type(self), name)
                if name not in self.__dict__:
                    return
        child = self._mock_children.get(name)
        if name in self.__dict__:
            object.__delattr__(self, name)
        elif child is _deleted:
            raise AttributeError(name)
        self._mock_children[name] = _deleted

    def _mock_list_magics(self):
        """Puts the special methods, which all have in common, into the mock's own class."""
        own = type(self)
        if _AllMagics in own.__bases__:
            own.__bases__ = tuple(base for base in own.__bases__ if base is not _AllMagics)
            for name, proxy in _PROXIES.items():
                if name not in own.__dict__:
                    setattr(own, name, proxy)

    def _get_child_mock(self, /, **kw):
        """Makes the mocks of attributes and results; subclasses may make others."""
        if self._mock_sealed:
            suffix = f'.{kw["name"]}' if 'name' in kw else '()'
            raise AttributeError(self._extract_mock_name() + suffix)
        return self._mock_child_class(kw.get('_new_name'))(**kw)

    def _mock_child_class(self, name):
        own = type(self)
        if name in self.__dict__['_spec_asyncs']:
            return _async_mock()
        if issubclass(own, MagicMock) and name in _AWAITED:
            return _async_mock()
        if issubclass(own, AsyncMockMixin):
            is_plain = name in _SYNCHRONOUS or self._mock_methods and name in self._mock_methods
            return MagicMock if is_plain else _async_mock()
        if issubclass(own, CallableMixin):
            return own._mock_made_as
        return MagicMock if issubclass(own, NonCallableMagicMock) else Mock


# `mock.called_with` is the misspelt `mock.assert_called_with`.
_ATTRIB_DENY_LIST = frozenset(
    name.removeprefix('assert_') for name in dir(NonCallableMock) if name.startswith('assert_'))


class CallableMixin(Base):
    def __init__(self, spec=None, side_effect=None, return_value=DEFAULT, wraps=None, name=None,
                 spec_set=None, parent=None, _spec_state=None, _new_name='', _new_parent=None,
                 **kwargs):
        self.__dict__['_mock_return_value'] = return_value
        super().__init__(spec, wraps, name, spec_set, parent, _spec_state, _new_name, _new_parent,
                         **kwargs)
        self.side_effect = side_effect

    def _mock_check_sig(self, /, *args, **kwargs):
        """Raises for arguments that the model refuses; replaced where there is one."""

    def __call__(self, /, *args, **kwargs):
        self._mock_check_sig(*args, **kwargs)
        self._increment_mock_call(*args, **kwargs)
        return self._mock_call(*args, **kwargs)

    def _mock_call(self, /, *args, **kwargs):
        return self._execute_mock_call(*args, **kwargs)

    def _increment_mock_call(self, /, *args, **kwargs):
        """Records a call here and in all that the mock hangs on, each of which sees it under
        the path from itself."""
        self.called = True
        self.call_count += 1
        self.call_args = made = _Call((args, kwargs), two=True)
        self.call_args_list.append(made)
        self.mock_calls.append(_Call(('', args, kwargs)))

        # Methods are attributes of attributes only; a result ends that chain.
        method = self._mock_name if self._mock_parent is not None else None
        path = self._mock_new_name
        link = self._mock_new_parent
        while link is not None:
            if method is not None:
                link.method_calls.append(_Call((method, args, kwargs)))
                method = f'{link._mock_name}.{method}' if link._mock_parent is not None else None
            link.mock_calls.append(_Call((path, args, kwargs)))
            above = link._mock_new_name
            if above:
                path = f'{above}{path}' if path.startswith('()') else f'{above}.{path}'
            link = link._mock_new_parent

    def _mock_has_result(self):
        """Whether somebody said what a call gives."""
        if self._mock_return_value is not DEFAULT:
            return True
        front = self._mock_delegate
        return bool(front) and front.return_value is not DEFAULT

    def _execute_mock_call(self, /, *args, **kwargs):
        effect = self.side_effect
        if effect is not None:
            if _is_exception(effect):
                raise effect
            if _callable(effect):
                result = effect(*args, **kwargs)
            else:
                result = next(effect)
                if _is_exception(result):
                    raise result
            if result is not DEFAULT:
                return result
        if self._mock_wraps is not None and not self._mock_has_result():
            return self._mock_wraps(*args, **kwargs)
        return self.return_value


class Mock(CallableMixin, NonCallableMock):
    """An object that can be called, has all attributes, and remembers what was done with it.

    `spec` and `spec_set` name the attributes it may have, by an object or a list; the latter
    also refuses others that are set. A call does what `side_effect` says, gives
    `return_value`, or calls what `wraps` names. `name` is shown in its repr. `unsafe` allows
    attributes that look like misspelt assertions. Other keywords set attributes."""


class MagicMixin(Base):
    def _mock_add_spec(self, *arguments):
        super()._mock_add_spec(*arguments)
        if self._mock_methods is not None:
            self._mock_set_magics()

    def _mock_set_magics(self):
        """Makes the special methods those of the model."""
        self._mock_list_magics()
        own, allowed = type(self), self._mock_methods
        for name, proxy in _PROXIES.items():
            is_there = name in own.__dict__
            if name in allowed:
                if not is_there:
                    setattr(own, name, proxy)
            elif is_there:
                delattr(own, name)
                self.__dict__.pop(name, None)


class NonCallableMagicMock(MagicMixin, NonCallableMock):
    """A MagicMock that cannot be called."""


class MagicMock(MagicMixin, Mock):
    """A Mock with special methods: it has a length, can be iterated over, compared, used as a
    context manager, and so on. With `spec` it has those of the model alone."""

    def reset_mock(self, /, *args, return_value=False, **kwargs):
        """As Mock's, but special methods go on giving what they must."""
        name = self._mock_name
        if name and _is_magic(name):
            return_value = False
        super().reset_mock(*args, return_value=return_value, **kwargs)


class PropertyMock(Mock):
    """A mock for a class that is called when the attribute is read (without arguments) and
    when it is set (with the value)."""

    def _get_child_mock(self, /, **kwargs):
        return MagicMock(**kwargs)

    def __get__(self, obj, obj_type=None):
        return self()

    def __set__(self, obj, value):
        self(value)


def seal(mock):
    """Makes a mock, and those that hang on it, refuse attributes that are not there yet."""
    mock._mock_sealed = True
    for name in dir(mock):
        try:
            child = getattr(mock, name)
        except AttributeError:
            continue
        if (isinstance(child, NonCallableMock)
                and not isinstance(child._mock_children.get(name), _LateChild)
                and child._mock_new_parent is mock):
            seal(child)


from ._waiting import AsyncMockMixin, _async_mock  # noqa: E402, which needs the classes above
