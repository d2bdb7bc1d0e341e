"""Decorators for enumerations, and quick ways to make them."""

import builtins as bltns
import sys
from . import (
    Enum, Flag, KEEP, ReprEnum, StrEnum, _FLAG_FIELDS, _FLAG_METHODS,
    _SHOWN_METHODS, _auto_null, _collect_constants, _high_bit, _is_descriptor,
    _is_dunder, _is_private, _is_single_bit, _is_sunder, _iter_bits_lsb,
    _prefer_enum_methods, _proto_member, _remember_value, auto)

# These classes are the package's, wherever they are written down.
__name__ = 'enum'


def _aliases(enumeration):
    """Describe the aliases among the names of an enumeration."""
    return ', '.join([
        '%s -> %s' % (name, found.name)
        for name, found in enumeration.__members__.items()
        if name != found.name])


def unique(enumeration):
    """A class decorator that refuses aliases."""
    aliases = _aliases(enumeration)
    if aliases:
        raise ValueError('duplicate values found in %r: %s'
                         % (enumeration, aliases))
    return enumeration


def global_enum_repr(self):
    """A __repr__ that names the module in the place of the class."""
    module = self.__class__.__module__.split('.')[-1]
    return '%s.%s' % (module, self._name_)


def global_flag_repr(self):
    """A __repr__ for flags that names the module in the place of the class."""
    module = self.__class__.__module__.split('.')[-1]
    if self._name_ is None:
        return '%s.%s(%r)' % (module, self.__class__.__name__, self._value_)
    if _is_single_bit(self._value_):
        return '%s.%s' % (module, self._name_)
    keeps = self._boundary_ is KEEP
    # Bits without a name are shown as a number.
    return '|'.join([
        name if keeps and name[0].isdigit() else '%s.%s' % (module, name)
        for name in self._name_.split('|')])


def global_str(self):
    """A __str__ that gives the name only."""
    if self._name_ is None:
        return '%s(%r)' % (self.__class__.__name__, self._value_)
    return self._name_


def global_enum(cls, update_str=False):
    """A class decorator that makes the members constants of their module."""
    cls.__repr__ = (
        global_flag_repr if issubclass(cls, Flag) else global_enum_repr)
    if update_str or not issubclass(cls, ReprEnum):
        cls.__str__ = global_str
    sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls


def _simple_enum(etype=Enum, *, boundary=None, use_args=None):
    """A class decorator that makes an enumeration of a plain class, quickly.

    It checks nothing and does not call __init_subclass__.
    """
    def convert_class(cls):
        with_args = etype._use_args_ if use_args is None else use_args
        is_flag = issubclass(etype, Flag)
        member_type = etype._member_type_
        own_new = cls.__dict__.get('__new__')
        body = {}
        if own_new is None:
            new_member = member_type.__new__
        else:
            new_member = body['__new_member__'] = own_new.__func__
        body.update(
            _new_member_=new_member,
            _use_args_=with_args,
            _generate_next_value_=etype._generate_next_value_,
            _member_names_=[],
            _member_map_={},
            _value2member_map_={},
            _unhashable_values_=[],
            _unhashable_values_map_={},
            _member_type_=member_type,
            _value_repr_=etype._value_repr_,
        )
        if is_flag:
            body.update(dict.fromkeys(_FLAG_FIELDS))
            body['_boundary_'] = boundary or etype._boundary_
            for name in _FLAG_METHODS:
                body[name] = getattr(Flag, name)
        values = {}
        for name, found in cls.__dict__.items():
            if name in ('__dict__', '__weakref__'):
                continue
            if (name[0] == '_' and (_is_dunder(name) or _is_sunder(name)
                                    or _is_private(cls.__name__, name))
                    or _is_descriptor(found)):
                body[name] = found
            else:
                values[name] = found
        if body.get('__doc__') is None:
            body['__doc__'] = 'An enumeration.'
        enum_class = type(cls.__name__, (etype,), body, boundary=boundary,
                          _simple=True)
        _prefer_enum_methods(enum_class, body, etype, member_type)
        _add_simple_members(enum_class, values, own_new is None)
        if is_flag:
            _set_masks(enum_class)
        if '__new__' in body:
            enum_class.__new_member__ = enum_class.__new__
        enum_class.__new__ = Enum.__new__
        return enum_class
    return convert_class


def _add_simple_members(enum_class, values, set_value):
    """Make the members of an enumeration that was a plain class."""
    is_flag = issubclass(enum_class, Flag)
    names = enum_class._member_names_
    members = enum_class._member_map_
    new_member = enum_class._new_member_
    last_values = []
    for name, value in values.items():
        if isinstance(value, auto):
            if value.value is _auto_null:
                value.value = enum_class._generate_next_value_(
                    name, 1, len(names), last_values)
            value = value.value
        if enum_class._use_args_:
            args = value if isinstance(value, tuple) else (value,)
            new = new_member(enum_class, *args)
            value = args[0]
        else:
            new = new_member(enum_class)
        if set_value:
            new._value_ = value
        existing = _proto_member._find(enum_class, new._value_)
        if existing is not None:
            existing._add_alias_(name)
            continue
        new._name_ = name
        new.__objclass__ = enum_class
        new.__init__(value)
        new._sort_order_ = len(names)
        if name in ('name', 'value'):
            enum_class._add_member_(name, new)
        else:
            setattr(enum_class, name, new)
            members[name] = new
        last_values.append(value)
        if not is_flag or _is_single_bit(value):
            names.append(name)
        _remember_value(enum_class, name, value, new)


