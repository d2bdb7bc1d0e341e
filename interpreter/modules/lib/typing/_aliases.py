"""Parameterized types, and the special forms that make them."""

import _collections_abc
from types import GenericAlias, UnionType
from _operator import getitem
from _typing import Generic, ParamSpec, ParamSpecArgs, ParamSpecKwargs, TypeVarTuple
from ._core import (
    Any, ForwardRef, _Final, _NotIterable, _SpecialForm,
    _TypedCacheSpecialForm, _collect_type_parameters,
    _compare_args_orderless, _complete, _deduplicate, _is_param_expr,
    _is_unpacked_typevartuple, _prepare_args, _refuse_count,
    _should_unflatten_callable_args, _tp_cache, _type_check, _type_convert,
    _type_repr, _unpack_args)

# What is defined here belongs to the package.
__name__ = 'typing'


def _is_dunder(attr):
    return attr.startswith('__') and attr.endswith('__')


class _TypingEllipsis:
    """Stands for an ellipsis where one would be taken for an argument."""


_NAMES = '__name__', '__qualname__'
_OWN_ATTRIBUTES = frozenset(('_name', '_inst', '_nparams', '_defaults'))


class _BaseGenericAlias(_Final, _root=True):
    """A generic type, which hands most attributes on to its origin.

    `inst` tells whether it can be called; `name` is its name in typing if it
    has one.
    """

    def __init__(self, origin, *, inst=True, name=None):
        self._inst = inst
        self._name = name
        self.__origin__ = origin
        self.__slots__ = None

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(
                f'Type {self._name} cannot be instantiated; use '
                f'{self.__origin__.__name__}() instead')
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except Exception:
            # Objects need not take attributes.
            pass
        return result

    def __mro_entries__(self, bases):
        entries = []
        if self.__origin__ not in bases:
            entries.append(self.__origin__)
        # Generic comes in once, for the last of the bases that bring it.
        rest = bases[bases.index(self) + 1:]
        if not any(_brings_generic(base, bases) for base in rest):
            entries.append(Generic)
        return tuple(entries)

    def __getattr__(self, attr):
        if attr in _NAMES:
            return self._name or self.__origin__.__name__
        # While an object is unpickled it may not have an origin.
        if '__origin__' in self.__dict__ and not _is_dunder(attr):
            return getattr(self.__origin__, attr)
        raise AttributeError(attr)

    def __setattr__(self, attr, val):
        if attr in _OWN_ATTRIBUTES or _is_dunder(attr):
            super().__setattr__(attr, val)
        else:
            setattr(self.__origin__, attr, val)

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        raise TypeError('Subscripted generics cannot be used with '
                        'class and instance checks')

    def __dir__(self):
        names = [attr for attr in dir(self.__origin__)
                 if not _is_dunder(attr)]
        return list({*super().__dir__(), *names})


def _brings_generic(base, bases):
    """Tell whether a base puts Generic among the classes to derive from."""
    if isinstance(base, _BaseGenericAlias):
        return True
    if isinstance(base, type):
        return issubclass(base, Generic)
    replace = getattr(base, '__mro_entries__', None)
    entries = replace(bases) if replace else None
    return (isinstance(entries, tuple)
            and any([isinstance(entry, type) and issubclass(entry, Generic)
                     for entry in entries]))


