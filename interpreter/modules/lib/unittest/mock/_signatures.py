"""What an object that a mock stands for can be called with."""

import inspect
from asyncio.coroutines import iscoroutinefunction
from functools import partial
from types import FunctionType, MethodType

__name__ = 'unittest.mock'

FunctionTypes = FunctionType, MethodType


class InvalidSpecError(Exception):
    """What a mock was to be modelled on cannot be its model."""


def _is_list(value):
    return type(value) in (list, tuple)


def _is_magic(name):
    return name == f'__{name[2:-2]}__'


def _is_exception(value):
    return isinstance(value, BaseException) or (
        isinstance(value, type) and issubclass(value, BaseException))


def _is_async_function(value):
    return bool(getattr(value, '__code__', None)) and iscoroutinefunction(value)


def _callable(value):
    while isinstance(value, (staticmethod, classmethod, MethodType)):
        value = value.__func__
    return isinstance(value, type) or getattr(value, '__call__', None) is not None


def _instance_callable(value):
    """Whether an object, or the instances of a class, can be called."""
    if not isinstance(value, type):
        return getattr(value, '__call__', None) is not None
    return any(base.__dict__.get('__call__') is not None for base in value.__mro__)


def _signature_of(value, as_instance, without_first):
    """The function that a call of `value` reaches and its signature; None where there is none.
    `as_instance` takes the calls of a class's instances, `without_first` leaves a parameter
    out that is given already."""
    if isinstance(value, type) and not as_instance:
        function, without_first = value.__init__, True
    elif isinstance(value, (classmethod, staticmethod)):
        function = value.__func__
        without_first = without_first or isinstance(value, classmethod)
    elif isinstance(value, FunctionTypes):
        function = value
    else:
        function = getattr(value, '__call__', None)
        if function is None:
            return None
    try:
        asked = partial(function, None) if without_first else function
        return function, inspect.signature(asked)
    except ValueError:
        # Some native functions have none.
        return None


def _check_calls(model, mock, without_first, as_instance=False):
    """Makes calls of a mock refuse what calls of its model refuse."""
    found = _signature_of(model, as_instance, without_first)
    if found is None:
        return
    signature = found[1]

    def check(self, /, *args, **kwargs):
        signature.bind(*args, **kwargs)

    owner = type(mock)
    owner._mock_check_sig = check
    owner.__signature__ = signature


def _takes_self(model, name, of_class):
    """Whether the attribute `name`, taken from `model`, still wants its first argument."""
    if isinstance(model, type):
        owner = model
    elif name in getattr(model, '__dict__', {}):
        return False
    else:
        owner = model.__class__
    for base in owner.__mro__:
        if name in base.__dict__:
            found = base.__dict__[name]
            return of_class and isinstance(found, FunctionTypes)
    # Something that is made when asked for.
    return of_class
