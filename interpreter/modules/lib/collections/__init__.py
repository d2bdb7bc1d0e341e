"""Containers beyond the built-in ones.

What is rarely used is in modules of its own and loaded at first use:
`collections._wrappers` has ChainMap, UserDict, UserList and UserString.
"""

__all__ = [
    "ChainMap",
    "Counter",
    "OrderedDict",
    "UserDict",
    "UserList",
    "UserString",
    "defaultdict",
    "deque",
    "namedtuple",
]

import _collections_abc
import sys as _sys
from _operator import itemgetter as _itemgetter
from itertools import chain as _chain
from itertools import repeat as _repeat
from itertools import starmap as _starmap

try:
    from _collections import deque
except ImportError:
    pass
else:
    _collections_abc.MutableSequence.register(deque)
try:
    from _collections import _deque_iterator
except ImportError:
    pass
try:
    from _collections import defaultdict
except ImportError:
    pass
try:
    from _collections import OrderedDict
except ImportError:
    from collections._ordered_dict import OrderedDict

abc = _sys.modules["collections.abc"] = _collections_abc

_WRAPPERS = ("ChainMap", "UserDict", "UserList", "UserString")


def __getattr__(name):
    if name in _WRAPPERS:
        from collections import _wrappers
        value = globals()[name] = getattr(_wrappers, name)
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted({*globals(), *_WRAPPERS})


# namedtuple


try:
    from _collections import _tuplegetter
except ImportError:
    def _tuplegetter(index, doc):
        return property(lambda self: self[index], doc=doc)


def _valid_field_names(typename, names, rename):
    """Check the names of a named tuple, or replace the wrong ones."""
    from keyword import iskeyword
    seen = set()
    if rename:
        for index, name in enumerate(names):
            if (not name.isidentifier() or iskeyword(name)
                    or name.startswith("_") or name in seen):
                names[index] = f"_{index}"
            seen.add(name)
        seen.clear()
    for name in (typename, *names):
        if type(name) is not str:
            raise TypeError("Type names and field names must be strings")
        if not name.isidentifier():
            raise ValueError("Type names and field names must be valid "
                             f"identifiers: {name!r}")
        if iskeyword(name):
            raise ValueError("Type names and field names cannot be a "
                             f"keyword: {name!r}")
    for name in names:
        if name.startswith("_") and not rename:
            raise ValueError("Field names cannot start with an underscore: "
                             f"{name!r}")
        if name in seen:
            raise ValueError(f"Encountered duplicate field name: {name!r}")
        seen.add(name)
    return tuple(map(_sys.intern, names))


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    """Make a subclass of tuple whose items have names.

    The names are an iterable of strings, or one string with commas or spaces
    between them. Defaults belong to the rightmost fields.

    >>> Size = namedtuple("Size", "width height", defaults=[1])
    >>> Size(3)
    Size(width=3, height=1)
    >>> Size(3, 4).height
    4
    """
    if isinstance(field_names, str):
        field_names = field_names.replace(",", " ").split()
    typename = _sys.intern(str(typename))
    fields = _valid_field_names(typename, list(map(str, field_names)), rename)
    count = len(fields)

    field_defaults = {}
    if defaults is not None:
        defaults = tuple(defaults)
        if len(defaults) > count:
            raise TypeError("Got more default values than field names")
        field_defaults = dict(zip(fields[count - len(defaults):], defaults))

    parameters = ", ".join(fields) + ("," if count == 1 else "")
    repr_format = "(" + ", ".join([f"{name}=%r" for name in fields]) + ")"
    tuple_new = tuple.__new__
    # Methods look nothing up in builtins: fields may be named like them.
    _dict, _len, _list, _map, _tuple, _zip = dict, len, list, map, tuple, zip
    _TypeError = TypeError

    # Only source text gives a function these parameter names.
    __new__ = eval(
        f"lambda _cls, {parameters}: _tuple_new(_cls, ({parameters}))",
        {"_tuple_new": tuple_new, "__builtins__": {},
         "__name__": f"namedtuple_{typename}"})
    __new__.__name__ = "__new__"
    __new__.__doc__ = f"Create new instance of {typename}({parameters})"
    __new__.__defaults__ = defaults

    @classmethod
    def _make(cls, iterable):
        made = tuple_new(cls, iterable)
        if _len(made) != count:
            raise _TypeError(f"Expected {count} arguments, got {_len(made)}")
        return made

    _make.__func__.__doc__ = (
        f"Make a new {typename} object from a sequence or iterable")

    def _replace(self, /, **kwds):
        made = self._make(_map(kwds.pop, fields, self))
        if kwds:
            raise _TypeError(f"Got unexpected field names: {_list(kwds)!r}")
        return made

    _replace.__doc__ = (
        f"Return a new {typename} object replacing specified fields with new values")

    def __repr__(self):
        "Return a nicely formatted representation string"
        return self.__class__.__name__ + repr_format % self

    def _asdict(self):
        "Return a new dict which maps field names to their values."
        return _dict(_zip(self._fields, self))

    def __getnewargs__(self):
        "Return self as a plain tuple.  Used by copy and pickle."
        return _tuple(self)

    for method in (__new__, _make.__func__, _replace, __repr__, _asdict,
                   __getnewargs__):
        method.__qualname__ = f"{typename}.{method.__name__}"

    namespace = {
        "__doc__": f"{typename}({parameters})",
        "__slots__": (),
        "_fields": fields,
        "_field_defaults": field_defaults,
        "__new__": __new__,
        "_make": _make,
        "__replace__": _replace,
        "_replace": _replace,
        "__repr__": __repr__,
        "_asdict": _asdict,
        "__getnewargs__": __getnewargs__,
        "__match_args__": fields,
    }
    for index, name in enumerate(fields):
        namespace[name] = _tuplegetter(
            index, _sys.intern(f"Alias for field number {index}"))

    made = type(typename, (tuple,), namespace)
    # Pickles find the class in the module of namedtuple()'s caller.
    if module is None:
        module = _sys._getframemodulename(1) or "__main__"
    made.__module__ = module
    return made


