"""Functions that choose their implementation by the type of an argument.

Part of `functools`, which loads it at first use.
"""

from abc import get_cache_token
from functools import GenericAlias, update_wrapper
from types import MappingProxyType, UnionType
import weakref

__name__ = "functools"


def _c3_merge(sequences):
    """Merge linear orders of classes into one (C3, as for method resolution)."""
    merged = []
    while sequences := [sequence for sequence in sequences if sequence]:
        for sequence in sequences:
            candidate = sequence[0]
            if not any(candidate in other[1:] for other in sequences):
                break
        else:
            raise RuntimeError("Inconsistent hierarchy")
        merged.append(candidate)
        for sequence in sequences:
            if sequence[0] == candidate:
                del sequence[0]
    return merged


def _c3_mro(cls, abcs=None):
    """The method resolution order of a class, with abstract classes put in.

    An abstract class of the list is put where its abilities come in: at the
    class that has them while no base of it has. Unrelated ones are left out.
    """
    bases = cls.__bases__
    # Abstract classes come in after the last base that is one openly.
    boundary = 0
    for position, base in enumerate(bases, 1):
        if hasattr(base, "__abstractmethods__"):
            boundary = position
    explicit, others = list(bases[:boundary]), list(bases[boundary:])
    abcs = list(abcs) if abcs else []
    implied = [abstract for abstract in abcs
               if issubclass(cls, abstract)
               and not any(issubclass(base, abstract) for base in bases)]
    for abstract in implied:
        abcs.remove(abstract)
    orders = [_c3_mro(base, abcs=abcs)
              for base in (*explicit, *implied, *others)]
    return _c3_merge([[cls], *orders, explicit, implied, others])


def _compose_mro(cls, types):
    """The order in which the registered types are tried for a class."""
    own = set(cls.__mro__)
    related = [kind for kind in types
               if kind not in own and hasattr(kind, "__mro__")
               and not isinstance(kind, GenericAlias) and issubclass(cls, kind)]
    # The bases of others come in with them.
    related = [kind for kind in related
               if not any(kind != other and kind in other.__mro__
                          for other in related)]
    wanted = set(related)
    abstract = []
    for kind in related:
        # Subclasses that the class is also one of settle the order of several.
        found = [[base for base in sub.__mro__ if base in wanted]
                 for sub in kind.__subclasses__()
                 if sub not in own and issubclass(cls, sub)]
        if not found:
            abstract.append(kind)
            continue
        found.sort(key=len, reverse=True)
        for bases in found:
            for base in bases:
                if base not in abstract:
                    abstract.append(base)
    return _c3_mro(cls, abcs=abstract)


def _find_impl(cls, registry):
    """The implementation that fits a class best."""
    match = None
    for kind in _compose_mro(cls, registry.keys()):
        if match is not None:
            # Two abstract classes that fit equally: neither is better.
            if (kind in registry and kind not in cls.__mro__
                    and match not in cls.__mro__
                    and not issubclass(match, kind)):
                raise RuntimeError(f"Ambiguous dispatch: {match} or {kind}")
            break
        if kind in registry:
            match = kind
    return registry.get(match)


def _is_union_type(cls):
    from typing import Union, get_origin
    return get_origin(cls) in {Union, UnionType}


def _is_valid_dispatch_type(cls):
    if isinstance(cls, type):
        return True
    from typing import get_args
    return _is_union_type(cls) and all(
        isinstance(argument, type) for argument in get_args(cls))


def _annotated_type(func):
    """The type of the first parameter of an implementation."""
    if not getattr(func, "__annotations__", {}):
        raise TypeError(
            f"Invalid first argument to `register()`: {func!r}. "
            "Use either `@register(some_class)` or plain `@register` "
            "on an annotated function.")
    from typing import get_type_hints
    name, cls = next(iter(get_type_hints(func).items()))
    if _is_valid_dispatch_type(cls):
        return cls
    if _is_union_type(cls):
        raise TypeError(f"Invalid annotation for {name!r}. "
                        f"{cls!r} not all arguments are classes.")
    raise TypeError(f"Invalid annotation for {name!r}. {cls!r} is not a class.")


def singledispatch(func):
    """Make a function generic: register() adds implementations for types.

    Which one is called depends on the type of the first argument; the
    function itself is called for types that have none.
    """
    registry = {object: func}
    dispatch_cache = weakref.WeakKeyDictionary()
    cache_token = None
    funcname = getattr(func, "__name__", "singledispatch function")

    def dispatch(cls):
        """The implementation for a class."""
        nonlocal cache_token
        if cache_token is not None:
            # Since then, a class may have been registered with an abstract one.
            current = get_cache_token()
            if cache_token != current:
                dispatch_cache.clear()
                cache_token = current
        try:
            return dispatch_cache[cls]
        except KeyError:
            pass
        try:
            implementation = registry[cls]
        except KeyError:
            implementation = _find_impl(cls, registry)
        dispatch_cache[cls] = implementation
        return implementation

    def register(cls, func=None):
        """Add an implementation for a class; also a decorator."""
        nonlocal cache_token
        if _is_valid_dispatch_type(cls):
            if func is None:
                return lambda function: register(cls, function)
        elif func is not None:
            raise TypeError("Invalid first argument to `register()`. "
                            f"{cls!r} is not a class or union type.")
        else:
            func = cls
            cls = _annotated_type(func)
        if _is_union_type(cls):
            from typing import get_args
            for argument in get_args(cls):
                registry[argument] = func
        else:
            registry[cls] = func
        if cache_token is None and hasattr(cls, "__abstractmethods__"):
            cache_token = get_cache_token()
        dispatch_cache.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{funcname} requires at least 1 positional argument")
        return dispatch(args[0].__class__)(*args, **kw)

    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = MappingProxyType(registry)
    wrapper._clear_cache = dispatch_cache.clear
    return update_wrapper(wrapper, func)


class singledispatchmethod:
    """singledispatch() for methods: the type of the argument after self counts.

    What it wraps may be a function or a descriptor, such as a classmethod.
    """

    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func
        self._method_cache = weakref.WeakKeyDictionary()

    def register(self, cls, method=None):
        """Add an implementation for a class; also a decorator."""
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        if self._method_cache is not None:
            try:
                return self._method_cache[obj]
            except KeyError:
                pass
            except TypeError:  # Instances that have no weak references.
                self._method_cache = None
        dispatch = self.dispatcher.dispatch
        funcname = getattr(self.func, "__name__", "singledispatchmethod method")

        def _method(*args, **kwargs):
            if not args:
                raise TypeError(
                    f"{funcname} requires at least 1 positional argument")
            return dispatch(args[0].__class__).__get__(obj, cls)(*args, **kwargs)

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.register = self.register
        update_wrapper(_method, self.func)
        if self._method_cache is not None:
            self._method_cache[obj] = _method
        return _method

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)
