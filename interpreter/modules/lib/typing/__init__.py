"""Names for the annotation of types.

What a program rarely needs, and all names for classes that are defined
elsewhere, are made when they are first asked for.
"""

import sys
from _typing import (
    Generic, NoDefault, ParamSpec, ParamSpecArgs, ParamSpecKwargs,
    TypeAliasType, TypeVar, TypeVarTuple, _idfunc)

__all__ = [
    'Annotated', 'Any', 'Callable', 'ClassVar', 'Concatenate', 'Final',
    'ForwardRef', 'Generic', 'Literal', 'Optional', 'ParamSpec', 'Protocol',
    'Tuple', 'Type', 'TypeVar', 'TypeVarTuple', 'Union', 'AbstractSet',
    'ByteString', 'Container', 'ContextManager', 'Hashable', 'ItemsView',
    'Iterable', 'Iterator', 'KeysView', 'Mapping', 'MappingView',
    'MutableMapping', 'MutableSequence', 'MutableSet', 'Sequence', 'Sized',
    'ValuesView', 'Awaitable', 'AsyncIterator', 'AsyncIterable', 'Coroutine',
    'Collection', 'AsyncGenerator', 'AsyncContextManager', 'Reversible',
    'SupportsAbs', 'SupportsBytes', 'SupportsComplex', 'SupportsFloat',
    'SupportsIndex', 'SupportsInt', 'SupportsRound', 'ChainMap', 'Counter',
    'Deque', 'Dict', 'DefaultDict', 'List', 'OrderedDict', 'Set', 'FrozenSet',
    'NamedTuple', 'TypedDict', 'Generator', 'BinaryIO', 'IO', 'Match',
    'Pattern', 'TextIO', 'AnyStr', 'assert_type', 'assert_never', 'cast',
    'clear_overloads', 'dataclass_transform', 'final', 'get_args',
    'get_origin', 'get_overloads', 'get_protocol_members', 'get_type_hints',
    'is_protocol', 'is_typeddict', 'LiteralString', 'Never', 'NewType',
    'no_type_check', 'no_type_check_decorator', 'NoDefault', 'NoReturn',
    'NotRequired', 'overload', 'override', 'ParamSpecArgs',
    'ParamSpecKwargs', 'ReadOnly', 'Required', 'reveal_type',
    'runtime_checkable', 'Self', 'Text', 'TYPE_CHECKING', 'TypeAlias',
    'TypeGuard', 'TypeIs', 'TypeAliasType', 'Unpack',
]


def _share(module):
    """Make all names of a file of the package the package's own."""
    scope = globals()
    for name, value in vars(module).items():
        if not name.startswith('__'):
            scope.setdefault(name, value)


# The interpreter looks for some of these in the package, and the protocols
# cannot be made before it finds them.
from . import _core
_share(_core)
from . import _aliases
_share(_aliases)
from . import _protocols
Protocol = _protocols.Protocol
_share(_protocols)

Text = str
TYPE_CHECKING = False

T = TypeVar('T')
KT = TypeVar('KT')
VT = TypeVar('VT')
T_co = TypeVar('T_co', covariant=True)
V_co = TypeVar('V_co', covariant=True)
VT_co = TypeVar('VT_co', covariant=True)
T_contra = TypeVar('T_contra', contravariant=True)
CT_co = TypeVar('CT_co', covariant=True, bound=type)
AnyStr = TypeVar('AnyStr', bytes, str)


# --- names that are made when asked for -----------------------------------

