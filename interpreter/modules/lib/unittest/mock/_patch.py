"""Replacing attributes and entries of dicts for some time."""

import builtins
import contextlib
import inspect
import pkgutil
import sys
from functools import partial, wraps
from types import ModuleType

from ._autospec import _refuse_misspelt, create_autospec
from ._calls import DEFAULT
from ._mocks import MagicMock, NonCallableMagicMock, NonCallableMock, _is_async, _is_mock
from ._signatures import InvalidSpecError, _instance_callable, _is_list
from ._waiting import AsyncMock

__name__ = 'unittest.mock'

_BUILTIN_NAMES = {name for name in dir(builtins) if not name.startswith('_')}

# Of functions, which have them again at once when they are deleted.
_KEPT_BY_FUNCTIONS = ('__doc__', '__module__', '__defaults__', '__annotations__', '__kwdefaults__')

# What start() has begun and nobody has stopped.
_started = []


class _Patcher:
    """What patches of attributes and of dicts have in common: they are context managers,
    decorate functions, coroutine functions and classes, and can be started and stopped."""

    def __call__(self, function):
        if isinstance(function, type):
            return self.decorate_class(function)
        if inspect.iscoroutinefunction(function):
            return self.decorate_async_callable(function)
        return self.decorate_callable(function)

    def decorate_class(self, klass):
        for name in dir(klass):
            if name.startswith(patch.TEST_PREFIX):
                test = getattr(klass, name)
                if hasattr(test, '__call__'):
                    setattr(klass, name, self.copy()(test))
        return klass

    def start(self):
        """Begins a patch; gives what stands in the place."""
        result = self.__enter__()
        _started.append(self)
        return result

    def stop(self):
        """Ends a patch that start() began."""
        try:
            _started.remove(self)
        except ValueError:
            return None
        return self.__exit__(None, None, None)


