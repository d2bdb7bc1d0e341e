"""What pickle and copy need to know about types that cannot say it."""

__all__ = ['pickle', 'constructor', 'add_extension', 'remove_extension',
           'clear_extension_cache']

# From a type to the function that reduces its objects.
dispatch_table = {}


def pickle(ob_type, pickle_function, constructor_ob=None):
    """Let a function reduce the objects of a type."""
    if not callable(pickle_function):
        raise TypeError('reduction functions must be callable')
    dispatch_table[ob_type] = pickle_function
    if constructor_ob is not None:
        constructor(constructor_ob)


def constructor(object):
    """Check that something can serve as a constructor."""
    if not callable(object):
        raise TypeError('constructors must be callable')


def pickle_complex(c):
    return complex, (c.real, c.imag)


def pickle_union(obj):
    import functools
    import operator
    return functools.reduce, (operator.or_, obj.__args__)


dispatch_table[complex] = pickle_complex
dispatch_table[type(int | str)] = pickle_union


def _reconstructor(cls, base, state):
    """Make an object that was pickled with protocol 0 or 1."""
    if base is object:
        return object.__new__(cls)
    obj = base.__new__(cls, state)
    if base.__init__ != object.__init__:
        base.__init__(obj, state)
    return obj


_HEAPTYPE = 1 << 9
_new_type = type(int.__new__)


def _native_base(cls):
    """Return the nearest base that was not made by a class statement."""
    for base in cls.__mro__:
        if hasattr(base, '__flags__') and not base.__flags__ & _HEAPTYPE:
            return base
        new = base.__new__
        if isinstance(new, _new_type) and new.__self__ is base:
            return base
    return object


def _reduce_ex(self, proto):
    """Reduce an object for protocols 0 and 1."""
    assert proto < 2
    cls = self.__class__
    base = _native_base(cls)
    value = None
    if base is not object:
        if base is cls:
            raise TypeError(f'cannot pickle {cls.__name__!r} object')
        value = base(self)
    slots = getattr(self, '__slots__', None)
    try:
        getstate = self.__getstate__
    except AttributeError:
        if slots:
            raise TypeError(
                f'cannot pickle {cls.__name__!r} object: a class that defines '
                '__slots__ without defining __getstate__ cannot be pickled '
                f'with protocol {proto}') from None
        state = getattr(self, '__dict__', None)
    else:
        if slots and type(self).__getstate__ is object.__getstate__:
            raise TypeError('a class that defines __slots__ without '
                            'defining __getstate__ cannot be pickled')
        state = getstate()
    args = cls, base, value
    return (_reconstructor, args, state) if state else (_reconstructor, args)


def __newobj__(cls, *args):
    """Make an object that was pickled with protocol 2."""
    return cls.__new__(cls, *args)


def __newobj_ex__(cls, args, kwargs):
    """Make an object whose constructor takes keywords."""
    return cls.__new__(cls, *args, **kwargs)


def _slotnames(cls):
    """List the attributes that a class and its bases keep in slots."""
    names = cls.__dict__.get('__slotnames__')
    if names is not None:
        return names
    names = []
    if hasattr(cls, '__slots__'):
        for base in cls.__mro__:
            slots = base.__dict__.get('__slots__', ())
            if isinstance(slots, str):
                slots = (slots,)
            for name in slots:
                if name in ('__dict__', '__weakref__'):
                    continue
                if name.startswith('__') and not name.endswith('__'):
                    # The compiler has mangled it.
                    owner = base.__name__.lstrip('_')
                    if owner:
                        name = f'_{owner}{name}'
                names.append(name)
    try:
        cls.__slotnames__ = names
    except:
        # Only a cache.
        pass
    return names


# Small numbers that pickles may contain for a module and a name in it. Pickle
# takes hold of these tables, so that they are never replaced.
_extension_registry = {}
_inverted_registry = {}
_extension_cache = {}


def add_extension(module, name, code):
    """Let a number stand for a name in a module."""
    code = int(code)
    if not 1 <= code <= 0x7fffffff:
        raise ValueError('code out of range')
    key = (module, name)
    known_code = _extension_registry.get(key)
    known_key = _inverted_registry.get(code)
    if known_code == code and known_key == key:
        return
    if key in _extension_registry:
        raise ValueError(f'key {key} is already registered with code '
                         f'{known_code}')
    if code in _inverted_registry:
        raise ValueError(f'code {code} is already in use for key {known_key}')
    _extension_registry[key] = code
    _inverted_registry[code] = key


def remove_extension(module, name, code):
    """Take back what add_extension() has done."""
    key = (module, name)
    if (_extension_registry.get(key) != code
            or _inverted_registry.get(code) != key):
        raise ValueError(f'key {key} is not registered with code {code}')
    del _extension_registry[key]
    del _inverted_registry[code]
    _extension_cache.pop(code, None)


def clear_extension_cache():
    _extension_cache.clear()