class _GenericAlias(_BaseGenericAlias, _root=True):
    """A generic type with its arguments."""

    def __init__(self, origin, args, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name)
        if not isinstance(args, tuple):
            args = (args,)
        self.__args__ = tuple([... if arg is _TypingEllipsis else arg
                               for arg in args])
        self.__parameters__ = _collect_type_parameters(
            args, enforce_default_ordering=origin in (Generic, Protocol))
        if not name:
            self.__module__ = origin.__module__

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return (self.__origin__ == other.__origin__
                and self.__args__ == other.__args__)

    def __hash__(self):
        return hash((self.__origin__, self.__args__))

    def __or__(self, right):
        return Union[self, right]

    def __ror__(self, left):
        return Union[left, self]

    @_tp_cache
    def __getitem__(self, args):
        """Put arguments in the place of the parameters."""
        if self.__origin__ in (Generic, Protocol):
            raise TypeError(f'Cannot subscript already-subscripted {self}')
        if not self.__parameters__:
            raise TypeError(f'{self} is not a generic class')
        if not isinstance(args, tuple):
            args = (args,)
        args = _unpack_args(*[_type_convert(arg) for arg in args])
        return self.copy_with(self._determine_new_args(args))

    def _determine_new_args(self, args):
        args = _prepare_args(self, args)
        params = self.__parameters__
        if len(args) != len(params):
            _refuse_count(self, len(args), len(params))
        return tuple(self._make_substitution(
            self.__args__, dict(zip(params, args))))

    def _make_substitution(self, args, new_arg_by_param):
        """List the arguments, having replaced parameters within them."""
        result = []
        for old in args:
            if isinstance(old, type):
                result.append(old)
                continue
            substitute = getattr(old, '__typing_subst__', None)
            if substitute:
                new = substitute(new_arg_by_param[old])
            else:
                new = _subscript(old, new_arg_by_param)
            if (isinstance(new, tuple)
                    and self.__origin__ == _collections_abc.Callable
                    or _is_unpacked_typevartuple(old)):
                # These come without a tuple around them.
                result += new
            elif isinstance(old, tuple):
                result.append(tuple(
                    self._make_substitution(old, new_arg_by_param)))
            else:
                result.append(new)
        return result

    def copy_with(self, args):
        return self.__class__(self.__origin__, args, name=self._name,
                              inst=self._inst)

    def __repr__(self):
        if self._name:
            name = 'typing.' + self._name
        else:
            name = _type_repr(self.__origin__)
        args = ', '.join(map(_type_repr, self.__args__)) or '()'
        return f'{name}[{args}]'

    def __reduce__(self):
        origin = self.__origin__
        if self._name:
            import typing
            origin = getattr(typing, self._name)
        args = self.__args__
        if len(args) == 1 and not isinstance(args[0], tuple):
            args = args[0]
        return getitem, (origin, args)

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _SpecialForm):
            raise TypeError(f'Cannot subclass {self!r}')
        if self._name:
            return super().__mro_entries__(bases)
        if self.__origin__ is Generic:
            rest = bases[bases.index(self) + 1:]
            if Protocol in bases or any(
                    [isinstance(base, _BaseGenericAlias) and base is not self
                     for base in rest]):
                return ()
        return (self.__origin__,)

    def __iter__(self):
        # So that a star before it unpacks it.
        yield Unpack[self]


def _subscript(alias, new_arg_by_param):
    """Replace the parameters of a type within a type."""
    params = getattr(alias, '__parameters__', ())
    if not params:
        return alias
    args = []
    for param in params:
        if isinstance(param, TypeVarTuple):
            args += new_arg_by_param[param]
        else:
            args.append(new_arg_by_param[param])
    return alias[tuple(args)]


class _SpecialGenericAlias(_NotIterable, _BaseGenericAlias, _root=True):
    """A name in typing for a class defined elsewhere, such as List.

    `nparams` is how many arguments it takes; `defaults` are those for the last
    of them.
    """

    def __init__(self, origin, nparams, *, inst=True, name=None, defaults=()):
        super().__init__(origin, inst=inst, name=name or origin.__name__)
        self._nparams = nparams
        self._defaults = defaults
        module = origin.__module__
        prefix = '' if module == 'builtins' else module + '.'
        self.__doc__ = f'A generic version of {prefix}{origin.__qualname__}.'

    @_tp_cache
    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        msg = 'Parameters to generic types must be types.'
        params = tuple([_type_check(param, msg) for param in params])
        expected = self._nparams
        missing = expected - len(params)
        if 0 < missing <= len(self._defaults):
            params += self._defaults[-missing:]
        elif missing:
            if not expected:
                raise TypeError(f'{self} is not a generic class')
            shown = None
            if self._defaults:
                shown = f'at least {expected - len(self._defaults)}'
            _refuse_count(self, len(params), expected, shown)
        return self.copy_with(params)

    def copy_with(self, params):
        return _GenericAlias(self.__origin__, params, name=self._name,
                             inst=self._inst)

    def __repr__(self):
        return 'typing.' + self._name

    def __subclasscheck__(self, cls):
        if isinstance(cls, _SpecialGenericAlias):
            return issubclass(cls.__origin__, self.__origin__)
        if isinstance(cls, _GenericAlias):
            return super().__subclasscheck__(cls)
        return issubclass(cls, self.__origin__)

    def __reduce__(self):
        return self._name

    def __or__(self, right):
        return Union[self, right]

    def __ror__(self, left):
        return Union[left, self]


