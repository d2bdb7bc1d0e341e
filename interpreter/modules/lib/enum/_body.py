"""What can stand in the body of an enumeration, and the namespace for it."""

import builtins as bltns
from types import DynamicClassAttribute

# These classes are the package's, wherever they are written down.
__name__ = 'enum'


class nonmember(object):
    """Keeps a value in the body of an enumeration from becoming a member."""

    def __init__(self, value):
        self.value = value


class member(object):
    """Makes a value in the body of an enumeration a member, whatever it is."""

    def __init__(self, value):
        self.value = value


def _is_descriptor(obj):
    return (hasattr(obj, '__get__') or hasattr(obj, '__set__')
            or hasattr(obj, '__delete__'))


def _is_dunder(name):
    return (len(name) > 4 and name[:2] == name[-2:] == '__'
            and name[2] != '_' and name[-3] != '_')


def _is_sunder(name):
    return (len(name) > 2 and name[0] == name[-1] == '_'
            and name[1] != '_' and name[-2] != '_')


def _is_internal_class(cls_name, obj):
    """Tell whether a class was defined in the body of the class named."""
    if not isinstance(obj, type):
        return False
    qualname = getattr(obj, '__qualname__', '')
    inner = f"{cls_name}.{getattr(obj, '__name__', '')}"
    return qualname == inner or qualname.endswith('.' + inner)


def _is_private(cls_name, name):
    prefix = f'_{cls_name}__'
    return (len(name) > len(prefix) and name.startswith(prefix)
            and not name.endswith('__'))


def _is_single_bit(num):
    return num != 0 and num & (num - 1) == 0


def _make_class_unpicklable(obj):
    """Let pickling fail for a class, or for the class of a namespace."""
    def refuse(self, proto):
        raise TypeError('%r cannot be pickled' % self)
    entries = {'__reduce_ex__': refuse, '__module__': '<unknown>'}
    if isinstance(obj, dict):
        obj |= entries
    else:
        for name, value in entries.items():
            setattr(obj, name, value)


def _iter_bits_lsb(num):
    """Yield the powers of two that make up a number, lowest first."""
    value = getattr(num, '_value_', num)
    if value < 0:
        raise ValueError('%r is not a positive integer' % num)
    while value:
        bit = value & -value
        yield bit
        value ^= bit


def show_flag_values(value):
    return list(_iter_bits_lsb(value))


def _high_bit(value):
    """Return the number of the highest bit that is set, -1 if none is."""
    return value.bit_length() - 1


def bin(num, max_bits=None):
    """Show a number in binary, after a bit for its sign.

    Negative numbers are in two's complement; `max_bits` is the least number
    of digits.
    """
    bits = num.bit_length()
    sign = '1' if num < 0 else '0'
    digits = ''
    if bits:
        digits = format(num & (1 << bits) - 1, f'0{bits}b')
    if max_bits is not None:
        digits = digits.rjust(max_bits, sign)
    return f'0b{sign} {digits}'


class _not_given:
    def __repr__(self):
        return '<not given>'
_not_given = _not_given()


class _auto_null:
    def __repr__(self):
        return '_auto_null'
_auto_null = _auto_null()


class auto:
    """Stands for a value that the enumeration chooses itself."""

    def __init__(self, value=_auto_null):
        self.value = value

    def __repr__(self):
        return 'auto(%r)' % self.value


class property(DynamicClassAttribute):
    """An attribute of members that leaves its name free for a member.

    On a member it behaves as a property; on the class it gives the member of
    that name.
    """

    member = None
    _attr_type = None
    _cls_type = None

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            if self.member is not None:
                return self.member
        elif self.fget is not None:
            return self.fget(instance)
        elif self._attr_type == 'attr':
            return getattr(self._cls_type, self.name)
        elif self._attr_type == 'desc':
            return getattr(instance._value_, self.name)
        elif self.name in ownerclass._member_map_:
            return ownerclass._member_map_[self.name]
        raise AttributeError(
            '%r has no attribute %r' % (ownerclass, self.name))

    def __set__(self, instance, value):
        if self.fset is not None:
            return self.fset(instance, value)
        raise AttributeError(
            '<enum %r> cannot set attribute %r' % (self.clsname, self.name))

    def __delete__(self, instance):
        if self.fdel is not None:
            return self.fdel(instance)
        raise AttributeError(
            '<enum %r> cannot delete attribute %r' % (self.clsname, self.name))

    def __set_name__(self, ownerclass, name):
        self.name = name
        self.clsname = ownerclass.__name__


