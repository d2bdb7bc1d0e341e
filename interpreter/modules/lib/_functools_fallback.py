"""What `functools` has from `_functools`, for when that is blocked."""

from _thread import RLock
from reprlib import recursive_repr

__name__ = "functools"


def cmp_to_key(mycmp):
    """Make a key function of a function that compares two values."""
    class K:
        __slots__ = ["obj"]

        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

        def __gt__(self, other):
            return mycmp(self.obj, other.obj) > 0

        def __eq__(self, other):
            return mycmp(self.obj, other.obj) == 0

        def __le__(self, other):
            return mycmp(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return mycmp(self.obj, other.obj) >= 0

        __hash__ = None

    return K


_initial_missing = object()


def reduce(function, sequence, initial=_initial_missing):
    """Combine items from left to right into one value."""
    items = iter(sequence)
    if initial is _initial_missing:
        for initial in items:
            break
        else:
            raise TypeError("reduce() of empty iterable with no initial value")
    for item in items:
        initial = function(initial, item)
    return initial


class partial:
    """A function with some of its arguments given already."""

    __slots__ = "func", "args", "keywords", "__dict__", "__weakref__"

    def __new__(cls, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError("the first argument must be callable")
        if isinstance(func, partial):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self = super(partial, cls).__new__(cls)
        self.func, self.args, self.keywords = func, args, keywords
        return self

    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})

    @recursive_repr()
    def __repr__(self):
        cls = type(self)
        shown = [repr(self.func), *map(repr, self.args)]
        shown += [f"{name}={value!r}" for name, value in self.keywords.items()]
        return f"{cls.__module__}.{cls.__qualname__}({', '.join(shown)})"

    def __get__(self, obj, objtype=None):
        if obj is not None:
            import warnings
            warnings.warn(
                "functools.partial will be a method descriptor in "
                "future Python versions; wrap it in staticmethod() "
                "if you want to preserve the old behavior",
                FutureWarning, 2)
        return self

    def __reduce__(self):
        state = (self.func, self.args, self.keywords or None,
                 self.__dict__ or None)
        return type(self), (self.func,), state

    def __setstate__(self, state):
        if not isinstance(state, tuple):
            raise TypeError("argument to __setstate__ must be a tuple")
        if len(state) != 4:
            raise TypeError(f"expected 4 items in state, got {len(state)}")
        func, args, keywords, attributes = state
        if not (callable(func) and isinstance(args, tuple)
                and (keywords is None or isinstance(keywords, dict))
                and (attributes is None or isinstance(attributes, dict))):
            raise TypeError("invalid partial state")
        if keywords is None or type(keywords) is not dict:
            keywords = dict(keywords or {})
        self.__dict__ = {} if attributes is None else attributes
        self.func, self.args, self.keywords = func, tuple(args), keywords


class _HashedSeq(list):
    """A key whose hash is computed once."""

    __slots__ = ("hashvalue",)

    def __init__(self, items):
        self[:] = items
        self.hashvalue = hash(items)

    def __hash__(self):
        return self.hashvalue


_keyword_mark = (object(),)


def _make_key(args, kwds, typed, kwd_mark=_keyword_mark, len=len, type=type):
    """The key of a call in a cache.

    The functions are those from the start, since a program may put a cache
    round them.
    """
    key = args
    if kwds:
        key += kwd_mark
        for item in kwds.items():
            key += item
    if typed:
        key += tuple([type(value) for value in args])
        if kwds:
            key += tuple([type(value) for value in kwds.values()])
    elif len(key) == 1 and type(key[0]) in (int, str):
        return key[0]
    return _HashedSeq(key)


def _lru_cache_wrapper(user_function, maxsize, typed, _CacheInfo):
    """A function with a cache: a dict, whose order is that of the last use."""
    cache = {}
    # Dicts may not change while one of their methods runs foreign code.
    lock = RLock()
    missing = object()
    cache_get, cache_pop, cache_len = cache.get, cache.pop, cache.__len__
    hits = misses = 0

    if maxsize == 0:
        def wrapper(*args, **kwds):
            nonlocal misses
            misses += 1
            return user_function(*args, **kwds)
    elif maxsize is None:
        def wrapper(*args, **kwds):
            nonlocal hits, misses
            key = _make_key(args, kwds, typed)
            result = cache_get(key, missing)
            if result is not missing:
                hits += 1
                return result
            misses += 1
            result = user_function(*args, **kwds)
            cache[key] = result
            return result
    else:
        def wrapper(*args, **kwds):
            nonlocal hits, misses
            key = _make_key(args, kwds, typed)
            with lock:
                result = cache_pop(key, missing)
                if result is not missing:
                    cache[key] = result
                    hits += 1
                    return result
                misses += 1
            result = user_function(*args, **kwds)
            with lock:
                # A call inside the call may have stored the same key.
                if key not in cache:
                    # The reference keeps destructors away until all is done.
                    oldest = None
                    if cache_len() >= maxsize:
                        first = next(iter(cache))
                        oldest = first, cache_pop(first, None)
                    cache[key] = result
                    del oldest
            return result

    def cache_info():
        """Report cache statistics"""
        with lock:
            return _CacheInfo(hits, misses, maxsize, cache_len())

    def cache_clear():
        """Clear the cache and cache statistics"""
        nonlocal hits, misses
        with lock:
            cache.clear()
            hits = misses = 0

    wrapper.cache_info = cache_info
    wrapper.cache_clear = cache_clear
    return wrapper