class _DeprecatedGenericAlias(_SpecialGenericAlias, _root=True):

    def __init__(self, origin, nparams, *, removal_version, inst=True,
                 name=None):
        super().__init__(origin, nparams, inst=inst, name=name)
        self._removal_version = removal_version

    def __instancecheck__(self, inst):
        import warnings
        warnings._deprecated(f'{self.__module__}.{self._name}',
                             remove=self._removal_version)
        return super().__instancecheck__(inst)


class _CallableGenericAlias(_NotIterable, _GenericAlias, _root=True):

    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and _is_param_expr(args[0]):
            return super().__repr__()
        params = ', '.join(map(_type_repr, args[:-1]))
        return f'typing.Callable[[{params}], {_type_repr(args[-1])}]'

    def __reduce__(self):
        import typing
        args = self.__args__
        if not (len(args) == 2 and _is_param_expr(args[0])):
            args = list(args[:-1]), args[-1]
        return getitem, (typing.Callable, args)


class _CallableType(_SpecialGenericAlias, _root=True):
    """Callable, whose first argument is a list."""

    def copy_with(self, params):
        return _CallableGenericAlias(self.__origin__, params, name=self._name,
                                     inst=self._inst)

    def __getitem__(self, params):
        if not isinstance(params, tuple) or len(params) != 2:
            raise TypeError(
                'Callable must be used as Callable[[arg, ...], result].')
        args, result = params
        if isinstance(args, list):
            # Lists have no hash.
            args = tuple(args)
        return self.__getitem_inner__((args, result))

    @_tp_cache
    def __getitem_inner__(self, params):
        args, result = params
        result = _type_check(
            result, 'Callable[args, result]: result must be a type.')
        if args is ...:
            return self.copy_with((_TypingEllipsis, result))
        if not isinstance(args, tuple):
            args = (args,)
        return self.copy_with(
            (*[_type_convert(arg) for arg in args], result))


class _TupleType(_SpecialGenericAlias, _root=True):
    """Tuple, whose last argument may be an ellipsis."""

    @_tp_cache
    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        end = ()
        msg = 'Tuple[t0, t1, ...]: each t must be a type.'
        if len(params) >= 2 and params[-1] is ...:
            end = (_TypingEllipsis,)
            params = params[:-1]
            msg = 'Tuple[t, ...]: t must be a type.'
        params = tuple([_type_check(param, msg) for param in params])
        return self.copy_with(params + end)


class _UnionGenericAlias(_NotIterable, _GenericAlias, _root=True):

    def copy_with(self, params):
        return Union[params]

    def __eq__(self, other):
        if not isinstance(other, (_UnionGenericAlias, UnionType)):
            return NotImplemented
        try:
            return set(self.__args__) == set(other.__args__)
        except TypeError:
            return _compare_args_orderless(self.__args__, other.__args__)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and type(None) in args:
            other = args[1] if args[0] is type(None) else args[0]
            return f'typing.Optional[{_type_repr(other)}]'
        return super().__repr__()

    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))

    def __subclasscheck__(self, cls):
        for arg in self.__args__:
            if issubclass(cls, arg):
                return True

    def __reduce__(self):
        return getitem, (Union, super().__reduce__()[1][1])


def _value_and_type_iter(parameters):
    return ((parameter, type(parameter)) for parameter in parameters)


class _LiteralGenericAlias(_GenericAlias, _root=True):

    def __eq__(self, other):
        if not isinstance(other, _LiteralGenericAlias):
            return NotImplemented
        return (set(_value_and_type_iter(self.__args__))
                == set(_value_and_type_iter(other.__args__)))

    def __hash__(self):
        return hash(frozenset(_value_and_type_iter(self.__args__)))


