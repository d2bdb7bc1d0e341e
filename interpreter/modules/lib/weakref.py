"""References that do not keep objects alive, and what is built on them."""

from _weakref import (
    CallableProxyType, ProxyType, ReferenceType, _remove_dead_weakref,
    getweakrefcount, getweakrefs, proxy, ref)
from _weakrefset import WeakSet, _IterationGuard
import _collections_abc
from itertools import count as _count

ProxyTypes = (ProxyType, CallableProxyType)

__all__ = ['ref', 'proxy', 'getweakrefcount', 'getweakrefs',
           'WeakKeyDictionary', 'ReferenceType', 'ProxyType',
           'CallableProxyType', 'ProxyTypes', 'WeakValueDictionary',
           'WeakSet', 'WeakMethod', 'finalize']

_collections_abc.MutableSet.register(WeakSet)


class WeakMethod(ref):
    """A reference to a bound method: alive while object and function are."""

    __slots__ = '_func_ref', '_meth_type', '_alive', '__weakref__'

    def __new__(cls, meth, callback=None):
        try:
            obj = meth.__self__
            func = meth.__func__
        except AttributeError:
            raise TypeError('argument should be a bound method, not '
                            f'{type(meth)}') from None

        def died(reference):
            # It refers to the WeakMethod weakly, or they would be a cycle.
            self = own_reference()
            if self._alive:
                self._alive = False
                if callback is not None:
                    callback(self)

        self = ref.__new__(cls, obj, died)
        self._func_ref = ref(func, died)
        self._meth_type = type(meth)
        self._alive = True
        own_reference = ref(self)
        return self

    def __call__(self):
        obj = super().__call__()
        func = self._func_ref()
        if obj is None or func is None:
            return None
        return self._meth_type(func, obj)

    def __eq__(self, other):
        if not isinstance(other, WeakMethod):
            return NotImplemented
        if not self._alive or not other._alive:
            return self is other
        return ref.__eq__(self, other) and self._func_ref == other._func_ref

    def __ne__(self, other):
        equal = self.__eq__(other)
        return equal if equal is NotImplemented else not equal

    __hash__ = ref.__hash__


class _WeakDictionary(_collections_abc.MutableMapping):
    """What the two weak dictionaries have in common."""

    def __repr__(self):
        return f'<{self.__class__.__name__} at {id(self):#x}>'

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        if not isinstance(other, _collections_abc.Mapping):
            return NotImplemented
        merged = self.copy()
        merged.update(other)
        return merged

    def __ror__(self, other):
        if not isinstance(other, _collections_abc.Mapping):
            return NotImplemented
        merged = self.__class__()
        merged.update(other)
        merged.update(self)
        return merged


