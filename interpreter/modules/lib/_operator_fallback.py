"""The functions of `operator` in the language itself, for when `_operator` is
blocked."""

from builtins import abs as _abs

__name__ = "operator"

__all__ = [
    "abs", "add", "and_", "attrgetter", "call", "concat", "contains",
    "countOf", "delitem", "eq", "floordiv", "ge", "getitem", "gt", "iadd",
    "iand", "iconcat", "ifloordiv", "ilshift", "imatmul", "imod", "imul",
    "index", "indexOf", "inv", "invert", "ior", "ipow", "irshift", "is_",
    "is_not", "isub", "itemgetter", "itruediv", "ixor", "le", "length_hint",
    "lshift", "lt", "matmul", "methodcaller", "mod", "mul", "ne", "neg",
    "not_", "or_", "pos", "pow", "rshift", "setitem", "sub", "truediv",
    "truth", "xor",
]


def lt(a, b):
    return a < b


def le(a, b):
    return a <= b


def eq(a, b):
    return a == b


def ne(a, b):
    return a != b


def ge(a, b):
    return a >= b


def gt(a, b):
    return a > b


def not_(a):
    return not a


def truth(a):
    return True if a else False


def is_(a, b):
    return a is b


def is_not(a, b):
    return a is not b


def abs(a):
    return _abs(a)


def add(a, b):
    return a + b


def and_(a, b):
    return a & b


def floordiv(a, b):
    return a // b


def index(a):
    return a.__index__()


def inv(a):
    return ~a


invert = inv


def lshift(a, b):
    return a << b


def mod(a, b):
    return a % b


def mul(a, b):
    return a * b


def matmul(a, b):
    return a @ b


def neg(a):
    return -a


def or_(a, b):
    return a | b


def pos(a):
    return +a


def pow(a, b):
    return a ** b


def rshift(a, b):
    return a >> b


def sub(a, b):
    return a - b


def truediv(a, b):
    return a / b


def xor(a, b):
    return a ^ b


def _need_sequence(a):
    if not hasattr(a, "__getitem__"):
        raise TypeError(f"'{type(a).__name__}' object can't be concatenated")


def concat(a, b):
    _need_sequence(a)
    return a + b


def contains(a, b):
    return b in a


def countOf(a, b):
    return sum([1 for item in a if item is b or item == b])


def delitem(a, b):
    del a[b]


def getitem(a, b):
    return a[b]


def indexOf(a, b):
    for position, item in enumerate(a):
        if item is b or item == b:
            return position
    raise ValueError("sequence.index(x): x not in sequence")


def setitem(a, b, c):
    a[b] = c


def length_hint(obj, default=0):
    """How many items iterating over obj may give."""
    if not isinstance(default, int):
        raise TypeError(f"'{type(default).__name__}' object cannot be "
                        "interpreted as an integer")
    try:
        return len(obj)
    except TypeError:
        pass
    try:
        hint_of = type(obj).__length_hint__
    except AttributeError:
        return default
    try:
        hint = hint_of(obj)
    except TypeError:
        return default
    if hint is NotImplemented:
        return default
    if not isinstance(hint, int):
        raise TypeError("__length_hint__ must be integer, not "
                        f"{type(hint).__name__}")
    if hint < 0:
        raise ValueError("__length_hint__() should return >= 0")
    return hint


def call(obj, /, *args, **kwargs):
    return obj(*args, **kwargs)


class attrgetter:
    """A function that gets the attributes that are named, also a.b.c."""

    __slots__ = ("_attrs", "_call")

    def __init__(self, attr, /, *attrs):
        self._attrs = (attr, *attrs)
        for name in self._attrs:
            if not isinstance(name, str):
                raise TypeError("attribute name must be a string")
        paths = [name.split(".") for name in self._attrs]

        def get(obj, path):
            for name in path:
                obj = getattr(obj, name)
            return obj

        if attrs:
            self._call = lambda obj: tuple([get(obj, path) for path in paths])
        else:
            self._call = lambda obj: get(obj, paths[0])

    def __call__(self, obj, /):
        return self._call(obj)

    def __repr__(self):
        cls = self.__class__
        return (f"{cls.__module__}.{cls.__qualname__}"
                f"({', '.join(map(repr, self._attrs))})")

    def __reduce__(self):
        return self.__class__, self._attrs


class itemgetter:
    """A function that gets the items that are named."""

    __slots__ = ("_items", "_call")

    def __init__(self, item, /, *items):
        self._items = (item, *items)
        if items:
            self._call = lambda obj: tuple([obj[key] for key in self._items])
        else:
            self._call = lambda obj: obj[item]

    def __call__(self, obj, /):
        return self._call(obj)

    def __repr__(self):
        cls = self.__class__
        return (f"{cls.__module__}.{cls.__name__}"
                f"({', '.join(map(repr, self._items))})")

    def __reduce__(self):
        return self.__class__, self._items


class methodcaller:
    """A function that calls the method that is named, with the arguments."""

    __slots__ = ("_name", "_args", "_kwargs")

    def __init__(self, name, /, *args, **kwargs):
        if not isinstance(name, str):
            raise TypeError("method name must be a string")
        self._name, self._args, self._kwargs = name, args, kwargs

    def __call__(self, obj, /):
        return getattr(obj, self._name)(*self._args, **self._kwargs)

    def __repr__(self):
        cls = self.__class__
        shown = [repr(self._name), *map(repr, self._args)]
        shown += [f"{name}={value!r}" for name, value in self._kwargs.items()]
        return f"{cls.__module__}.{cls.__name__}({', '.join(shown)})"

    def __reduce__(self):
        if not self._kwargs:
            return self.__class__, (self._name, *self._args)
        from functools import partial
        return (partial(self.__class__, self._name, **self._kwargs), self._args)


def iadd(a, b):
    a += b
    return a


def iand(a, b):
    a &= b
    return a


def iconcat(a, b):
    _need_sequence(a)
    a += b
    return a


def ifloordiv(a, b):
    a //= b
    return a


def ilshift(a, b):
    a <<= b
    return a


def imod(a, b):
    a %= b
    return a


def imul(a, b):
    a *= b
    return a


def imatmul(a, b):
    a @= b
    return a


def ior(a, b):
    a |= b
    return a


def ipow(a, b):
    a **= b
    return a


def irshift(a, b):
    a >>= b
    return a


def isub(a, b):
    a -= b
    return a


def itruediv(a, b):
    a /= b
    return a


def ixor(a, b):
    a ^= b
    return a