class _ConcatenateGenericAlias(_GenericAlias, _root=True):

    def copy_with(self, params):
        *first, last = params
        if isinstance(last, (list, tuple)):
            return (*first, *last)
        if isinstance(last, _ConcatenateGenericAlias):
            params = (*first, *last.__args__)
        return super().copy_with(params)


class _UnpackGenericAlias(_GenericAlias, _root=True):

    def __repr__(self):
        return f'typing.Unpack[{_type_repr(self.__args__[0])}]'

    def __getitem__(self, args):
        if self.__typing_is_unpacked_typevartuple__:
            return args
        return super().__getitem__(args)

    @property
    def __typing_unpacked_tuple_args__(self):
        arg = self.__args__[0]
        if not isinstance(arg, (_GenericAlias, GenericAlias)):
            return None
        if arg.__origin__ is not tuple:
            raise TypeError('Unpack[...] must be used with a tuple type')
        return arg.__args__

    @property
    def __typing_is_unpacked_typevartuple__(self):
        return isinstance(self.__args__[0], TypeVarTuple)


class _AnnotatedAlias(_NotIterable, _GenericAlias, _root=True):
    """A type with metadata, which otherwise behaves as the type."""

    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, origin, name='Annotated')
        self.__metadata__ = metadata

    def copy_with(self, params):
        return _AnnotatedAlias(*params, self.__metadata__)

    def __repr__(self):
        metadata = ', '.join(map(repr, self.__metadata__))
        return f'typing.Annotated[{_type_repr(self.__origin__)}, {metadata}]'

    def __reduce__(self):
        return getitem, (Annotated, (self.__origin__, *self.__metadata__))

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return (self.__origin__ == other.__origin__
                and self.__metadata__ == other.__metadata__)

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))

    def __getattr__(self, attr):
        return 'Annotated' if attr in _NAMES else super().__getattr__(attr)

    def __mro_entries__(self, bases):
        return (self.__origin__,)


# --- forms without arguments ----------------------------------------------

@_SpecialForm
def NoReturn(self, parameters):
    """What a function returns that never does."""
    raise TypeError(f'{self} is not subscriptable')


@_SpecialForm
def Never(self, parameters):
    """The type that has no values."""
    raise TypeError(f'{self} is not subscriptable')


@_SpecialForm
def Self(self, parameters):
    """The class of the object that a method belongs to."""
    raise TypeError(f'{self} is not subscriptable')


@_SpecialForm
def LiteralString(self, parameters):
    """Strings that are made of literals only."""
    raise TypeError(f'{self} is not subscriptable')


@_SpecialForm
def TypeAlias(self, parameters):
    """The annotation of a name that stands for a type."""
    raise TypeError(f'{self} is not subscriptable')


# --- forms with arguments -------------------------------------------------

def _single(form, parameters, special=False):
    """Return a form with one argument."""
    item = _type_check(parameters, f'{form} accepts only single type.',
                       allow_special_forms=special)
    return _GenericAlias(form, (item,))


@_SpecialForm
def ClassVar(self, parameters):
    """A variable that belongs to the class and not to its instances."""
    return _single(self, parameters, True)


@_SpecialForm
def Final(self, parameters):
    """A name that is not assigned to again."""
    return _single(self, parameters, True)


@_SpecialForm
def TypeGuard(self, parameters):
    """What a function returns that tells whether its argument has a type."""
    return _single(self, parameters)


@_SpecialForm
def TypeIs(self, parameters):
    """As TypeGuard; if the answer is no, the argument is of another type."""
    return _single(self, parameters)


def _qualifier(form, parameters):
    item = _type_check(parameters,
                       f'{form._name} accepts only a single type.')
    return _GenericAlias(form, (item,))


@_SpecialForm
def Required(self, parameters):
    """A key that a TypedDict must have."""
    return _qualifier(self, parameters)


@_SpecialForm
def NotRequired(self, parameters):
    """A key that a TypedDict may be without."""
    return _qualifier(self, parameters)


@_SpecialForm
def ReadOnly(self, parameters):
    """A key of a TypedDict that is not assigned to."""
    return _qualifier(self, parameters)