# For names of classes in collections.abc, how many arguments they take.
_ABSTRACT = {
    'Hashable': 0, 'Awaitable': 1, 'Coroutine': 3, 'AsyncIterable': 1,
    'AsyncIterator': 1, 'Iterable': 1, 'Iterator': 1, 'Reversible': 1,
    'Sized': 0, 'Container': 1, 'Collection': 1, 'AbstractSet': 1,
    'MutableSet': 1, 'Mapping': 2, 'MutableMapping': 2, 'Sequence': 1,
    'MutableSequence': 1, 'MappingView': 1, 'KeysView': 1, 'ItemsView': 2,
    'ValuesView': 1, 'Generator': 3, 'AsyncGenerator': 2,
}
# The last arguments of these may be left out.
_ABSTRACT_DEFAULTS = {
    'Generator': (type(None), type(None)), 'AsyncGenerator': (type(None),)}

_BUILTIN = {
    'List': (list, 1), 'Set': (set, 1), 'FrozenSet': (frozenset, 1),
    'Dict': (dict, 2), 'Type': (type, 1),
}

_COLLECTIONS = {
    'Deque': ('deque', 1), 'DefaultDict': ('defaultdict', 2),
    'OrderedDict': ('OrderedDict', 2), 'Counter': ('Counter', 1),
    'ChainMap': ('ChainMap', 2),
}

# The files that hold what is rarely needed.
_FILES = {
    '_records': '''
        NamedTuple TypedDict is_typeddict NamedTupleMeta _NamedTuple
        _TypedDict _TypedDictMeta _make_nmtuple _namedtuple_mro_entries
        _prohibited _special _get_typeddict_qualifiers''',
    '_hints': '''
        get_type_hints no_type_check no_type_check_decorator
        _strip_annotations _allowed_types''',
    '_abstract': '''
        IO BinaryIO TextIO SupportsInt SupportsFloat SupportsComplex
        SupportsBytes SupportsIndex SupportsAbs SupportsRound''',
}


def _make_alias(name):
    """Make the name for a class defined elsewhere, None if there is none."""
    import _collections_abc as abstract
    make = _SpecialGenericAlias
    if name in _ABSTRACT:
        origin = getattr(abstract, 'Set' if name == 'AbstractSet' else name)
        return make(origin, _ABSTRACT[name], name=name,
                    defaults=_ABSTRACT_DEFAULTS.get(name, ()))
    if name in _BUILTIN:
        origin, count = _BUILTIN[name]
        return make(origin, count, inst=False, name=name)
    if name in _COLLECTIONS:
        import collections
        origin, count = _COLLECTIONS[name]
        return make(getattr(collections, origin), count, name=name)
    if name == 'Callable':
        return _CallableType(abstract.Callable, 2)
    if name == 'Tuple':
        return _TupleType(tuple, -1, inst=False, name='Tuple')
    if name == 'ByteString':
        return _DeprecatedGenericAlias(abstract.ByteString, 0,
                                       removal_version=(3, 14))
    if name in ('Pattern', 'Match'):
        import re
        return make(getattr(re, name), 1)
    if name in ('ContextManager', 'AsyncContextManager'):
        import contextlib
        return make(getattr(contextlib, 'Abstract' + name), 2, name=name,
                    defaults=(bool | None,))
    return None


def __getattr__(name):
    made = _make_alias(name)
    if made is None:
        for file, names in _FILES.items():
            if name in names.split():
                __import__('typing.' + file)
                _share(sys.modules['typing.' + file])
                return globals()[name]
        if name != '_collect_parameters':
            raise AttributeError(
                f'module {__name__!r} has no attribute {name!r}')
        import warnings
        warnings.warn(
            'The private _collect_parameters function is deprecated and will '
            'be removed in a future version of Python. Any use of private '
            'functions is discouraged and may break in the future.',
            category=DeprecationWarning, stacklevel=2)
        made = _collect_type_parameters
    globals()[name] = made
    return made


def __dir__():
    return sorted({*globals(), *__all__})


# --- functions and decorators ---------------------------------------------

def cast(typ, val):
    """Return a value unchanged; checkers take it to be of the type."""
    return val


def assert_type(val, typ, /):
    """Return a value unchanged; checkers refuse it if it has another type."""
    return val