class WeakValueDictionary(_WeakDictionary):
    """A dictionary that forgets an entry when its value is gone."""

    def __init__(self, other=(), /, **kw):
        def remove(reference, selfref=ref(self),
                   remove_dead=_remove_dead_weakref):
            self = selfref()
            if self is None:
                return
            if self._iterating:
                self._pending_removals.append(reference.key)
            else:
                # The key may have a new value by now, which has to stay.
                remove_dead(self.data, reference.key)

        self._remove = remove
        self._pending_removals = []
        self._iterating = set()
        self.data = {}
        self.update(other, **kw)

    def _commit_removals(self):
        pending = self._pending_removals
        while pending:
            try:
                key = pending.pop()
            except IndexError:
                # Another thread does the same.
                return
            _remove_dead_weakref(self.data, key)

    def _find(self, key):
        """Return the value for a key, None if there is none."""
        self._commit_removals()
        reference = self.data.get(key)
        return None if reference is None else reference()

    def __getitem__(self, key):
        value = self._find(key)
        if value is None:
            raise KeyError(key)
        return value

    def __delitem__(self, key):
        self._commit_removals()
        del self.data[key]

    def __len__(self):
        self._commit_removals()
        return len(self.data)

    def __contains__(self, key):
        return self._find(key) is not None

    def __setitem__(self, key, value):
        self._commit_removals()
        self.data[key] = KeyedRef(value, self._remove, key)

    def copy(self):
        new = WeakValueDictionary()
        for key, value in self.items():
            new[key] = value
        return new

    __copy__ = copy

    def __deepcopy__(self, memo):
        from copy import deepcopy
        new = self.__class__()
        for key, value in self.items():
            new[deepcopy(key, memo)] = value
        return new

    def get(self, key, default=None):
        value = self._find(key)
        return default if value is None else value

    def items(self):
        self._commit_removals()
        with _IterationGuard(self):
            for key, reference in self.data.items():
                value = reference()
                if value is not None:
                    yield key, value

    def keys(self):
        self._commit_removals()
        with _IterationGuard(self):
            for key, reference in self.data.items():
                if reference() is not None:
                    yield key

    __iter__ = keys

    def values(self):
        self._commit_removals()
        with _IterationGuard(self):
            for reference in self.data.values():
                value = reference()
                if value is not None:
                    yield value

    def itervaluerefs(self):
        """Iterate over the references to the values, dead or alive."""
        self._commit_removals()
        with _IterationGuard(self):
            yield from self.data.values()

    def valuerefs(self):
        """List the references to the values, dead or alive."""
        self._commit_removals()
        return list(self.data.values())

    def popitem(self):
        self._commit_removals()
        while True:
            key, reference = self.data.popitem()
            value = reference()
            if value is not None:
                return key, value

    def pop(self, key, *args):
        self._commit_removals()
        reference = self.data.pop(key, None)
        value = None if reference is None else reference()
        if value is not None:
            return value
        if args:
            return args[0]
        raise KeyError(key)

    def setdefault(self, key, default=None):
        value = self._find(key)
        if value is None:
            value = self[key] = default
        return value

    def update(self, other=None, /, **kwargs):
        self._commit_removals()
        if other is not None:
            if not hasattr(other, 'items'):
                other = dict(other)
            for key, value in other.items():
                self.data[key] = KeyedRef(value, self._remove, key)
        for key, value in kwargs.items():
            self.data[key] = KeyedRef(value, self._remove, key)


class KeyedRef(ref):
    """A reference to a value that knows the value's key."""

    __slots__ = 'key',

    def __new__(type, ob, callback, key):
        self = ref.__new__(type, ob, callback)
        self.key = key
        return self

    def __init__(self, ob, callback, key):
        super().__init__(ob, callback)


class WeakKeyDictionary(_WeakDictionary):
    """A dictionary that forgets an entry when its key is gone."""

    def __init__(self, dict=None):
        self.data = {}

        def remove(reference, selfref=ref(self)):
            self = selfref()
            if self is None:
                return
            if self._iterating:
                self._pending_removals.append(reference)
            else:
                self.data.pop(reference, None)

        self._remove = remove
        self._pending_removals = []
        self._iterating = set()
        # Whether what is still to be removed may have been removed by hand.
        self._dirty_len = False
        if dict is not None:
            self.update(dict)

    def _commit_removals(self):
        pending = self._pending_removals
        while pending:
            try:
                reference = pending.pop()
            except IndexError:
                # Another thread does the same.
                return
            self.data.pop(reference, None)

    def _scrub_removals(self):
        self._pending_removals = [
            reference for reference in self._pending_removals
            if reference in self.data]
        self._dirty_len = False

    def __getitem__(self, key):
        return self.data[ref(key)]

    def __setitem__(self, key, value):
        self.data[ref(key, self._remove)] = value

    def __delitem__(self, key):
        self._dirty_len = True
        del self.data[ref(key)]

    def __len__(self):
        if self._dirty_len and self._pending_removals:
            self._scrub_removals()
        return len(self.data) - len(self._pending_removals)

    def __contains__(self, key):
        try:
            reference = ref(key)
        except TypeError:
            return False
        return reference in self.data

    def copy(self):
        new = WeakKeyDictionary()
        for key, value in self.items():
            new[key] = value
        return new

    __copy__ = copy

    def __deepcopy__(self, memo):
        from copy import deepcopy
        new = self.__class__()
        for key, value in self.items():
            new[key] = deepcopy(value, memo)
        return new

    def get(self, key, default=None):
        return self.data.get(ref(key), default)

    def items(self):
        with _IterationGuard(self):
            for reference, value in self.data.items():
                key = reference()
                if key is not None:
                    yield key, value

    def keys(self):
        with _IterationGuard(self):
            for reference in self.data:
                key = reference()
                if key is not None:
                    yield key

    __iter__ = keys

    def values(self):
        with _IterationGuard(self):
            for reference, value in self.data.items():
                if reference() is not None:
                    yield value

    def keyrefs(self):
        """List the references to the keys, dead or alive."""
        return list(self.data)

    def popitem(self):
        self._dirty_len = True
        while True:
            reference, value = self.data.popitem()
            key = reference()
            if key is not None:
                return key, value

    def pop(self, key, *args):
        self._dirty_len = True
        return self.data.pop(ref(key), *args)

    def setdefault(self, key, default=None):
        return self.data.setdefault(ref(key, self._remove), default)

    def update(self, dict=None, /, **kwargs):
        if dict is not None:
            if not hasattr(dict, 'items'):
                dict = type({})(dict)
            for key, value in dict.items():
                self.data[ref(key, self._remove)] = value
        if kwargs:
            self.update(kwargs)


