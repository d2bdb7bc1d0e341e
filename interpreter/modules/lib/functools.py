"""Functions that make functions, and helpers for classes.

Single dispatch is in `_singledispatch`, which is loaded at first use.
"""

__all__ = [
    "update_wrapper", "wraps", "WRAPPER_ASSIGNMENTS", "WRAPPER_UPDATES",
    "total_ordering", "cache", "cmp_to_key", "lru_cache", "reduce",
    "partial", "partialmethod", "singledispatch", "singledispatchmethod",
    "cached_property",
]

from _thread import RLock  # Programs know that it can be had from here.

try:
    from _functools import _lru_cache_wrapper, cmp_to_key, partial, reduce
except ImportError:
    from _functools_fallback import (
        _lru_cache_wrapper, cmp_to_key, partial, reduce)

GenericAlias = type(list[int])

_SINGLE_DISPATCH = (
    "singledispatch", "singledispatchmethod", "_c3_merge", "_c3_mro",
    "_compose_mro", "_find_impl")


def __getattr__(name):
    if name in _SINGLE_DISPATCH:
        import _singledispatch
        value = getattr(_singledispatch, name)
    elif name == "_CacheInfo":
        from collections import namedtuple
        value = namedtuple(
            "CacheInfo", ("hits", "misses", "maxsize", "currsize"),
            module="functools")
    elif name == "_make_key":
        from _functools_fallback import _make_key as value
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *_SINGLE_DISPATCH, "_CacheInfo", "_make_key"})


# Wrappers that look like what they wrap.

