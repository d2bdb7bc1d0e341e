"""The special methods that mocks have, and what they give unless they are told otherwise."""

from ._calls import DEFAULT

__name__ = 'unittest.mock'


def _names(words):
    return {f'__{word}__' for word in words.split()}


_OPERATORS = 'add sub mul matmul truediv floordiv mod lshift rshift and xor or pow'.split()

# What a MagicMock has from the start ...
_magics = _names(
    'lt le gt ge eq ne getitem setitem delitem len contains iter next hash str sizeof enter exit '
    'divmod rdivmod neg pos abs invert complex int float index round trunc floor ceil bool '
    'fspath aiter'
).union(*(_names(f'{word} i{word} r{word}') for word in _OPERATORS))

# ... and what can be set besides.
_SETTABLE = _names(
    'get set delete reversed missing reduce reduce_ex getinitargs getnewargs getnewargs_ex '
    'getstate setstate getformat repr dir subclasses format')

# Called with `await`.
_AWAITED = _names('aenter aexit anext')
_SYNCHRONOUS = _magics | _SETTABLE
_ALL = _SYNCHRONOUS | _AWAITED
_UNSUPPORTED = _names('getattr setattr init new prepare instancecheck subclasscheck del')

_FIXED = {
    **dict.fromkeys(_names('lt gt le ge'), NotImplemented),
    **dict.fromkeys(_names('int index'), 1),
    **dict.fromkeys(_names('contains exit aexit'), False),
    '__len__': 0,
    '__complex__': 1j,
    '__float__': 1.0,
    '__bool__': True,
}


def _path(mock):
    return f'{type(mock).__name__}/{mock._extract_mock_name()}/{id(mock)}'


_COMPUTED = {
    '__hash__': object.__hash__,
    '__str__': object.__str__,
    '__sizeof__': object.__sizeof__,
    '__fspath__': _path,
}


class _AsyncIterator:
    """An iterator for `async for`."""

    def __init__(self, items):
        self._items = iter(items)

    def __aiter__(self):
        return self

    async def __anext__(self):
        for item in self._items:
            return item
        raise StopAsyncIteration


def _equal(mock):
    def __eq__(other):
        told = mock.__eq__._mock_return_value
        if told is not DEFAULT:
            return told
        return True if mock is other else NotImplemented
    return __eq__


def _unequal(mock):
    def __ne__(other):
        if mock.__ne__._mock_return_value is not DEFAULT:
            return DEFAULT
        return False if mock is other else NotImplemented
    return __ne__


def _iterator(mock):
    def __iter__():
        told = mock.__iter__._mock_return_value
        return iter(() if told is DEFAULT else told)
    return __iter__


def _async_iterator(mock):
    def __aiter__():
        told = mock.__aiter__._mock_return_value
        return _AsyncIterator(() if told is DEFAULT else told)
    return __aiter__


_ACTING = {
    '__eq__': _equal,
    '__ne__': _unequal,
    '__iter__': _iterator,
    '__aiter__': _async_iterator,
}


class MagicProxy:
    """Stands in a class for a special method, and makes the mock of it when it is asked for."""

    def __init__(self, name):
        self.name = name

    def __get__(self, mock, owner=None):
        if mock is None:
            mock = owner.__dict__['_mock_instance']()
        name = self.name
        made = mock._get_child_mock(name=name, _new_name=name, _new_parent=mock)
        setattr(mock, name, made)
        if name in _FIXED:
            made.return_value = _FIXED[name]
        elif name in _COMPUTED:
            made.return_value = _COMPUTED[name](mock)
        elif name in _ACTING:
            made.side_effect = _ACTING[name](mock)
        return made


_PROXIES = {name: MagicProxy(name) for name in sorted(_magics | _AWAITED)}

# The base of mocks whose special methods nobody has chosen from: all proxies at once.
_AllMagics = type('_AllMagics', (), {'__slots__': (), **_PROXIES})


def _as_method(name, function):
    """A function that a class binds, whatever kind of callable it was."""
    def method(self, /, *args, **kwargs):
        return function(self, *args, **kwargs)
    method.__name__ = name
    return method
