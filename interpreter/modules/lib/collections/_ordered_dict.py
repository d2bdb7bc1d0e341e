"""OrderedDict in the language itself, for when `_collections` is blocked."""

from _collections_abc import ItemsView, KeysView, MutableMapping, ValuesView
from operator import eq
from reprlib import recursive_repr
import sys

__name__ = "collections"


class _Link:
    __slots__ = ("previous", "following", "key")

    def join(self, following):
        """Make the other link follow this one."""
        self.following = following
        following.previous = self


class _Keys(KeysView):
    def __reversed__(self):
        yield from reversed(self._mapping)


class _Items(ItemsView):
    def __reversed__(self):
        for key in reversed(self._mapping):
            yield (key, self._mapping[key])


class _Values(ValuesView):
    def __reversed__(self):
        for key in reversed(self._mapping):
            yield self._mapping[key]


class OrderedDict(dict):
    """A dict whose order can be changed, and counts in comparisons.

    The order is a ring of links, with one that has no key between its ends;
    a dict leads from each key to its link.
    """

    def __new__(cls, /, *args, **kwds):
        self = dict.__new__(cls)
        self.__root = root = _Link()
        root.join(root)
        self.__links = {}
        return self

    def __init__(self, other=(), /, **kwds):
        self.__update(other, **kwds)

    def __unlink(self, link):
        link.previous.join(link.following)
        link.previous = link.following = None

    def __append(self, key):
        link = self.__links[key] = _Link()
        link.key = key
        self.__root.previous.join(link)
        link.join(self.__root)

    def __setitem__(self, key, value, dict_setitem=dict.__setitem__):
        if key not in self:
            self.__append(key)
        dict_setitem(self, key, value)

    def __delitem__(self, key, dict_delitem=dict.__delitem__):
        dict_delitem(self, key)
        self.__unlink(self.__links.pop(key))

    def __iter__(self):
        root = self.__root
        link = root.following
        while link is not root:
            yield link.key
            link = link.following

    def __reversed__(self):
        root = self.__root
        link = root.previous
        while link is not root:
            yield link.key
            link = link.previous

    def clear(self):
        """Remove all items."""
        for link in self.__links.values():
            link.previous = link.following = None
        self.__root.join(self.__root)
        self.__links.clear()
        dict.clear(self)

    def popitem(self, last=True):
        """Remove and return the last pair of key and value, or the first."""
        if not self:
            raise KeyError("dictionary is empty")
        root = self.__root
        key = (root.previous if last else root.following).key
        self.__unlink(self.__links.pop(key))
        return key, dict.pop(self, key)

    def move_to_end(self, key, last=True):
        """Move a key to the end, or to the beginning."""
        link = self.__links[key]
        root = self.__root
        link.previous.join(link.following)
        if last:
            root.previous.join(link)
            link.join(root)
        else:
            link.join(root.following)
            root.join(link)

    def __sizeof__(self):
        size = sys.getsizeof
        count = len(self) + 1
        return (size(self.__dict__) + size(self.__links) * 2
                + size(self.__root) * count + count * object().__sizeof__())

    update = __update = MutableMapping.update

    def keys(self):
        """The keys, as a set in their order."""
        return _Keys(self)

    def items(self):
        """The pairs of key and value, as a set in their order."""
        return _Items(self)

    def values(self):
        """The values in their order."""
        return _Values(self)

    __ne__ = MutableMapping.__ne__

    __marker = object()

    def pop(self, key, default=__marker):
        """Remove a key and return its value, or else the default."""
        value = dict.pop(self, key, self.__marker)
        if value is not self.__marker:
            link = self.__links.pop(key, None)
            if link is not None:
                self.__unlink(link)
            return value
        if default is self.__marker:
            raise KeyError(key)
        return default

    def setdefault(self, key, default=None):
        """The value of a key, which is inserted first if absent."""
        if key not in self:
            self[key] = default
            return default
        return self[key]

    @recursive_repr()
    def __repr__(self):
        name = self.__class__.__name__
        return f"{name}({dict(self.items())!r})" if self else f"{name}()"

    def __reduce__(self):
        state = self.__getstate__()
        slots = {}
        if isinstance(state, tuple):
            state, slots = state
        attributes = dict(state or ())
        slots = dict(slots)
        for name in vars(OrderedDict()):
            attributes.pop(name, None)
            slots.pop(name, None)
        state = (attributes, slots) if slots else attributes or None
        return self.__class__, (), state, None, iter(self.items())

    def copy(self):
        """A shallow copy."""
        return self.__class__(self)

    @classmethod
    def fromkeys(cls, iterable, value=None):
        """A new one with the keys of the iterable, all with the value."""
        made = cls()
        for key in iterable:
            made[key] = value
        return made

    def __eq__(self, other):
        if isinstance(other, OrderedDict):
            return dict.__eq__(self, other) and all(map(eq, self, other))
        return dict.__eq__(self, other)

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        merged = self.__class__(self)
        merged.update(other)
        return merged

    def __ror__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        merged = self.__class__(other)
        merged.update(self)
        return merged
