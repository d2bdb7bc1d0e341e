"""Protocols: classes that others match by what they have."""

import _collections_abc
from abc import ABCMeta
from _typing import Generic
from ._aliases import _know_protocol
from ._core import _caller, _cleanups

# What is defined here belongs to the package.
__name__ = 'typing'

_TYPING_INTERNALS = frozenset((
    '__parameters__', '__orig_bases__', '__orig_class__', '_is_protocol',
    '_is_runtime_protocol', '__protocol_attrs__',
    '__non_callable_proto_members__', '__type_params__'))

_SPECIAL_NAMES = frozenset((
    '__abstractmethods__', '__annotations__', '__dict__', '__doc__',
    '__init__', '__module__', '__new__', '__slots__', '__subclasshook__',
    '__weakref__', '__class_getitem__', '__match_args__',
    '__static_attributes__', '__firstlineno__'))

# What every class has is no part of a protocol.
EXCLUDED_ATTRIBUTES = (
    _TYPING_INTERNALS | _SPECIAL_NAMES | {'_MutableMapping__marker'})

# Classes elsewhere from which protocols may be derived.
_PROTO_ALLOWLIST = {
    'collections.abc': [
        'Callable', 'Awaitable', 'Iterable', 'Iterator', 'AsyncIterable',
        'Hashable', 'Sized', 'Container', 'Collection', 'Reversible',
        'Buffer'],
    'contextlib': ['AbstractContextManager', 'AbstractAsyncContextManager'],
}


def _get_protocol_attrs(cls):
    """Return the names that a protocol and its bases declare."""
    names = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ not in ('Protocol', 'Generic'):
            names.update(base.__dict__, getattr(base, '__annotations__', ()))
    return {name for name in names - EXCLUDED_ATTRIBUTES
            if not name.startswith('_abc_')}


def _no_init_or_replace_init(self, *args, **kwargs):
    """The __init__ of protocols, which other classes inherit from them."""
    cls = type(self)
    if cls._is_protocol:
        raise TypeError('Protocols cannot be instantiated')
    # Another thread may have set it already.
    if cls.__init__ is not _no_init_or_replace_init:
        return
    for base in cls.__mro__:
        init = base.__dict__.get('__init__', _no_init_or_replace_init)
        if init is not _no_init_or_replace_init:
            cls.__init__ = init
            break
    else:
        cls.__init__ = object.__init__
    cls.__init__(self, *args, **kwargs)


def _allow_reckless_class_checks(depth=2):
    """Tell whether abc or functools asks, which ask of all classes."""
    return _caller(depth) in ('abc', 'functools', None)


_getattr_static = None


def _lazy_load_getattr_static():
    """Import inspect when it is first needed."""
    global _getattr_static
    if _getattr_static is None:
        from inspect import getattr_static
        _getattr_static = getattr_static
    return _getattr_static


def _forget_getattr_static():
    global _getattr_static
    _getattr_static = None


_cleanups.append(_forget_getattr_static)

_abc_instancecheck = ABCMeta.__instancecheck__
_abc_subclasscheck = ABCMeta.__subclasscheck__


def _type_check_issubclass_arg_1(arg):
    if not isinstance(arg, type):
        raise TypeError('issubclass() arg 1 must be a class')


def _refuse_check():
    raise TypeError('Instance and class checks can only be used with '
                    '@runtime_checkable protocols')


def _may_be_base(base):
    """Tell whether a protocol may be derived from a class."""
    return (base in (object, Generic)
            or base.__name__ in _PROTO_ALLOWLIST.get(base.__module__, ())
            or issubclass(base, Generic)
            and getattr(base, '_is_protocol', False))