@_SpecialForm
def Union(self, parameters):
    """One type or another."""
    if parameters == ():
        raise TypeError('Cannot take a Union of no types.')
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    msg = 'Union[arg, ...]: each arg must be a type.'
    members = []
    for parameter in parameters:
        parameter = _type_check(parameter, msg)
        if isinstance(parameter, (_UnionGenericAlias, UnionType)):
            members += parameter.__args__
        else:
            members.append(parameter)
    members = tuple(_deduplicate(members, unhashable_fallback=True))
    if len(members) == 1:
        return members[0]
    if len(members) == 2 and type(None) in members:
        return _UnionGenericAlias(self, members, name='Optional')
    return _UnionGenericAlias(self, members)


def _make_union(left, right):
    """Called by the interpreter for `|` between a type parameter and a type."""
    return Union[left, right]


@_SpecialForm
def Optional(self, parameters):
    """A type or None."""
    arg = _type_check(parameters, f'{self} requires a single type.')
    return Union[arg, type(None)]


@_TypedCacheSpecialForm
@_tp_cache(typed=True)
def Literal(self, *parameters):
    """One of some values."""
    values = []
    for parameter in parameters:
        if isinstance(parameter, _LiteralGenericAlias):
            values += parameter.__args__
        else:
            values.append(parameter)
    try:
        # Values of different types differ, even if they are equal.
        values = [value for value, _ in
                  _deduplicate(list(_value_and_type_iter(values)))]
    except TypeError:
        pass
    return _LiteralGenericAlias(self, tuple(values))


@_SpecialForm
def Concatenate(self, parameters):
    """Parameters, and after them those of a ParamSpec."""
    if parameters == ():
        raise TypeError('Cannot take a Concatenate of no types.')
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    *first, last = parameters
    if not (last is ... or isinstance(last, ParamSpec)):
        raise TypeError('The last parameter to Concatenate should be a '
                        'ParamSpec variable or ellipsis.')
    msg = 'Concatenate[arg, ...]: each arg must be a type.'
    return _ConcatenateGenericAlias(
        self, (*[_type_check(parameter, msg) for parameter in first], last))


@_SpecialForm
def Unpack(self, parameters):
    """The items of a tuple type, or the keys of a TypedDict."""
    item = _type_check(parameters, f'{self} accepts only single type.')
    return _UnpackGenericAlias(origin=self, args=(item,))


@_TypedCacheSpecialForm
@_tp_cache(typed=True)
def Annotated(self, *params):
    """A type with metadata that is not about types."""
    if len(params) < 2:
        raise TypeError('Annotated[...] should be used with at least two '
                        'arguments (a type and an annotation).')
    if _is_unpacked_typevartuple(params[0]):
        raise TypeError('Annotated[...] should not be used with an '
                        'unpacked TypeVarTuple')
    origin = _type_check(params[0], 'Annotated[t, ...]: t must be a type.',
                         allow_special_forms=True)
    return _AnnotatedAlias(origin, params[1:])


# --- taking types apart ---------------------------------------------------

def get_origin(tp):
    """Return what a type is made of, without arguments: list for list[int]."""
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_BaseGenericAlias, GenericAlias, ParamSpecArgs,
                       ParamSpecKwargs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    if isinstance(tp, UnionType):
        return UnionType
    return None


def get_args(tp):
    """Return the arguments of a type: (int,) for list[int]."""
    if isinstance(tp, _AnnotatedAlias):
        return tp.__origin__, *tp.__metadata__
    if isinstance(tp, (_GenericAlias, GenericAlias)):
        args = tp.__args__
        if _should_unflatten_callable_args(tp, args):
            args = list(args[:-1]), args[-1]
        return args
    if isinstance(tp, UnionType):
        return tp.__args__
    return ()


def _know_protocol(protocol):
    global Protocol
    Protocol = protocol
    _complete(Protocol=protocol)


_complete(
    ClassVar=ClassVar, Final=Final, LiteralString=LiteralString, Never=Never,
    NoReturn=NoReturn, Protocol=None, Self=Self, TypeAlias=TypeAlias,
    Union=Union, Unpack=Unpack, _GenericAlias=_GenericAlias,
    _ConcatenateGenericAlias=_ConcatenateGenericAlias)
Protocol = None