# Counter


def _count_elements(mapping, iterable):
    """Count the items of an iterable in a mapping."""
    get = mapping.get
    for item in iterable:
        mapping[item] = get(item, 0) + 1


try:
    from _collections import _count_elements
except ImportError:
    pass


class Counter(dict):
    """A multiset: a dict from items to how often they occur.

    Made from an iterable of items, a mapping of items to counts, or keyword
    arguments. Items that are absent count as 0.

    >>> letters = Counter("weft and warp")
    >>> letters["w"], letters["z"]
    (2, 0)
    """

    def __init__(self, iterable=None, /, **kwds):
        """Count the items, beginning from nothing.

        >>> Counter(even=2, odd=1)
        Counter({'even': 2, 'odd': 1})
        """
        super().__init__()
        self.update(iterable, **kwds)

    def __missing__(self, key):
        """The count of an item that is absent."""
        return 0

    def total(self):
        """The sum of the counts."""
        return sum(self.values())

    def most_common(self, n=None):
        """Pairs of item and count from the most common on, n of them or all.

        >>> Counter("loom").most_common(1)
        [('o', 2)]
        """
        if n is None:
            return sorted(self.items(), key=_itemgetter(1), reverse=True)
        import heapq
        return heapq.nlargest(n, self.items(), key=_itemgetter(1))

    def elements(self):
        """An iterator over the items, each as often as its count says.

        >>> list(Counter(a=2, b=0, c=1).elements())
        ['a', 'a', 'c']
        """
        return _chain.from_iterable(_starmap(_repeat, self.items()))

    @classmethod
    def fromkeys(cls, iterable, v=None):
        raise NotImplementedError(
            "Counter.fromkeys() is undefined.  Use Counter(iterable) instead.")

    def update(self, iterable=None, /, **kwds):
        """Like dict.update(), but add counts instead of replacing them.

        >>> votes = Counter(yes=1)
        >>> votes.update(["yes", "no"])
        >>> votes
        Counter({'yes': 2, 'no': 1})
        """
        if iterable is not None:
            if not isinstance(iterable, _collections_abc.Mapping):
                _count_elements(self, iterable)
            elif self:
                get = self.get
                for item, count in iterable.items():
                    self[item] = count + get(item, 0)
            else:
                super().update(iterable)
        if kwds:
            self.update(kwds)

    def subtract(self, iterable=None, /, **kwds):
        """Like update(), but subtract. Counts may become negative.

        >>> stock = Counter(thread=5)
        >>> stock.subtract(thread=2, needle=1)
        >>> stock
        Counter({'thread': 3, 'needle': -1})
        """
        if iterable is not None:
            get = self.get
            if isinstance(iterable, _collections_abc.Mapping):
                for item, count in iterable.items():
                    self[item] = get(item, 0) - count
            else:
                for item in iterable:
                    self[item] = get(item, 0) - 1
        if kwds:
            self.subtract(kwds)

    def copy(self):
        """A shallow copy."""
        return self.__class__(self)

    def __reduce__(self):
        return self.__class__, (dict(self),)

    def __delitem__(self, elem):
        """Like dict's, but an item that is absent is no error."""
        if elem in self:
            super().__delitem__(elem)

    def __repr__(self):
        name = self.__class__.__name__
        if not self:
            return f"{name}()"
        try:
            shown = dict(self.most_common())
        except TypeError:  # Counts that have no order.
            shown = dict(self)
        return f"{name}({shown!r})"

    # Comparisons are those of multisets: an absent item counts as 0.

    def __eq__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return all(self[item] == other[item]
                   for counts in (self, other) for item in counts)

    def __ne__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return not self == other

    def __le__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return all(self[item] <= other[item]
                   for counts in (self, other) for item in counts)

    def __lt__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return self <= other and self != other

    def __ge__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return all(self[item] >= other[item]
                   for counts in (self, other) for item in counts)

    def __gt__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return self >= other and self != other

    # Operators that make a new multiset keep positive counts only.

    def __add__(self, other):
        """The sums of the counts.

        >>> Counter(a=2) + Counter(a=1, b=3)
        Counter({'a': 3, 'b': 3})
        """
        if not isinstance(other, Counter):
            return NotImplemented
        sums = Counter()
        for item, count in self.items():
            if (count := count + other[item]) > 0:
                sums[item] = count
        for item, count in other.items():
            if item not in self and count > 0:
                sums[item] = count
        return sums

    def __sub__(self, other):
        """The differences of the counts.

        >>> Counter(a=2) - Counter(a=1, b=3)
        Counter({'a': 1})
        """
        if not isinstance(other, Counter):
            return NotImplemented
        differences = Counter()
        for item, count in self.items():
            if (count := count - other[item]) > 0:
                differences[item] = count
        for item, count in other.items():
            if item not in self and count < 0:
                differences[item] = 0 - count
        return differences

    def __or__(self, other):
        """Union: the larger of the counts.

        >>> Counter(a=2) | Counter(a=1, b=3)
        Counter({'b': 3, 'a': 2})
        """
        if not isinstance(other, Counter):
            return NotImplemented
        union = Counter()
        for item, count in self.items():
            other_count = other[item]
            if (larger := other_count if count < other_count else count) > 0:
                union[item] = larger
        for item, count in other.items():
            if item not in self and count > 0:
                union[item] = count
        return union

    def __and__(self, other):
        """Intersection: the smaller of the counts.

        >>> Counter(a=2) & Counter(a=1, b=3)
        Counter({'a': 1})
        """
        if not isinstance(other, Counter):
            return NotImplemented
        common = Counter()
        for item, count in self.items():
            other_count = other[item]
            if (smaller := count if count < other_count else other_count) > 0:
                common[item] = smaller
        return common

    def __pos__(self):
        """The positive counts."""
        positive = Counter()
        for item, count in self.items():
            if count > 0:
                positive[item] = count
        return positive

    def __neg__(self):
        """The negative counts, with the sign changed."""
        negated = Counter()
        for item, count in self.items():
            if count < 0:
                negated[item] = 0 - count
        return negated

    def _keep_positive(self):
        """Remove what does not count more than 0."""
        for item in [item for item, count in self.items() if not count > 0]:
            del self[item]
        return self

    def __iadd__(self, other):
        """Add the counts of another one.

        >>> counts = Counter(a=2)
        >>> counts += Counter(a=1, b=-1)
        >>> counts
        Counter({'a': 3})
        """
        for item, count in other.items():
            self[item] += count
        return self._keep_positive()

    def __isub__(self, other):
        """Subtract the counts of another one.

        >>> counts = Counter(a=2)
        >>> counts -= Counter(a=1, b=1)
        >>> counts
        Counter({'a': 1})
        """
        for item, count in other.items():
            self[item] -= count
        return self._keep_positive()

    def __ior__(self, other):
        """Take the larger of the counts.

        >>> counts = Counter(a=2)
        >>> counts |= Counter(a=1, b=3)
        >>> counts
        Counter({'b': 3, 'a': 2})
        """
        for item, other_count in other.items():
            if other_count > self[item]:
                self[item] = other_count
        return self._keep_positive()

    def __iand__(self, other):
        """Take the smaller of the counts.

        >>> counts = Counter(a=2, b=1)
        >>> counts &= Counter(a=1)
        >>> counts
        Counter({'a': 1})
        """
        for item, count in self.items():
            if (other_count := other[item]) < count:
                self[item] = other_count
        return self._keep_positive()
