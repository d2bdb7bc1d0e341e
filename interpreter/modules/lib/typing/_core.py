"""What all of typing rests on: checks of arguments, special forms, forward
references, and the substitution of type parameters.
"""

import _collections_abc
import sys
from types import FunctionType, GenericAlias, UnionType
from _typing import Generic, ParamSpec, TypeVar, TypeVarTuple

# What is defined here belongs to the package.
__name__ = 'typing'


def _complete(**later):
    """Let the functions here know names that are defined in later files."""
    globals().update(later)


# --- caches ---------------------------------------------------------------

# Functions that empty the caches, for tests that look for leaks.
_cleanups = []

_CACHE_SIZE = 512


def _tp_cache(func=None, /, *, typed=False):
    """A decorator that remembers results for arguments that have a hash.

    `typed` tells apart arguments that are equal but of different types.
    """
    if func is None:
        return lambda func: _tp_cache(func, typed=typed)
    cache = {}
    _cleanups.append(cache.clear)

    def inner(*args):
        key = (args, *map(type, args)) if typed else args
        try:
            return cache[key]
        except KeyError:
            pass
        except TypeError:
            return func(*args)
        result = func(*args)
        if len(cache) >= _CACHE_SIZE:
            cache.pop(next(iter(cache)), None)
        cache[key] = result
        return result

    inner.__wrapped__ = func
    for name in ('__module__', '__name__', '__qualname__', '__doc__'):
        setattr(inner, name, getattr(func, name))
    return inner


# --- checks ---------------------------------------------------------------

def _type_convert(arg, module=None, *, allow_special_forms=False):
    """Put NoneType for None, and a forward reference for a string."""
    if arg is None:
        return type(None)
    if isinstance(arg, str):
        return ForwardRef(arg, module=module, is_class=allow_special_forms)
    return arg


def _type_check(arg, msg, is_argument=True, module=None, *,
                allow_special_forms=False):
    """Return an argument as a type; refuse what can be none.

    `msg` begins the message for arguments that are tuples. ClassVar and Final
    may stand only where special forms are allowed.
    """
    arg = _type_convert(arg, module=module,
                        allow_special_forms=allow_special_forms)
    if isinstance(arg, type) and arg not in (Generic, Protocol):
        return arg
    refused = (Generic, Protocol)
    if not allow_special_forms:
        refused += (ClassVar, Final) if is_argument else (ClassVar,)
    if isinstance(arg, _GenericAlias) and arg.__origin__ in refused:
        raise TypeError(f'{arg} is not valid as type argument')
    if arg in (Any, LiteralString, NoReturn, Never, Self, TypeAlias):
        return arg
    if allow_special_forms and arg in (ClassVar, Final):
        return arg
    if isinstance(arg, _SpecialForm) or arg in (Generic, Protocol):
        raise TypeError(f'Plain {arg} is not valid as type argument')
    if type(arg) is tuple:
        raise TypeError(f'{msg} Got {arg!r:.100}.')
    return arg


def _is_param_expr(arg):
    """Tell whether an argument can stand for a list of parameters."""
    return arg is ... or isinstance(
        arg, (tuple, list, ParamSpec, _ConcatenateGenericAlias))


def _should_unflatten_callable_args(typ, args):
    """Tell whether the arguments of a Callable are to be shown as a list."""
    return (typ.__origin__ is _collections_abc.Callable
            and not (len(args) == 2 and _is_param_expr(args[0])))


def _type_repr(obj):
    """Show a type as it is written."""
    if isinstance(obj, type):
        if obj.__module__ == 'builtins':
            return obj.__qualname__
        return f'{obj.__module__}.{obj.__qualname__}'
    if obj is ...:
        return '...'
    if isinstance(obj, FunctionType):
        return obj.__name__
    if isinstance(obj, tuple):
        return f"[{', '.join(map(_type_repr, obj))}]"
    return repr(obj)