WRAPPER_ASSIGNMENTS = (
    "__module__", "__name__", "__qualname__", "__doc__", "__annotations__",
    "__type_params__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS,
                   updated=WRAPPER_UPDATES):
    """Make a wrapper look like the function that it wraps.

    The `assigned` attributes are taken over, the `updated` ones are merged.
    """
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    # After the merge, which may bring the __wrapped__ of what is wrapped.
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """update_wrapper() as a decorator of the wrapper."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned,
                   updated=updated)


# Orderings. Each function calls the method that the class defines itself, not
# the operator, which would try the reflected method and could come back here.


def _gt_from_lt(self, other):
    less = type(self).__lt__(self, other)
    return less if less is NotImplemented else not less and self != other


def _le_from_lt(self, other):
    less = type(self).__lt__(self, other)
    return less if less is NotImplemented else less or self == other


def _ge_from_lt(self, other):
    less = type(self).__lt__(self, other)
    return less if less is NotImplemented else not less


def _ge_from_le(self, other):
    at_most = type(self).__le__(self, other)
    return at_most if at_most is NotImplemented else not at_most or self == other


def _lt_from_le(self, other):
    at_most = type(self).__le__(self, other)
    return at_most if at_most is NotImplemented else at_most and self != other


def _gt_from_le(self, other):
    at_most = type(self).__le__(self, other)
    return at_most if at_most is NotImplemented else not at_most


def _lt_from_gt(self, other):
    greater = type(self).__gt__(self, other)
    return greater if greater is NotImplemented else not greater and self != other


def _ge_from_gt(self, other):
    greater = type(self).__gt__(self, other)
    return greater if greater is NotImplemented else greater or self == other


def _le_from_gt(self, other):
    greater = type(self).__gt__(self, other)
    return greater if greater is NotImplemented else not greater


def _le_from_ge(self, other):
    at_least = type(self).__ge__(self, other)
    return at_least if at_least is NotImplemented else not at_least or self == other


def _gt_from_ge(self, other):
    at_least = type(self).__ge__(self, other)
    return at_least if at_least is NotImplemented else at_least and self != other


def _lt_from_ge(self, other):
    at_least = type(self).__ge__(self, other)
    return at_least if at_least is NotImplemented else not at_least


# What is derived from which; the first that a class defines is used.
_convert = {
    "__lt__": (("__gt__", _gt_from_lt), ("__le__", _le_from_lt),
               ("__ge__", _ge_from_lt)),
    "__le__": (("__ge__", _ge_from_le), ("__lt__", _lt_from_le),
               ("__gt__", _gt_from_le)),
    "__gt__": (("__lt__", _lt_from_gt), ("__ge__", _ge_from_gt),
               ("__le__", _le_from_gt)),
    "__ge__": (("__le__", _le_from_ge), ("__gt__", _gt_from_ge),
               ("__lt__", _lt_from_ge)),
}


def total_ordering(cls):
    """Add the comparisons that a class with one of them lacks."""
    own = [name for name in ("__lt__", "__le__", "__gt__", "__ge__")
           if getattr(cls, name, None) is not getattr(object, name, None)]
    if not own:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    for name, function in _convert[own[0]]:
        if name not in own:
            function.__name__ = name
            setattr(cls, name, function)
    return cls


# partialmethod


class partialmethod:
    """A method that calls another one with some arguments given already.

    What it wraps may be a function or a descriptor, such as a classmethod.
    """

    def __init__(self, func, /, *args, **keywords):
        if isinstance(func, partialmethod):
            # self has to come before all arguments, so they are merged.
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        elif not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.func = func
        self.args = args
        self.keywords = keywords

    def __repr__(self):
        cls = type(self)
        shown = [repr(self.func), *map(repr, self.args)]
        shown += [f"{name}={value!r}" for name, value in self.keywords.items()]
        return f"{cls.__module__}.{cls.__qualname__}({', '.join(shown)})"

    def _make_unbound_method(self):
        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args,
                             **{**self.keywords, **keywords})

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.__partialmethod__ = self
        return _method

    def __get__(self, obj, cls=None):
        func = self.func
        get = getattr(func, "__get__", None)
        if get is not None and not isinstance(func, partial):
            bound = get(obj, cls)
            # A descriptor that gives something new has bound the function.
            if bound is not func:
                result = partial(bound, *self.args, **self.keywords)
                try:
                    result.__self__ = bound.__self__
                except AttributeError:
                    pass
                return result
        return self._make_unbound_method().__get__(obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)

    __class_getitem__ = classmethod(GenericAlias)


def _unwrap_partial(func):
    """The function inside partial objects."""
    while isinstance(func, partial):
        func = func.func
    return func


def _unwrap_partialmethod(func):
    """The function inside partial objects and partial methods."""
    while True:
        outer = func
        while isinstance(getattr(func, "__partialmethod__", None), partialmethod):
            func = func.__partialmethod__
        while isinstance(func, partialmethod):
            func = func.func
        func = _unwrap_partial(func)
        if func is outer:
            return func


# Caches.


def _cached(user_function, maxsize, typed):
    try:
        cache_info = _CacheInfo
    except NameError:
        cache_info = __getattr__("_CacheInfo")
    wrapper = _lru_cache_wrapper(user_function, maxsize, typed, cache_info)
    wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return update_wrapper(wrapper, user_function)


def lru_cache(maxsize=128, typed=False):
    """Decorate a function to remember the results of its latest calls.

    With maxsize=None it remembers all. If typed, arguments that are equal
    but differ in type count as different. The arguments must be hashable.
    The function gets cache_info(), cache_clear(), cache_parameters() and
    __wrapped__.
    """
    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif callable(maxsize) and isinstance(typed, bool):
        # A decorator without parentheses.
        return _cached(maxsize, 128, typed)
    elif maxsize is not None:
        raise TypeError(
            "Expected first argument to be an integer, a callable, or None")
    return lambda user_function: _cached(user_function, maxsize, typed)


def cache(user_function, /):
    """Decorate a function to remember the results of all calls."""
    return _cached(user_function, None, False)


class cached_property:
    """A property that is computed once and then kept in the instance."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        self.__module__ = func.__module__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError(
                "Cannot assign the same cached_property to two different names "
                f"({self.attrname!r} and {name!r}).")

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        name = self.attrname
        if name is None:
            raise TypeError(
                "Cannot use cached_property instance without calling __set_name__ on it.")
        try:
            attributes = instance.__dict__
        except AttributeError:  # A class with __slots__.
            raise TypeError(
                f"No '__dict__' attribute on {type(instance).__name__!r} "
                f"instance to cache {name!r} property.") from None
        value = attributes.get(name, self)
        if value is self:  # Which no instance can hold as the value: absent.
            value = self.func(instance)
            try:
                attributes[name] = value
            except TypeError:  # A class, whose __dict__ is a proxy.
                raise TypeError(
                    f"The '__dict__' attribute on {type(instance).__name__!r} "
                    "instance does not support item assignment for caching "
                    f"{name!r} property.") from None
        return value

    __class_getitem__ = classmethod(GenericAlias)