class finalize:
    """Calls a function when an object is gone, or when the program ends.

    The function is called once; calling the finalizer calls it early.
    """

    # All that a finalizer knows is in the registry, so that nothing that
    # refers to it can be part of a cycle with it.
    __slots__ = ()
    _registry = {}
    _shutdown = False
    _index_iter = _count()
    _dirty = False
    _registered_with_atexit = False

    class _Info:
        __slots__ = ('weakref', 'func', 'args', 'kwargs', 'atexit', 'index')

        def __init__(self, reference, func, args, kwargs):
            self.weakref = reference
            self.func = func
            self.args = args
            self.kwargs = kwargs
            self.atexit = True
            self.index = next(finalize._index_iter)

    def __init__(self, obj, func, /, *args, **kwargs):
        if not self._registered_with_atexit:
            import atexit
            atexit.register(self._exitfunc)
            finalize._registered_with_atexit = True
        self._registry[self] = self._Info(
            ref(obj, self), func, args, kwargs)
        finalize._dirty = True

    def __call__(self, _=None):
        """Call the function if it has not been called yet."""
        info = self._registry.pop(self, None)
        if info and not self._shutdown:
            return info.func(*info.args, **info.kwargs)

    def _look(self):
        """Return what is registered and the object, None if it is gone."""
        info = self._registry.get(self)
        return info, info and info.weakref()

    def detach(self):
        """Take the function back; return object, function and arguments."""
        info, obj = self._look()
        if obj is not None and self._registry.pop(self, None):
            return obj, info.func, info.args, info.kwargs

    def peek(self):
        """Return the object, the function and its arguments."""
        info, obj = self._look()
        if obj is not None:
            return obj, info.func, info.args, info.kwargs

    @property
    def alive(self):
        """Whether the function is still to be called."""
        return self in self._registry

    @property
    def atexit(self):
        """Whether the function is called when the program ends."""
        info = self._registry.get(self)
        return bool(info) and info.atexit

    @atexit.setter
    def atexit(self, value):
        info = self._registry.get(self)
        if info:
            info.atexit = bool(value)

    def __repr__(self):
        info, obj = self._look()
        start = f'<{type(self).__name__} object at {id(self):#x};'
        if obj is None:
            return f'{start} dead>'
        return f'{start} for {type(obj).__name__!r} at {id(obj):#x}>'

    @classmethod
    def _select_for_exit(cls):
        """List the finalizers to call when the program ends, oldest first."""
        chosen = [(info.index, finalizer)
                  for finalizer, info in cls._registry.items() if info.atexit]
        chosen.sort(key=lambda pair: pair[0])
        return [finalizer for index, finalizer in chosen]

    @classmethod
    def _exitfunc(cls):
        """Call what is left; the last registered comes first."""
        enable_again = None
        try:
            if cls._registry:
                import gc
                import sys
                if gc.isenabled():
                    # No new finalizer is to come from a collection.
                    enable_again = gc.enable
                    gc.disable()
                pending = None
                while True:
                    if pending is None or finalize._dirty:
                        pending = cls._select_for_exit()
                        finalize._dirty = False
                    if not pending:
                        break
                    try:
                        pending.pop()()
                    except Exception:
                        sys.excepthook(*sys.exc_info())
        finally:
            finalize._shutdown = True
            if enable_again:
                enable_again()