class _ProtocolMeta(ABCMeta):

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        if not (name == 'Protocol' and bases == (Generic,)):
            if Protocol in bases:
                for base in bases:
                    if not _may_be_base(base):
                        raise TypeError('Protocols can only inherit from '
                                        f'other protocols, got {base!r}')
        return super().__new__(mcls, name, bases, namespace, **kwargs)

    def __init__(cls, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if getattr(cls, '_is_protocol', False):
            cls.__protocol_attrs__ = _get_protocol_attrs(cls)

    def __subclasscheck__(cls, other):
        if cls is Protocol:
            return type.__subclasscheck__(cls, other)
        if (getattr(cls, '_is_protocol', False)
                and not _allow_reckless_class_checks()):
            if not getattr(cls, '_is_runtime_protocol', False):
                _type_check_issubclass_arg_1(other)
                _refuse_check()
            if (cls.__non_callable_proto_members__
                    and cls.__dict__.get('__subclasshook__') is _proto_hook):
                _type_check_issubclass_arg_1(other)
                names = sorted(cls.__non_callable_proto_members__)
                raise TypeError(
                    "Protocols with non-method members don't support "
                    'issubclass(). Non-method members: '
                    f'{str(names)[1:-1]}.')
        return _abc_subclasscheck(cls, other)

    def __instancecheck__(cls, instance):
        if cls is Protocol:
            return type.__instancecheck__(cls, instance)
        if not getattr(cls, '_is_protocol', False):
            return _abc_instancecheck(cls, instance)
        if (not getattr(cls, '_is_runtime_protocol', False)
                and not _allow_reckless_class_checks()):
            _refuse_check()
        if _abc_instancecheck(cls, instance):
            return True
        # The class does not have it all; the instance may.
        look = _lazy_load_getattr_static()
        for name in cls.__protocol_attrs__:
            try:
                value = look(instance, name)
            except AttributeError:
                return False
            if value is None and name not in cls.__non_callable_proto_members__:
                return False
        return True


@classmethod
def _proto_hook(cls, other):
    """Tell whether a class has all that a protocol declares."""
    if not cls.__dict__.get('_is_protocol', False):
        return NotImplemented
    for name in cls.__protocol_attrs__:
        for base in other.__mro__:
            if name in base.__dict__:
                if base.__dict__[name] is None:
                    # The class takes the method back.
                    return NotImplemented
                break
            # A protocol may only annotate it.
            annotations = getattr(base, '__annotations__', {})
            if (isinstance(annotations, _collections_abc.Mapping)
                    and name in annotations and issubclass(other, Generic)
                    and getattr(other, '_is_protocol', False)):
                break
        else:
            return NotImplemented
    return True


class Protocol(Generic, metaclass=_ProtocolMeta):
    """The base of protocols."""

    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if not cls.__dict__.get('_is_protocol', False):
            cls._is_protocol = any([base is Protocol
                                    for base in cls.__bases__])
        if '__subclasshook__' not in cls.__dict__:
            cls.__subclasshook__ = _proto_hook
        if cls._is_protocol and cls.__init__ is Protocol.__init__:
            cls.__init__ = _no_init_or_replace_init


_know_protocol(Protocol)


def runtime_checkable(cls):
    """A class decorator that lets isinstance() and issubclass() ask a protocol.

    They look only whether the members are there.
    """
    if (not issubclass(cls, Generic)
            or not getattr(cls, '_is_protocol', False)):
        raise TypeError('@runtime_checkable can be only applied to protocol '
                        'classes, got %r' % cls)
    cls._is_runtime_protocol = True
    cls.__non_callable_proto_members__ = members = set()
    for name in cls.__protocol_attrs__:
        try:
            is_method = callable(getattr(cls, name, None))
        except Exception as problem:
            raise TypeError('Failed to determine whether protocol member '
                            f'{name!r} is a method member') from problem
        if not is_method:
            members.add(name)
    return cls


def is_protocol(tp, /):
    """Tell whether a type is a protocol, other than Protocol itself."""
    return (isinstance(tp, type) and getattr(tp, '_is_protocol', False)
            and tp != Protocol)


def get_protocol_members(tp, /):
    """Return the names that a protocol declares."""
    if not is_protocol(tp):
        raise TypeError(f'{tp!r} is not a Protocol')
    return frozenset(tp.__protocol_attrs__)
