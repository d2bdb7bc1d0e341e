"""The annotations of an object, evaluated."""

import sys
from types import (
    BuiltinFunctionType, FunctionType, GenericAlias, GetSetDescriptorType,
    MethodDescriptorType, MethodType, MethodWrapperType, ModuleType,
    UnionType, WrapperDescriptorType)
from ._aliases import (
    NotRequired, ReadOnly, Required, _AnnotatedAlias, _GenericAlias)
from ._core import ForwardRef, _eval_type, _with_args

# What is defined here belongs to the package.
__name__ = 'typing'

# Objects of these types may be without annotations.
_allowed_types = (
    FunctionType, BuiltinFunctionType, MethodType, ModuleType,
    WrapperDescriptorType, MethodWrapperType, MethodDescriptorType)


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """Return the annotations of a class, function, method or module.

    Strings are evaluated. Annotations of base classes are included; metadata of
    Annotated, and what says whether a key of a TypedDict is required, only with
    `include_extras`.
    """
    if getattr(obj, '__no_type_check__', None):
        return {}
    if isinstance(obj, type):
        hints = {}
        for base in reversed(obj.__mro__):
            hints.update(_class_hints(base, globalns, localns))
    else:
        hints = _object_hints(obj, globalns, localns)
    if include_extras:
        return hints
    return {name: _strip_annotations(hint) for name, hint in hints.items()}


def _evaluate(value, globalns, localns, type_params, **options):
    if value is None:
        return type(None)
    if isinstance(value, str):
        value = ForwardRef(value, **options)
    return _eval_type(value, globalns, localns, type_params)


def _class_hints(cls, globalns, localns):
    annotations = cls.__dict__.get('__annotations__', {})
    if isinstance(annotations, GetSetDescriptorType):
        return {}
    scope = globalns
    if scope is None:
        scope = getattr(sys.modules.get(cls.__module__), '__dict__', {})
    local = localns
    if local is None:
        local = dict(vars(cls))
        if globalns is None:
            # Names that the annotations share with the class itself are
            # meant to be the module's.
            scope, local = local, scope
    return {name: _evaluate(value, scope, local, cls.__type_params__,
                            is_argument=False, is_class=True)
            for name, value in annotations.items()}


def _object_hints(obj, globalns, localns):
    is_module = isinstance(obj, ModuleType)
    if globalns is None:
        if is_module:
            globalns = obj.__dict__
        else:
            inner = obj
            while hasattr(inner, '__wrapped__'):
                inner = inner.__wrapped__
            globalns = getattr(inner, '__globals__', {})
    if localns is None:
        localns = globalns
    annotations = getattr(obj, '__annotations__', None)
    if annotations is None:
        if isinstance(obj, _allowed_types):
            return {}
        raise TypeError(
            f'{obj!r} is not a module, class, method, or function.')
    type_params = getattr(obj, '__type_params__', ())
    return {name: _evaluate(value, globalns, localns, type_params,
                            is_argument=not is_module, is_class=False)
            for name, value in dict(annotations).items()}


def _strip_annotations(t):
    """Take metadata and qualifiers out of a type."""
    if isinstance(t, _AnnotatedAlias):
        return _strip_annotations(t.__origin__)
    if getattr(t, '__origin__', None) in (Required, NotRequired, ReadOnly):
        return _strip_annotations(t.__args__[0])
    if isinstance(t, (_GenericAlias, GenericAlias, UnionType)):
        return _with_args(
            t, tuple([_strip_annotations(arg) for arg in t.__args__]))
    return t


def no_type_check(arg):
    """A decorator that says that annotations are not about types.

    A class hands it on to its methods and inner classes.
    """
    if isinstance(arg, type):
        for key in dir(arg):
            member = getattr(arg, key)
            if (not hasattr(member, '__qualname__')
                    or member.__qualname__
                    != f'{arg.__qualname__}.{member.__name__}'
                    or getattr(member, '__module__', None) != arg.__module__):
                # Only what was defined in the body counts.
                continue
            if isinstance(member, FunctionType):
                member.__no_type_check__ = True
            if isinstance(member, MethodType):
                member.__func__.__no_type_check__ = True
            if isinstance(member, type):
                no_type_check(member)
    try:
        arg.__no_type_check__ = True
    except TypeError:
        # Built-in classes cannot be marked.
        pass
    return arg


def no_type_check_decorator(decorator):
    """Make a decorator mark what it returns; deprecated."""
    import functools
    import warnings
    warnings._deprecated('typing.no_type_check_decorator', remove=(3, 15))

    @functools.wraps(decorator)
    def wrapped_decorator(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))

    return wrapped_decorator