def _collect_type_parameters(args, *, enforce_default_ordering=True):
    """Collect the type variables in arguments, in the order in which they come.

    A variable without a default must not follow one that has a default, if the
    order is enforced.
    """
    found = []
    defaults = tuples = False
    for arg in args:
        if isinstance(arg, type):
            # Classes may have parameters of their own, which do not count.
            continue
        if isinstance(arg, tuple):
            inner = [parameter for item in arg
                     for parameter in _collect_type_parameters([item])]
        elif hasattr(arg, '__typing_subst__'):
            inner = [arg]
            if enforce_default_ordering and arg not in found:
                if arg.has_default():
                    if tuples:
                        raise TypeError('Type parameter with a default '
                                        'follows TypeVarTuple')
                    defaults = True
                elif defaults:
                    raise TypeError(
                        f'Type parameter {arg!r} without a default follows '
                        'type parameter with a default')
        else:
            tuples = tuples or _is_unpacked_typevartuple(arg)
            inner = getattr(arg, '__parameters__', ())
        found += [parameter for parameter in dict.fromkeys(inner)
                  if parameter not in found]
    return tuple(found)


def _refuse_count(alias, actual, expected, shown=None):
    word = 'many' if actual > expected else 'few'
    raise TypeError(f'Too {word} arguments for {alias}; actual {actual}, '
                    f'expected {shown or expected}')


def _check_generic_specialization(cls, arguments):
    """Check the number of arguments for the parameters of a class."""
    parameters = cls.__parameters__
    expected = len(parameters)
    actual = len(arguments)
    if not expected:
        raise TypeError(f'{cls} is not a generic class')
    if actual > expected:
        _refuse_count(cls, actual, expected)
    if actual < expected and not parameters[actual].has_default():
        least = sum([not parameter.has_default() for parameter in parameters])
        word = 'many' if actual > least else 'few'
        raise TypeError(f'Too {word} arguments for {cls}; actual {actual}, '
                        f'expected at least {least}')


def _unpack_args(*args):
    """Put the items of unpacked tuples of known length in their place."""
    unpacked = []
    for arg in args:
        items = getattr(arg, '__typing_unpacked_tuple_args__', None)
        if items is None or items and items[-1] is ...:
            unpacked.append(arg)
        else:
            unpacked += items
    return unpacked


def _deduplicate(params, *, unhashable_fallback=False):
    try:
        return dict.fromkeys(params)
    except TypeError:
        if not unhashable_fallback:
            raise
        return _deduplicate_unhashable(params)


def _deduplicate_unhashable(unhashable_params):
    kept = []
    for item in unhashable_params:
        if item not in kept:
            kept.append(item)
    return kept


def _compare_args_orderless(first_args, second_args):
    """Compare two collections as sets, though items may have no hash."""
    first = _deduplicate_unhashable(first_args)
    second = _deduplicate_unhashable(second_args)
    return (len(first) == len(second)
            and all([item in second for item in first]))


# --- special forms --------------------------------------------------------

class _Sentinel:
    __slots__ = ()

    def __repr__(self):
        return '<sentinel>'


# Stands for an argument that was not given.
_sentinel = _Sentinel()


class _Final:
    """A base for classes that only this package may extend."""

    __slots__ = ('__weakref__',)

    def __init_subclass__(cls, /, *args, **kwds):
        if '_root' not in kwds:
            raise TypeError('Cannot subclass special typing classes')


class _NotIterable:
    """A base that takes iteration back, which __getitem__ would give."""

    __slots__ = ()
    __iter__ = None


# A form such as Union; a decorator of the function that takes its arguments.
class _SpecialForm(_Final, _NotIterable, _root=True):
    __slots__ = ('_name', '__doc__', '_getitem')

    def __init__(self, getitem):
        self._getitem = getitem
        self._name = getitem.__name__
        self.__doc__ = getitem.__doc__

    def __getattr__(self, item):
        if item in ('__name__', '__qualname__'):
            return self._name
        raise AttributeError(item)

    def __mro_entries__(self, bases):
        raise TypeError(f'Cannot subclass {self!r}')

    def __repr__(self):
        return 'typing.' + self._name

    def __reduce__(self):
        return self._name

    def __call__(self, *args, **kwds):
        raise TypeError(f'Cannot instantiate {self!r}')

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __instancecheck__(self, obj):
        raise TypeError(f'{self} cannot be used with isinstance()')

    def __subclasscheck__(self, cls):
        raise TypeError(f'{self} cannot be used with issubclass()')

    @_tp_cache
    def __getitem__(self, parameters):
        return self._getitem(self, parameters)