class _patch(_Patcher):
    """Puts a mock, or what is given, in the place of an attribute."""

    # The keyword under which a function gets the mock; by position without.
    attribute_name = None
    _active_patches = _started

    def __init__(self, getter, attribute, new, spec, create, spec_set, autospec, new_callable,
                 kwargs, *, unsafe=False):
        if new_callable is not None:
            if new is not DEFAULT:
                raise ValueError("Cannot use 'new' and 'new_callable' together")
            if autospec is not None:
                raise ValueError("Cannot use 'autospec' and 'new_callable' together")
        if not unsafe:
            _refuse_misspelt(kwargs)
        if _is_mock(spec):
            raise InvalidSpecError(f'Cannot spec attr {attribute!r} as the spec has already been '
                                   f'mocked out. [spec={spec!r}]')
        if _is_mock(spec_set):
            raise InvalidSpecError(f'Cannot spec attr {attribute!r} as the spec_set target has '
                                   f'already been mocked out. [spec_set={spec_set!r}]')
        self.getter, self.attribute = getter, attribute
        self.new, self.new_callable = new, new_callable
        self.spec, self.spec_set, self.autospec = spec, spec_set, autospec
        self.create = create
        self.kwargs = kwargs
        self.has_local = False
        self.additional_patchers = []

    def copy(self):
        made = _patch(self.getter, self.attribute, self.new, self.spec, self.create,
                      self.spec_set, self.autospec, self.new_callable, self.kwargs, unsafe=True)
        made.attribute_name = self.attribute_name
        made.additional_patchers = [one.copy() for one in self.additional_patchers]
        return made

    @contextlib.contextmanager
    def decoration_helper(self, patched, args, keywargs):
        """Applies all patches of a function; gives its arguments with the mocks."""
        with contextlib.ExitStack() as stack:
            for patching in patched.patchings:
                made = stack.enter_context(patching)
                if patching.attribute_name is not None:
                    keywargs.update(made)
                elif patching.new is DEFAULT:
                    args += (made,)
            yield args, keywargs

    def decorate_callable(self, function):
        if hasattr(function, 'patchings'):
            function.patchings.append(self)
            return function

        @wraps(function)
        def patched(*args, **keywargs):
            with self.decoration_helper(patched, args, keywargs) as (args, keywargs):
                return function(*args, **keywargs)

        patched.patchings = [self]
        return patched

    def decorate_async_callable(self, function):
        if hasattr(function, 'patchings'):
            function.patchings.append(self)
            return function

        @wraps(function)
        async def patched(*args, **keywargs):
            with self.decoration_helper(patched, args, keywargs) as (args, keywargs):
                return await function(*args, **keywargs)

        patched.patchings = [self]
        return patched

    def get_original(self):
        """What the attribute is, and whether the target itself has it."""
        target, name = self.getter(), self.attribute
        is_local = True
        try:
            original = target.__dict__[name]
        except (AttributeError, KeyError):
            original, is_local = getattr(target, name, DEFAULT), False
        if name in _BUILTIN_NAMES and isinstance(target, ModuleType):
            # A module sees the builtins, without having them.
            self.create = True
        if original is DEFAULT and not self.create:
            raise AttributeError(f'{target} does not have the attribute {name!r}')
        return original, is_local

    def _replacement(self, original):
        # False means the same as None.
        spec, spec_set, autospec = (
            None if one is False else one for one in (self.spec, self.spec_set, self.autospec))
        if spec is not None and autospec is not None:
            raise TypeError("Can't specify spec and autospec")
        if (spec is not None or autospec is not None) and spec_set not in (True, None):
            raise TypeError("Can't provide explicit spec_set *and* spec or autospec")
        if autospec is not None:
            return self._autospecced(original, autospec, spec_set)
        if self.new is not DEFAULT:
            if self.kwargs:
                raise TypeError("Can't pass kwargs to a mock we aren't creating")
            return self.new
        if spec is True:
            spec = original
        elif spec_set is True and spec is None:
            spec, spec_set = original, True
        elif spec_set not in (None, True):
            spec, spec_set = spec_set, True
        return self._mocked(original, spec, bool(spec_set))

    def _mocked(self, original, model, is_set):
        if model is not None and original is DEFAULT:
            raise TypeError("Can't use 'spec' with create=True")
        given = {} if model is None else {'spec_set' if is_set else 'spec': model}
        own = self.new_callable or self._class_for(original, model)
        is_mock_class = isinstance(own, type) and issubclass(own, NonCallableMock)
        if is_mock_class and self.attribute:
            given['name'] = self.attribute
        given.update(self.kwargs)
        new = own(**given)
        if model is not None and isinstance(original, type) and _is_mock(new):
            # Calls of the mock of a class give mocks of its instances.
            if not _is_list(model) and not _instance_callable(model):
                own = NonCallableMagicMock
            given.pop('name')
            new.return_value = own(_new_parent=new, _new_name='()', **given)
        return new

    @staticmethod
    def _class_for(original, model):
        if _is_async(original if model is None else model):
            return AsyncMock
        if model is None:
            return MagicMock
        can_be_called = '__call__' in model if _is_list(model) else callable(model)
        return MagicMock if can_be_called else NonCallableMagicMock

    def _autospecced(self, original, autospec, spec_set):
        if self.new is not DEFAULT:
            raise TypeError("autospec creates the mock for you. Can't specify autospec and new.")
        if original is DEFAULT:
            raise TypeError("Can't use 'autospec' with create=True")
        if autospec is True:
            autospec = original
        where = f'Cannot autospec attr {self.attribute!r}'
        what = f'[target={self.target!r}, attr={autospec!r}]'
        if _is_mock(self.target):
            raise InvalidSpecError(
                f'{where} as the patch target has already been mocked out. {what}')
        if _is_mock(autospec):
            name = getattr(self.target, '__name__', self.target)
            raise InvalidSpecError(
                f'{where} from target {name!r} as it has already been mocked out. {what}')
        return create_autospec(autospec, spec_set=bool(spec_set), _name=self.attribute,
                               **self.kwargs)

    def __enter__(self):
        self.target = self.getter()
        original, is_local = self.get_original()
        new = self._replacement(original)
        self.temp_original, self.is_local = original, is_local
        self._exit_stack = contextlib.ExitStack()
        try:
            setattr(self.target, self.attribute, new)
            if self.attribute_name is None:
                return new
            made = {self.attribute_name: new} if self.new is DEFAULT else {}
            for patching in self.additional_patchers:
                more = self._exit_stack.enter_context(patching)
                if patching.new is DEFAULT:
                    made.update(more)
            return made
        except:
            if not self.__exit__(*sys.exc_info()):
                raise

    def __exit__(self, *exc_info):
        target, name, original = self.target, self.attribute, self.temp_original
        if self.is_local and original is not DEFAULT:
            setattr(target, name, original)
        else:
            delattr(target, name)
            # Some objects answer for another one, or lose more than was set.
            if not self.create and (not hasattr(target, name) or name in _KEPT_BY_FUNCTIONS):
                setattr(target, name, original)
        stack = self._exit_stack
        del self.temp_original, self.is_local, self.target, self._exit_stack
        return stack.__exit__(*exc_info)


