"""Copies of objects: shallow, deep, and with some fields replaced.

A class says how it is copied with __copy__, __deepcopy__ and __replace__, or
with the methods that pickle uses.
"""

from _weakref import ref
from copyreg import dispatch_table

__all__ = ['Error', 'copy', 'deepcopy', 'replace']


class Error(Exception):
    pass


error = Error

# Objects of these types are their own copies.
_ATOMIC = (
    type(None), type(...), type(NotImplemented), int, float, bool, complex,
    str, bytes, type, range, property, type(len), type(lambda: None),
    type((lambda: None).__code__), ref)


def _reduce(x, cls, kind):
    """Ask an object to describe itself as it would to pickle."""
    reducer = dispatch_table.get(cls)
    if reducer is not None:
        return reducer(x)
    reducer = getattr(x, '__reduce_ex__', None)
    if reducer is not None:
        return reducer(4)
    reducer = getattr(x, '__reduce__', None)
    if reducer:
        return reducer()
    raise Error(f'un({kind})copyable object of type {cls}')


def copy(x):
    """Make a copy that shares its contents with the original."""
    cls = type(x)
    copier = _copy_dispatch.get(cls)
    if copier:
        return copier(x)
    if issubclass(cls, type):
        return x
    copier = getattr(cls, '__copy__', None)
    if copier is not None:
        return copier(x)
    reduced = _reduce(x, cls, 'shallow')
    if isinstance(reduced, str):
        return x
    return _reconstruct(x, None, *reduced)


def _copy_immutable(x):
    return x


_copy_dispatch = dict.fromkeys(
    (*_ATOMIC, tuple, frozenset, slice), _copy_immutable)
_copy_dispatch[list] = list.copy
_copy_dispatch[dict] = dict.copy
_copy_dispatch[set] = set.copy
_copy_dispatch[bytearray] = bytearray.copy


def deepcopy(x, memo=None, _nil=[]):
    """Make a copy that shares nothing mutable with the original.

    `memo` maps the ids of objects that have been copied to their copies.
    """
    if memo is None:
        memo = {}
    else:
        y = memo.get(id(x), _nil)
        if y is not _nil:
            return y
    cls = type(x)
    copier = _deepcopy_dispatch.get(cls)
    if copier is _deepcopy_atomic:
        return x
    if copier is not None:
        y = copier(x, memo)
    elif issubclass(cls, type):
        return x
    else:
        copier = getattr(x, '__deepcopy__', None)
        if copier is not None:
            y = copier(memo)
        else:
            reduced = _reduce(x, cls, 'deep')
            if isinstance(reduced, str):
                return x
            y = _reconstruct(x, memo, *reduced)
    if y is not x:
        memo[id(x)] = y
        _keep_alive(x, memo)
    return y


def _deepcopy_atomic(x, memo):
    return x


def _deepcopy_list(x, memo):
    y = []
    memo[id(x)] = y
    for item in x:
        y.append(deepcopy(item, memo))
    return y


def _deepcopy_tuple(x, memo):
    items = [deepcopy(item, memo) for item in x]
    # A tuple that contains itself has been copied by now.
    y = memo.get(id(x), items)
    if y is not items:
        return y
    for old, new in zip(x, items):
        if old is not new:
            return tuple(items)
    return x


def _deepcopy_dict(x, memo):
    y = {}
    memo[id(x)] = y
    for key, value in x.items():
        y[deepcopy(key, memo)] = deepcopy(value, memo)
    return y


def _deepcopy_method(x, memo):
    return type(x)(x.__func__, deepcopy(x.__self__, memo))


_deepcopy_dispatch = dict.fromkeys(_ATOMIC, _deepcopy_atomic)
_deepcopy_dispatch[list] = _deepcopy_list
_deepcopy_dispatch[tuple] = _deepcopy_tuple
_deepcopy_dispatch[dict] = _deepcopy_dict
_deepcopy_dispatch[type(_reduce.__get__(0))] = _deepcopy_method


def _keep_alive(x, memo):
    """Hold on to an object, lest another one get its id."""
    try:
        memo[id(memo)].append(x)
    except KeyError:
        memo[id(memo)] = [x]


def _reconstruct(x, memo, func, args, state=None, listiter=None,
                 dictiter=None):
    """Make a copy of what an object has told about itself."""
    deep = memo is not None
    if deep and args:
        args = [deepcopy(arg, memo) for arg in args]
    y = func(*args)
    if deep:
        memo[id(x)] = y
    if state is not None:
        _set_state(y, deepcopy(state, memo) if deep else state)
    if listiter is not None:
        for item in listiter:
            y.append(deepcopy(item, memo) if deep else item)
    if dictiter is not None:
        for key, value in dictiter:
            if deep:
                key = deepcopy(key, memo)
                value = deepcopy(value, memo)
            y[key] = value
    return y


def _set_state(y, state):
    if hasattr(y, '__setstate__'):
        y.__setstate__(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state is not None:
        y.__dict__.update(state)
    if slots is not None:
        for name, value in slots.items():
            setattr(y, name, value)


def replace(obj, /, **changes):
    """Make a copy in which the fields named have the values given."""
    cls = obj.__class__
    replacer = getattr(cls, '__replace__', None)
    if replacer is None:
        raise TypeError(f'replace() does not support {cls.__name__} objects')
    return replacer(obj, **changes)