class _TypedCacheSpecialForm(_SpecialForm, _root=True):
    """A form whose own function remembers, by the types of its arguments."""

    def __getitem__(self, parameters):
        if not isinstance(parameters, tuple):
            parameters = (parameters,)
        return self._getitem(self, *parameters)


class _AnyMeta(type):

    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError('typing.Any cannot be used with isinstance()')
        return super().__instancecheck__(obj)

    def __repr__(self):
        return 'typing.Any' if self is Any else super().__repr__()


class Any(metaclass=_AnyMeta):
    """A type that goes with every other; classes may be derived from it."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError('Any cannot be instantiated')
        return super().__new__(cls)


# --- forward references ---------------------------------------------------

def _warn_of_missing_type_params(funcname):
    import warnings
    warnings.warn(
        "Failing to pass a value to the 'type_params' parameter of "
        f'{funcname!r} is deprecated, as it leads to incorrect behaviour '
        f'when calling {funcname} on a stringified annotation that '
        'references a PEP 695 type parameter. It will be disallowed in '
        'Python 3.15.', category=DeprecationWarning, stacklevel=3)


def _eval_type(t, globalns, localns, type_params=_sentinel, *,
               recursive_guard=frozenset()):
    """Evaluate the forward references in a type."""
    if type_params is _sentinel:
        _warn_of_missing_type_params('typing._eval_type')
        type_params = ()
    if isinstance(t, ForwardRef):
        return t._evaluate(globalns, localns, type_params,
                           recursive_guard=recursive_guard)
    if not isinstance(t, (_GenericAlias, GenericAlias, UnionType)):
        return t
    if isinstance(t, GenericAlias):
        # In a built-in generic, strings are still strings.
        args = tuple([ForwardRef(arg) if isinstance(arg, str) else arg
                      for arg in t.__args__])
        unpacked = t.__unpacked__
        if _should_unflatten_callable_args(t, args):
            args = args[:-1], args[-1]
        t = t.__origin__[args]
        if unpacked:
            t = Unpack[t]
    args = tuple([_eval_type(arg, globalns, localns, type_params,
                             recursive_guard=recursive_guard)
                  for arg in t.__args__])
    return _with_args(t, args)


def _with_args(t, args):
    """Return a type like the one given with other arguments."""
    if args == t.__args__:
        return t
    if isinstance(t, GenericAlias):
        return GenericAlias(t.__origin__, args)
    if isinstance(t, UnionType):
        union = args[0]
        for arg in args[1:]:
            union |= arg
        return union
    return t.copy_with(args)


class ForwardRef(_Final, _root=True):
    """A type given as a string."""

    __slots__ = ('__forward_arg__', '__forward_code__',
                 '__forward_evaluated__', '__forward_value__',
                 '__forward_is_argument__', '__forward_is_class__',
                 '__forward_module__')

    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(
                f'Forward reference must be a string -- got {arg!r}')
        # A star may only stand within brackets.
        text = f'({arg},)[0]' if arg.startswith('*') else arg
        try:
            code = compile(text, '<string>', 'eval')
        except SyntaxError:
            raise SyntaxError(
                f'Forward reference must be an expression -- got {arg!r}')
        self.__forward_arg__ = arg
        self.__forward_code__ = code
        self.__forward_evaluated__ = False
        self.__forward_value__ = None
        self.__forward_is_argument__ = is_argument
        self.__forward_is_class__ = is_class
        self.__forward_module__ = module

    def _evaluate(self, globalns, localns, type_params=_sentinel, *,
                  recursive_guard):
        if type_params is _sentinel:
            _warn_of_missing_type_params('typing.ForwardRef._evaluate')
            type_params = ()
        if self.__forward_arg__ in recursive_guard:
            return self
        if self.__forward_evaluated__ and localns is globalns:
            return self.__forward_value__
        if globalns is None:
            globalns = {} if localns is None else localns
        if localns is None:
            localns = globalns
        if self.__forward_module__ is not None:
            module = sys.modules.get(self.__forward_module__)
            globalns = getattr(module, '__dict__', globalns)
        if type_params:
            globalns, localns = self._add_type_params(
                dict(globalns), dict(localns), type_params)
        value = _type_check(
            eval(self.__forward_code__, globalns, localns),
            'Forward references must evaluate to types.',
            is_argument=self.__forward_is_argument__,
            allow_special_forms=self.__forward_is_class__)
        self.__forward_value__ = _eval_type(
            value, globalns, localns, type_params,
            recursive_guard=recursive_guard | {self.__forward_arg__})
        self.__forward_evaluated__ = True
        return self.__forward_value__

    def _add_type_params(self, globalns, localns, type_params):
        """Let type parameters hide what else has their names.

        In a class, names of the class hide them in turn; there the globals
        given are those of the class.
        """
        for parameter in type_params:
            name = parameter.__name__
            if not self.__forward_is_class__ or name not in globalns:
                globalns[name] = parameter
                localns.pop(name, None)
        return globalns, localns

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        if self.__forward_arg__ != other.__forward_arg__:
            return False
        if self.__forward_evaluated__ and other.__forward_evaluated__:
            return self.__forward_value__ == other.__forward_value__
        return self.__forward_module__ == other.__forward_module__

    def __hash__(self):
        return hash((self.__forward_arg__, self.__forward_module__))

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __repr__(self):
        module = ''
        if self.__forward_module__ is not None:
            module = f', module={self.__forward_module__!r}'
        return f'ForwardRef({self.__forward_arg__!r}{module})'


# --- type parameters ------------------------------------------------------

def _is_unpacked_typevartuple(x):
    return (not isinstance(x, type)
            and getattr(x, '__typing_is_unpacked_typevartuple__', False))


def _is_typevar_like(x):
    return isinstance(x, (TypeVar, ParamSpec)) or _is_unpacked_typevartuple(x)


# The interpreter calls the following functions for the methods
# __typing_subst__ and __typing_prepare_subst__ of type parameters.

def _typevar_subst(self, arg):
    arg = _type_check(arg, 'Parameters to generic types must be types.')
    if (isinstance(arg, _GenericAlias) and arg.__origin__ is Unpack
            or isinstance(arg, GenericAlias)
            and getattr(arg, '__unpacked__', False)):
        raise TypeError(f'{arg} is not valid as type argument')
    return arg


def _typevartuple_prepare_subst(self, alias, args):
    """Gather the arguments that are for a TypeVarTuple into one tuple.

    An unpacked tuple of any length among the arguments gives to the parameters
    beside it as many items as they need.
    """
    params = alias.__parameters__
    position = params.index(self)
    if any([isinstance(param, TypeVarTuple) for param in params[position + 1:]]):
        raise TypeError(f'More than one TypeVarTuple parameter in {alias}')
    before, after = position, len(params) - position - 1
    count = len(args)
    left, right = before, after
    endless, item = _find_endless(args)
    if endless is not None:
        left = min(left, endless)
        right = min(right, count - endless - 1)
    elif left + right > count:
        raise TypeError(f'Too few arguments for {alias}; actual {count}, '
                        f'expected at least {len(params) - 1}')
    end = count - right
    if left == end and self.has_default():
        own = _unpack_args(self.__default__)
    else:
        own = args[left:end]
    filled_after = after - right - left
    return (*args[:left], *[item] * (before - left), own,
            *[item] * filled_after, *args[end:])


def _find_endless(args):
    """Find the unpacked tuple of any length; return its place and item."""
    found = None, None
    for place, arg in enumerate(args):
        if isinstance(arg, type):
            continue
        items = getattr(arg, '__typing_unpacked_tuple_args__', None)
        if items and len(items) == 2 and items[-1] is ...:
            if found[0] is not None:
                raise TypeError(
                    'More than one unpacked arbitrary-length tuple argument')
            found = place, items[0]
    return found


def _paramspec_subst(self, arg):
    if isinstance(arg, (list, tuple)):
        return tuple([_type_check(item, 'Expected a type.') for item in arg])
    if not _is_param_expr(arg):
        raise TypeError('Expected a list of types, an ellipsis, ParamSpec, '
                        f'or Concatenate. Got {arg}')
    return arg


def _paramspec_prepare_subst(self, alias, args):
    params = alias.__parameters__
    place = params.index(self)
    if place == len(args) and self.has_default():
        args = [*args, self.__default__]
    if place >= len(args):
        raise TypeError(f'Too few arguments for {alias}')
    if len(params) == 1 and not _is_param_expr(args[0]):
        # The brackets of the list may be left out.
        return (args,)
    if isinstance(args[place], list):
        return (*args[:place], tuple(args[place]), *args[place + 1:])
    return args


def _prepare_args(alias, args):
    """Let the parameters that need it rearrange the arguments."""
    for param in alias.__parameters__:
        prepare = getattr(param, '__typing_prepare_subst__', None)
        if prepare is not None:
            args = prepare(alias, args)
    return args


# --- what Generic does ----------------------------------------------------

@_tp_cache
def _generic_class_getitem(cls, args):
    """Parameterize Generic, or a class derived from it."""
    if not isinstance(args, tuple):
        args = (args,)
    args = tuple([_type_convert(arg) for arg in args])
    if cls in (Generic, Protocol):
        if not args:
            raise TypeError(f'Parameter list to {cls.__qualname__}[...] '
                            'cannot be empty')
        if not all([_is_typevar_like(arg) for arg in args]):
            raise TypeError(
                f'Parameters to {cls.__name__}[...] must all be type '
                'variables or parameter specification variables.')
        if len(set(args)) != len(args):
            raise TypeError(
                f'Parameters to {cls.__name__}[...] must all be unique')
        return _GenericAlias(cls, args)
    args = _prepare_args(cls, args)
    _check_generic_specialization(cls, args)
    flat = []
    for param, arg in zip(cls.__parameters__, args):
        if isinstance(param, TypeVarTuple):
            flat += arg
        else:
            flat.append(arg)
    return _GenericAlias(cls, tuple(flat))


def _generic_init_subclass(cls, *args, **kwargs):
    """Find the parameters of a class derived from Generic."""
    super(Generic, cls).__init_subclass__(*args, **kwargs)
    bases = cls.__dict__.get('__orig_bases__')
    if bases is None:
        plain = (Generic in cls.__bases__ and cls.__name__ != 'Protocol'
                 and type(cls).__name__ != '_TypedDictMeta')
    else:
        plain = Generic in bases
    if plain:
        raise TypeError('Cannot inherit from plain Generic')
    parameters = ()
    if bases is not None:
        parameters = _collect_type_parameters(bases)
        listed = [base.__parameters__ for base in bases
                  if isinstance(base, _GenericAlias)
                  and base.__origin__ is Generic]
        if len(listed) > 1:
            raise TypeError(
                'Cannot inherit from Generic[...] multiple times.')
        if listed:
            missing = [str(parameter) for parameter in parameters
                       if parameter not in listed[0]]
            parameters = listed[0]
            if missing:
                shown = ', '.join(map(str, parameters))
                raise TypeError(
                    f"Some type variables ({', '.join(missing)}) are not "
                    f'listed in Generic[{shown}]')
    cls.__parameters__ = tuple(parameters)


def _caller(depth=1, default='__main__'):
    """Return the name of the module that called the caller."""
    try:
        return sys._getframemodulename(depth + 1) or default
    except AttributeError:
        return None