def reveal_type[T](obj: T, /) -> T:
    """Print the type of an object, as checkers do; return the object."""
    print(f'Runtime type is {type(obj).__name__!r}', file=sys.stderr)
    return obj


_ASSERT_NEVER_REPR_MAX_LENGTH = 100


def assert_never(arg, /):
    """Fail; checkers refuse it if it can be reached."""
    shown = repr(arg)
    if len(shown) > _ASSERT_NEVER_REPR_MAX_LENGTH:
        shown = shown[:_ASSERT_NEVER_REPR_MAX_LENGTH] + '...'
    raise AssertionError(
        f'Expected code to be unreachable, but got: {shown}')


def _overload_dummy(*args, **kwds):
    """What is left of an overload."""
    raise NotImplementedError(
        'You should not call an overloaded function. A series of '
        '@overload-decorated functions outside a stub module should always '
        'be followed by an implementation that is not @overload-ed.')


# By module, then by qualified name, then by line.
_overload_registry = {}


def overload(func):
    """A decorator for one of the signatures of a function."""
    plain = getattr(func, '__func__', func)
    try:
        key = plain.__module__, plain.__qualname__, plain.__code__.co_firstlineno
    except AttributeError:
        # Without these it cannot be told apart.
        return _overload_dummy
    module = _overload_registry.setdefault(key[0], {})
    module.setdefault(key[1], {})[key[2]] = func
    return _overload_dummy


def get_overloads(func):
    """List the overloads of a function, in the order of definition."""
    plain = getattr(func, '__func__', func)
    module = _overload_registry.get(plain.__module__, {})
    return list(module.get(plain.__qualname__, {}).values())


def clear_overloads():
    """Forget all overloads."""
    _overload_registry.clear()


def _mark(obj, name):
    try:
        setattr(obj, name, True)
    except (AttributeError, TypeError):
        # Only checkers rely on the mark.
        pass
    return obj


def final(f):
    """A decorator for what is not to be overridden or derived from."""
    return _mark(f, '__final__')


type _Func = Callable[..., Any]


def override[F: _Func](method: F, /) -> F:
    """A decorator for a method that overrides one of a base class."""
    return _mark(method, '__override__')


def dataclass_transform(*, eq_default=True, order_default=False,
                        kw_only_default=False, frozen_default=False,
                        field_specifiers=(), **kwargs):
    """A decorator for what makes classes into something like dataclasses."""
    def decorator(cls_or_fn):
        cls_or_fn.__dataclass_transform__ = {
            'eq_default': eq_default,
            'order_default': order_default,
            'kw_only_default': kw_only_default,
            'frozen_default': frozen_default,
            'field_specifiers': field_specifiers,
            'kwargs': kwargs,
        }
        return cls_or_fn

    return decorator


class NewType:
    """A type of its own for checkers that is another one at run time."""

    __call__ = _idfunc

    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition('.')[-1]
        self.__supertype__ = tp
        module = _caller()
        if module != 'typing':
            self.__module__ = module

    def __mro_entries__(self, bases):
        base_name = self.__name__

        class Dummy:
            def __init_subclass__(cls):
                name = cls.__name__
                raise TypeError(
                    'Cannot subclass an instance of NewType. Perhaps you '
                    f'were looking for: `{name} = NewType({name!r}, '
                    f'{base_name})`')

        return (Dummy,)

    def __repr__(self):
        return f'{self.__module__}.{self.__qualname__}'

    def __reduce__(self):
        return self.__qualname__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


def _pickle_psargs(psargs):
    return ParamSpecArgs, (psargs.__origin__,)


def _pickle_pskwargs(pskwargs):
    return ParamSpecKwargs, (pskwargs.__origin__,)


def _register_pickles():
    import copyreg
    copyreg.pickle(ParamSpecArgs, _pickle_psargs)
    copyreg.pickle(ParamSpecKwargs, _pickle_pskwargs)


_register_pickles()