def _set_masks(enum_class):
    """Enter which bits the members of a flag have."""
    singles = mask = 0
    for found in enum_class._member_map_.values():
        mask |= found._value_
        if _is_single_bit(found._value_):
            singles |= found._value_
    enum_class._flag_mask_ = mask
    enum_class._singles_mask_ = singles
    enum_class._all_bits_ = (1 << mask.bit_length()) - 1
    values = [found._value_ for found in enum_class]
    if values != sorted(values):
        enum_class._iter_member_ = enum_class._iter_member_by_def_


@_simple_enum(StrEnum)
class EnumCheck:
    """What verify() can look for."""

    CONTINUOUS = 'no skipped integer values'
    NAMED_FLAGS = 'multi-flag aliases may not contain unnamed flags'
    UNIQUE = 'one name per value'


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


class verify:
    """A class decorator that refuses an enumeration that fails a check."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        if not issubclass(enumeration, Enum):
            raise TypeError(
                "the 'verify' decorator only works with Enum and Flag")
        for check in self.checks:
            if check is UNIQUE:
                aliases = _aliases(enumeration)
                if aliases:
                    raise ValueError('aliases found in %r: %s'
                                     % (enumeration, aliases))
            elif check is CONTINUOUS:
                self._check_continuous(enumeration)
            elif check is NAMED_FLAGS:
                self._check_named_flags(enumeration)
        return enumeration

    @staticmethod
    def _check_continuous(enumeration):
        values = {found.value for found in enumeration}
        if len(values) < 2:
            return
        low, high = min(values), max(values)
        if issubclass(enumeration, Flag):
            kind = 'flag'
            expected = [1 << bit
                        for bit in range(_high_bit(low) + 1, _high_bit(high))]
        else:
            kind = 'enum'
            expected = range(low + 1, high)
        missing = [str(value) for value in expected if value not in values]
        if missing:
            message = 'invalid %s %r: missing values %s' % (
                kind, enumeration.__name__, ', '.join(missing))
            raise ValueError(message[:256])

    @staticmethod
    def _check_named_flags(enumeration):
        known = [found.value for found in enumeration]
        names = []
        missing = 0
        for name, found in enumeration._member_map_.items():
            if name in enumeration._member_names_ or found.value < 0:
                continue
            unnamed = [bit for bit in _iter_bits_lsb(found.value)
                       if bit not in known]
            if unnamed:
                names.append(name)
                missing |= sum(unnamed)
        if not names:
            return
        if len(names) == 1:
            subject = 'alias %s is missing' % names[0]
        else:
            subject = 'aliases %s and %s are missing' % (
                ', '.join(names[:-1]), names[-1])
        value = 'combined values of'
        if _is_single_bit(missing):
            value = 'value'
        raise ValueError(
            'invalid Flag %r: %s %s 0x%x '
            '[use enum.show_flag_values(value) for details]'
            % (enumeration.__name__, subject, value, missing))


def _old_convert_(etype, name, module, filter, source=None, *, boundary=None):
    """Make an enumeration of constants with all checks, for tests."""
    source = source or sys.modules[module]
    return etype(name, _collect_constants(source.__dict__, filter),
                 module=module, boundary=boundary or KEEP)


def _test_simple_enum(checked_enum, simple_enum):
    """Compare what _simple_enum made with what a class statement makes."""
    failed = []
    members = checked_enum._member_map_.keys() | simple_enum._member_map_.keys()
    checked, simple = checked_enum.__dict__, simple_enum.__dict__
    expected_to_differ = members | {
        '__module__', '_member_map_', '_value2member_map_', '__doc__',
        '__static_attributes__', '__firstlineno__'}
    for key in (checked.keys() | simple.keys()) - expected_to_differ:
        if key not in simple:
            failed.append('missing key: %r' % (key,))
        elif key not in checked:
            failed.append('extra key:   %r' % (key,))
        elif (checked[key] != simple[key] and not callable(checked[key])
                and not isinstance(checked[key], bltns.property)):
            failed.append(_mismatch(key, '', checked[key], simple[key], 9))
    failed.sort()
    for name in members:
        if name not in simple:
            failed.append('missing member from simple enum: %r' % name)
        elif name not in checked:
            failed.append('extra member in simple enum: %r' % name)
        else:
            problems = _compare_members(
                name, checked_enum[name].__dict__, simple_enum[name].__dict__)
            if problems:
                failed.append('%r member mismatch:\n      %s'
                              % (name, '\n      '.join(problems)))
    for name in (*_SHOWN_METHODS, '__getnewargs_ex__', '__getnewargs__',
                 '__reduce__'):
        if name not in simple and name not in checked:
            ours = getattr(simple_enum, name, None)
            theirs = getattr(checked_enum, name, None)
            if hasattr(theirs, '__func__'):
                ours, theirs = ours.__func__, theirs.__func__
            if ours != theirs:
                failed.append('%r:  %-30s %s' % (
                    name, 'checked -> %r' % (theirs,), 'simple -> %r' % (ours,)))
    if failed:
        raise TypeError('enum mismatch:\n   %s' % '\n   '.join(failed))


def _mismatch(key, noun, checked, simple, indent):
    margin = '\n' + ' ' * indent
    return '%r:%schecked%s -> %r%ssimple%s  -> %r' % (
        key, margin, noun, checked, margin, noun, simple)


def _compare_members(name, checked, simple):
    """Describe how the attributes of two members differ."""
    problems = []
    for key in ((checked.keys() | simple.keys())
                - {'__module__', '__objclass__', '_inverted_'}):
        if key not in simple:
            problems.append('missing key %r not in the simple enum member %r'
                            % (key, name))
        elif key not in checked:
            problems.append('extra key %r in simple enum member %r'
                            % (key, name))
        elif checked[key] != simple[key]:
            problems.append(
                _mismatch(key, ' member', checked[key], simple[key], 17))
    return problems