def _get_target(target):
    """How to get the object of a dotted name, and the name of its attribute."""
    try:
        path, attribute = target.rsplit('.', 1)
    except (TypeError, ValueError, AttributeError):
        raise TypeError(f'Need a valid target to patch. You supplied: {target!r}')
    return partial(pkgutil.resolve_name, path), attribute


def patch(target, new=DEFAULT, spec=None, create=False, spec_set=None, autospec=None,
          new_callable=None, *, unsafe=False, **kwargs):
    """Replaces what a dotted name stands for, while a `with` statement or a decorated function
    runs, by `new` or by a mock, which the statement or the function then gets.

    `spec`, `spec_set` and `autospec` model the mock on an object, or with True on what it
    replaces; `new_callable` makes it; other keywords go to it. `create` allows an attribute
    that is not there. A decorated class has its tests patched (`patch.TEST_PREFIX`)."""
    getter, attribute = _get_target(target)
    return _patch(getter, attribute, new, spec, create, spec_set, autospec, new_callable, kwargs,
                  unsafe=unsafe)


def _patch_object(target, attribute, new=DEFAULT, spec=None, create=False, spec_set=None,
                  autospec=None, new_callable=None, *, unsafe=False, **kwargs):
    """As patch(), for an attribute of an object."""
    if type(target) is str:
        raise TypeError(f'{target!r} must be the actual object to be patched, not a str')
    return _patch(lambda: target, attribute, new, spec, create, spec_set, autospec, new_callable,
                  kwargs, unsafe=unsafe)


def _patch_multiple(target, spec=None, create=False, spec_set=None, autospec=None,
                    new_callable=None, **kwargs):
    """As patch(), for several attributes of an object or of what a dotted name stands for.
    Those whose value is DEFAULT become mocks, which a decorated function gets by keyword."""
    if type(target) is str:
        getter = partial(pkgutil.resolve_name, target)
    else:
        def getter():
            return target
    if not kwargs:
        raise ValueError('Must supply at least one keyword argument with patch.multiple')
    patchers = []
    for attribute, new in kwargs.items():
        one = _patch(getter, attribute, new, spec, create, spec_set, autospec, new_callable, {})
        one.attribute_name = attribute
        patchers.append(one)
    first, *first.additional_patchers = patchers
    return first


class _patch_dict(_Patcher):
    """Changes entries of a dict, or of what is like one or what a dotted name stands for, for
    as long as a `with` statement or a decorated function runs: `values` and keywords are put
    in; `clear` takes all others out. Then it is what it was."""

    def __init__(self, in_dict, values=(), clear=False, **kwargs):
        self.in_dict = in_dict
        self.values = dict(values, **kwargs)
        self.clear = clear
        self._original = None

    def copy(self):
        return _patch_dict(self.in_dict, self.values, self.clear)

    def decorate_callable(self, function):
        @wraps(function)
        def patched(*args, **keywargs):
            with self:
                return function(*args, **keywargs)
        return patched

    def decorate_async_callable(self, function):
        @wraps(function)
        async def patched(*args, **keywargs):
            with self:
                return await function(*args, **keywargs)
        return patched

    def __enter__(self):
        if isinstance(self.in_dict, str):
            self.in_dict = pkgutil.resolve_name(self.in_dict)
        target = self.in_dict
        try:
            self._original = target.copy()
        except AttributeError:
            self._original = {key: target[key] for key in target}
        if self.clear:
            _clear(target)
        _update(target, self.values)
        return target

    def __exit__(self, *exc_info):
        if self._original is not None:
            _clear(self.in_dict)
            _update(self.in_dict, self._original)
        return False


def _clear(mapping):
    try:
        mapping.clear()
    except AttributeError:
        for key in list(mapping):
            del mapping[key]


def _update(mapping, entries):
    try:
        mapping.update(entries)
    except AttributeError:
        for key in entries:
            mapping[key] = entries[key]


def _patch_stopall():
    """Ends all patches that start() began, the last one first."""
    for one in reversed(_started):
        one.stop()


patch.object = _patch_object
patch.dict = _patch_dict
patch.multiple = _patch_multiple
patch.stopall = _patch_stopall
patch.TEST_PREFIX = 'test'