# The names with single underscores that an enumeration may define, besides
# those that begin with _repr_.
_SUNDERS = frozenset((
    '_order_', '_generate_next_value_', '_numeric_repr_', '_missing_',
    '_ignore_', '_iter_member_', '_iter_member_by_value_',
    '_iter_member_by_def_', '_add_alias_', '_add_value_alias_'))


class EnumDict(dict):
    """The namespace of an enumeration's body: tells members from the rest."""

    def __init__(self):
        super().__init__()
        self._member_names = {}
        self._last_values = []
        self._ignore = []
        self._auto_called = False

    def __setitem__(self, key, value):
        """Enter a name, which makes it a member unless it looks special."""
        if key[:1] == '_' and _is_private(self._cls_name, key):
            pass
        elif _is_sunder(key):
            value = self._set_sunder(key, value)
        elif _is_dunder(key):
            if key == '__order__':
                key = '_order_'
        elif key in self._member_names:
            raise TypeError('%r already defined as %r' % (key, self[key]))
        elif key in self._ignore:
            pass
        elif isinstance(value, nonmember):
            value = value.value
        elif not (_is_descriptor(value)
                  or _is_internal_class(self._cls_name, value)):
            if key in self:
                raise TypeError('%r already defined as %r' % (key, self[key]))
            value = self._set_member(key, value)
        super().__setitem__(key, value)

    def _set_sunder(self, key, value):
        if key not in _SUNDERS and not key.startswith('_repr_'):
            raise ValueError('_sunder_ names, such as %r, are reserved for '
                             'future Enum use' % (key,))
        if key == '_generate_next_value_':
            if self._auto_called:
                raise TypeError(
                    '_generate_next_value_ must be defined before members')
            self._generate_next_value = (
                value.__func__ if isinstance(value, staticmethod) else value)
        elif key == '_ignore_':
            if isinstance(value, str):
                value = value.replace(',', ' ').split()
            else:
                value = list(value)
            self._ignore = value
            already = set(value) & set(self._member_names)
            if already:
                raise ValueError('_ignore_ cannot specify already set names: '
                                 '%r' % (already,))
        return value

    def _set_member(self, key, value):
        """Note the name as a member's; return its value, without auto()."""
        if isinstance(value, member):
            value = value.value
        if isinstance(value, auto):
            value = self._choose(key, value)
        elif (isinstance(value, tuple)
                and any(isinstance(part, auto) for part in value)):
            parts = [self._choose(key, part) if isinstance(part, auto) else part
                     for part in value]
            try:
                value = type(value)(parts)
            except TypeError:
                # A named tuple takes its parts one by one.
                value = type(value)(*parts)
        else:
            self._last_values.append(value)
        self._member_names[key] = None
        return value

    def _choose(self, key, placeholder):
        """Return the value for an auto()."""
        if placeholder.value is _auto_null:
            placeholder.value = self._generate_next_value(
                key, 1, len(self._member_names), self._last_values[:])
            self._auto_called = True
        self._last_values.append(placeholder.value)
        return placeholder.value

    @bltns.property
    def member_names(self):
        return list(self._member_names)

    def update(self, members, **more_members):
        try:
            for name in members.keys():
                self[name] = members[name]
        except AttributeError:
            for name, value in members:
                self[name] = value
        for name, value in more_members.items():
            self[name] = value


_EnumDict = EnumDict
