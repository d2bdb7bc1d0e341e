"""Sentinels, and recorded calls with what they compare equal to."""

import pprint

__name__ = 'unittest.mock'


class _SentinelObject:
    """An object that is known by its name alone."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f'sentinel.{self.name}'

    def __reduce__(self):
        # A string tells copy and pickle where the one object is found.
        return f'sentinel.{self.name}'


class _Sentinel:
    """Gives an object for each attribute name, always the same one."""

    def __init__(self):
        self._sentinels = {}

    def __getattr__(self, name):
        if name == '__bases__':
            # inspect takes what has bases for a class.
            raise AttributeError(name)
        return self._sentinels.setdefault(name, _SentinelObject(name))

    def __reduce__(self):
        return 'sentinel'


sentinel = _Sentinel()
DEFAULT = sentinel.DEFAULT


class _ANY:
    """Is equal to whatever it is compared with."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __repr__(self):
        return '<ANY>'


ANY = _ANY()


class _CallList(list):
    """A list of calls; `in` also finds a list of calls that follow each other."""

    def __contains__(self, wanted):
        if not isinstance(wanted, list):
            return list.__contains__(self, wanted)
        length = len(wanted)
        return any(self[start:start + length] == wanted
                   for start in range(len(self) - length + 1))

    def __repr__(self):
        return pprint.pformat(list(self))


def _format_call(name, args, kwargs):
    shown = [repr(value) for value in args]
    shown += [f'{key}={value!r}' for key, value in kwargs.items()]
    return f'{name}({", ".join(shown)})'


def _parts(value, name=''):
    """The name, arguments and keywords that a tuple of up to three items stands for, each of
    which may be left out."""
    args, kwargs = (), {}
    items = list(value)
    if len(items) == 3:
        return items
    if items and isinstance(items[0], str):
        name = items.pop(0)
    elif len(items) == 2:
        return [name, *items]
    if items:
        if isinstance(items[0], tuple):
            args = items[0]
        else:
            kwargs = items[0]
    return [name, args, kwargs]


class _Call(tuple):
    """A call: (name, args, kwargs), or (args, kwargs) in the lists of a mock. Equal to tuples
    in which empty parts are missing; without a name it is equal to calls of any name."""

    def __new__(cls, value=(), name='', parent=None, two=False, from_kall=True):
        parts = _parts(value if len(value) <= 3 else (), name)
        return tuple.__new__(cls, parts[1:] if two else parts)

    def __init__(self, value=(), name=None, parent=None, two=False, from_kall=True):
        self._mock_name = name
        self._mock_parent = parent
        self._mock_from_kall = from_kall

    def __eq__(self, other):
        try:
            length = len(other)
        except TypeError:
            return NotImplemented
        own_parent = getattr(self, '_mock_parent', None)
        if own_parent:
            other_parent = getattr(other, '_mock_parent', None)
            if other_parent and own_parent != other_parent:
                return False
        if length > 3:
            return False
        name, *arguments = _parts(self)
        other_name, *other_arguments = _parts(other)
        if name and name != other_name:
            return False
        # The other's arguments come first, for they may hold an ANY.
        return tuple(other_arguments) == tuple(arguments)

    # tuple's would compare the parts.
    __ne__ = object.__ne__

    def __call__(self, /, *args, **kwargs):
        own = self._mock_name
        if own is None:
            return _Call(('', args, kwargs), name='()')
        return _Call((own, args, kwargs), name=f'{own}()', parent=self)

    def __getattr__(self, attribute):
        own = self._mock_name
        if own is None:
            return _Call(name=attribute, from_kall=False)
        return _Call(name=f'{own}.{attribute}', parent=self, from_kall=False)

    def __getattribute__(self, attribute):
        # `call.count` and `call.index` are calls of these names, not tuple's methods.
        if attribute in tuple.__dict__:
            raise AttributeError
        return tuple.__getattribute__(self, attribute)

    @property
    def args(self):
        return self[-2]

    @property
    def kwargs(self):
        return self[-1]

    def __repr__(self):
        named = self._mock_from_kall
        name = (self[0] if len(self) == 3 else '') if named else self._mock_name
        if not name:
            name = 'call'
        elif name.startswith('()'):
            name = f'call{name}'
        elif named:
            name = f'call.{name}'
        return _format_call(name, *self[-2:]) if named else name

    def call_list(self):
        """All calls of a chain of calls, this one last."""
        chain = []
        link = self
        while link is not None:
            if link._mock_from_kall:
                chain.append(link)
            link = link._mock_parent
        return _CallList(reversed(chain))


call = _Call(from_kall=False)


def _holds(calls, wanted):
    """Whether a call is among others; what is wanted, which may hold an ANY, is compared from
    the left."""
    for one in calls:
        assert len(wanted) == len(one)
        if all(mine == theirs for mine, theirs in zip(wanted, one)):
            return True
    return False
