"""Enumerations: classes whose instances are a fixed set of named values."""

import builtins as bltns
import sys
from types import DynamicClassAttribute, MappingProxyType
from ._body import (
    EnumDict, _EnumDict, _auto_null, _high_bit, _is_descriptor, _is_dunder,
    _is_internal_class, _is_private, _is_single_bit, _is_sunder,
    _iter_bits_lsb, _make_class_unpicklable, _not_given, auto, bin, member,
    nonmember, property, show_flag_values)

__all__ = [
    'EnumType', 'EnumMeta', 'EnumDict',
    'Enum', 'IntEnum', 'StrEnum', 'Flag', 'IntFlag', 'ReprEnum',
    'auto', 'unique', 'property', 'verify', 'member', 'nonmember',
    'FlagBoundary', 'STRICT', 'CONFORM', 'EJECT', 'KEEP',
    'global_flag_repr', 'global_enum_repr', 'global_str', 'global_enum',
    'EnumCheck', 'CONTINUOUS', 'NAMED_FLAGS', 'UNIQUE',
    'pickle_by_global_name', 'pickle_by_enum_name',
]

# The metaclass asks for these before they are defined.
Enum = Flag = EJECT = _stdlib_enums = ReprEnum = None


def _remember_value(cls, name, value, found):
    """Let a value lead to a member, without taking it from another.

    Without a name given, the member's own serves, which it may not have yet.
    """
    try:
        cls._value2member_map_.setdefault(value, found)
    except TypeError:
        # A value without a hash is searched for.
        cls._unhashable_values_.append(value)
        cls._unhashable_values_map_.setdefault(
            name or found.name, []).append(value)


class _proto_member:
    """Stands for a member in the namespace of a class that is being made."""

    def __init__(self, value):
        self.value = value

    def __set_name__(self, enum_class, member_name):
        """Put the member in the place of this object."""
        delattr(enum_class, member_name)
        args = self.value
        if not isinstance(args, tuple) or enum_class._member_type_ is tuple:
            args = (args,)
        new = self._make(enum_class, args)
        value = new._value_
        new._name_ = member_name
        new.__objclass__ = enum_class
        new.__init__(*args)
        new._sort_order_ = len(enum_class._member_names_)

        is_flag = Flag is not None and issubclass(enum_class, Flag)
        counted = True
        if is_flag:
            counted = isinstance(value, int) and _is_single_bit(value)
            if isinstance(value, int):
                enum_class._flag_mask_ |= value
                if counted:
                    enum_class._singles_mask_ |= value
            enum_class._all_bits_ = (
                (1 << enum_class._flag_mask_.bit_length()) - 1)

        existing = self._find(enum_class, value)
        if existing is not None:
            new = existing
        elif counted:
            enum_class._member_names_.append(member_name)
        enum_class._add_member_(member_name, new)
        _remember_value(enum_class, member_name, value, new)

    def _make(self, enum_class, args):
        """Make the member and see to it that it has a value."""
        if enum_class._use_args_:
            new = enum_class._new_member_(enum_class, *args)
        else:
            new = enum_class._new_member_(enum_class)
        if not hasattr(new, '_value_'):
            if enum_class._member_type_ is object:
                new._value_ = self.value
            else:
                try:
                    new._value_ = enum_class._member_type_(*args)
                except Exception as problem:
                    error = TypeError(
                        '_value_ not set in __new__, unable to create it')
                    error.__cause__ = problem
                    raise error
        return new

    @staticmethod
    def _find(enum_class, value):
        """Find the member that has the value already."""
        try:
            return enum_class._value2member_map_.get(value)
        except TypeError:
            for existing in enum_class._member_map_.values():
                if existing._value_ == value:
                    return existing
            return None


_SHOWN_METHODS = '__repr__', '__str__', '__format__', '__reduce_ex__'
_FLAG_METHODS = ('__or__', '__and__', '__xor__', '__ror__', '__rand__',
                 '__rxor__', '__invert__')
_FLAG_FIELDS = ('_boundary_', '_flag_mask_', '_singles_mask_', '_all_bits_',
                '_inverted_')


def _prefer_enum_methods(enum_class, namespace, enum_base, member_type):
    """Let methods that come from the data type give way to Enum's.

    Otherwise members would be shown and pickled as plain data.
    """
    for name in _SHOWN_METHODS:
        if name not in namespace:
            found = getattr(enum_class, name)
            if found in (getattr(member_type, name), getattr(object, name)):
                setattr(enum_class, name, getattr(enum_base, name))


def _show_as_data(cls, namespace, member_type):
    """Take str() and format() from the data type, as ReprEnum wants."""
    if member_type is object:
        raise TypeError('ReprEnum subclasses must be mixed with a data '
                        'type (i.e. int, str, float, etc.)')
    if '__format__' not in namespace:
        cls.__format__ = namespace['__format__'] = member_type.__format__
    if '__str__' not in namespace:
        method = member_type.__str__
        if method is object.__str__:
            # Which would call the enumeration's own __repr__.
            method = member_type.__repr__
        cls.__str__ = namespace['__str__'] = method


def _check_order(cls, order, is_flag):
    """Compare the members with the order that _order_ gives for them."""
    if isinstance(order, str):
        order = order.replace(',', ' ').split()
    # Aliases may be named or not.
    order = [
        name for name in order
        if name not in cls._member_map_
        or name in cls._member_names_
        and not (is_flag and not _is_single_bit(cls[name]._value_))]
    if order and order != cls._member_names_:
        raise TypeError(
            'member order does not match _order_:\n  %r\n  %r'
            % (cls._member_names_, order))


def _collect_constants(source, filter):
    """List the names in a namespace that pass the filter, by value."""
    found = [item for item in source.items() if filter(item[0])]
    try:
        found.sort(key=lambda item: (item[1], item[0]))
    except TypeError:
        found.sort(key=lambda item: item[0])
    return found


def _dataclass_repr(self):
    return ', '.join(['%s=%r' % (name, getattr(self, name))
                      for name, field in self.__dataclass_fields__.items()
                      if field.repr])


class EnumType(type):
    """The class of enumerations."""

    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        metacls._check_for_existing_members_(cls, bases)
        namespace = EnumDict()
        namespace._cls_name = cls
        member_type, first_enum = metacls._get_mixins_(cls, bases)
        if first_enum is not None:
            namespace['_generate_next_value_'] = getattr(
                first_enum, '_generate_next_value_', None)
        return namespace

    def __new__(metacls, cls, bases, classdict, *, boundary=None,
                _simple=False, **kwds):
        if _simple:
            return super().__new__(metacls, cls, bases, classdict, **kwds)
        for key in [*classdict.get('_ignore_', ()), '_ignore_']:
            classdict.pop(key, None)
        member_names = classdict._member_names
        invalid = set(member_names) & {'mro', ''}
        if invalid:
            raise ValueError('invalid enum member name(s) %s'
                             % ','.join([repr(name) for name in invalid]))

        order = classdict.pop('_order_', None)
        namespace = dict(classdict.items())
        generate = namespace.get('_generate_next_value_')
        if generate is not None and type(generate) is not staticmethod:
            namespace['_generate_next_value_'] = staticmethod(generate)
        member_type, first_enum = metacls._get_mixins_(cls, bases)
        new_member, save_new, use_args = metacls._find_new_(
            namespace, member_type, first_enum)
        for name in member_names:
            namespace[name] = _proto_member(namespace[name])
        namespace.update(
            _new_member_=new_member,
            _use_args_=use_args,
            _member_names_=[],
            _member_map_={},
            _value2member_map_={},
            _unhashable_values_=[],
            _unhashable_values_map_={},
            _member_type_=member_type,
            _value_repr_=metacls._find_data_repr_(cls, bases),
            _boundary_=boundary or getattr(first_enum, '_boundary_', None),
            _flag_mask_=0,
            _singles_mask_=0,
            _all_bits_=0,
            _inverted_=None,
        )
        in_progress = f'_{cls}__in_progress'
        namespace[in_progress] = True
        try:
            failure = None
            enum_class = super().__new__(metacls, cls, bases, namespace, **kwds)
            delattr(enum_class, in_progress)
        except Exception as problem:
            # A new exception, because the old one carries a note about
            # __set_name__, of which the user need not know.
            failure = type(problem)(str(problem))
            failure.__cause__ = problem.__cause__
            failure.__context__ = problem.__context__
            traceback = problem.__traceback__
        if failure is not None:
            raise failure.with_traceback(traceback)

        # __init_subclass__ may have set more.
        namespace.update(enum_class.__dict__)
        if ReprEnum is not None and ReprEnum in bases:
            _show_as_data(enum_class, namespace, member_type)
        _prefer_enum_methods(enum_class, namespace, first_enum, member_type)
        is_flag = Flag is not None and issubclass(enum_class, Flag)
        if is_flag:
            for name in _FLAG_METHODS:
                if name not in namespace:
                    setattr(enum_class, name, getattr(Flag, name))
        if Enum is not None:
            # Calling the class looks a member up; what makes members is kept
            # for classes derived from this one.
            if save_new:
                enum_class.__new_member__ = new_member
            enum_class.__new__ = Enum.__new__
        if is_flag:
            values = [each._value_ for each in enum_class]
            if values != sorted(values):
                enum_class._iter_member_ = enum_class._iter_member_by_def_
        elif Flag is not None or cls != 'Flag':
            for name in _FLAG_FIELDS:
                delattr(enum_class, name)
        if order is not None:
            _check_order(enum_class, order, is_flag)
        return enum_class

    def __bool__(cls):
        return True

    def __call__(cls, value, names=_not_given, *values, module=None,
                 qualname=None, type=None, start=1, boundary=None):
        """Look up a member by value, or make a new enumeration.

        A class that has members looks one up. One that has none makes a class
        named `value` with the members that `names` gives: a string of names, an
        iterable of names or of pairs of name and value, or a mapping.
        `module` and `qualname` tell pickle where the class will be found;
        `type` is a data type to mix in; names without values count from
        `start`.
        """
        if cls._member_map_:
            if names is not _not_given:
                value = (value, names) + values
            return cls.__new__(cls, value)
        if names is _not_given:
            if type is None:
                raise TypeError(f'{cls} has no members; specify `names=()` if '
                                'you meant to create a new, empty, enum')
            names = None
        return cls._create_(value, names, module=module, qualname=qualname,
                            type=type, start=start, boundary=boundary)

    def __contains__(cls, value):
        """Tell whether a value is a member or a member's value."""
        if isinstance(value, cls):
            return True
        try:
            return value in cls._value2member_map_
        except TypeError:
            return value in cls._unhashable_values_

    def __delattr__(cls, attr):
        if attr in cls._member_map_:
            raise AttributeError('%r cannot delete member %r.'
                                 % (cls.__name__, attr))
        super().__delattr__(attr)

    def __dir__(cls):
        names = {'__class__', '__contains__', '__doc__', '__getitem__',
                 '__iter__', '__len__', '__members__', '__module__',
                 '__name__', '__qualname__', *cls._member_names_}
        if cls._new_member_ is not object.__new__:
            names.add('__new__')
        if cls.__init_subclass__ is not object.__init_subclass__:
            names.add('__init_subclass__')
        if cls._member_type_ is not object:
            names.update(dir(cls._member_type_))
        return sorted(names)

    def __getitem__(cls, name):
        """Look up a member by name."""
        return cls._member_map_[name]

    def __iter__(cls):
        """Iterate over the members in the order of their definition."""
        return (cls._member_map_[name] for name in cls._member_names_)

    def __len__(cls):
        """Count the members, aliases not included."""
        return len(cls._member_names_)

    @bltns.property
    def __members__(cls):
        """A read-only mapping from names, aliases included, to members."""
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        is_flag = Flag is not None and issubclass(cls, Flag)
        return '<%s %r>' % ('flag' if is_flag else 'enum', cls.__name__)

    def __reversed__(cls):
        """Iterate over the members from the last to the first."""
        return (cls._member_map_[name]
                for name in reversed(cls._member_names_))

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get('_member_map_', ()):
            raise AttributeError('cannot reassign member %r' % (name,))
        super().__setattr__(name, value)

    def _create_(cls, class_name, names, *, module=None, qualname=None,
                 type=None, start=1, boundary=None):
        """Make an enumeration without a class statement."""
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        first_enum = cls._get_mixins_(class_name, bases)[1]
        namespace = metacls.__prepare__(class_name, bases)

        if isinstance(names, str):
            names = names.replace(',', ' ').split()
        if names is None:
            names = ()
        elif (isinstance(names, (tuple, list)) and names
                and isinstance(names[0], str)):
            values = []
            for count, name in enumerate(names):
                values.append(first_enum._generate_next_value_(
                    name, start, count, values[:]))
            names = zip(names, values)
        for item in names:
            if isinstance(item, str):
                namespace[item] = names[item]
            else:
                name, value = item
                namespace[name] = value

        if module is None:
            # The caller of the class, two frames up, is to hold the new one.
            try:
                module = sys._getframemodulename(2)
            except AttributeError:
                pass
        if module is None:
            _make_class_unpicklable(namespace)
        else:
            namespace['__module__'] = module
        if qualname is not None:
            namespace['__qualname__'] = qualname
        return metacls.__new__(metacls, class_name, bases, namespace,
                               boundary=boundary)

    def _convert_(cls, name, module, filter, source=None, *, boundary=None,
                  as_global=False):
        """Replace a collection of a module's constants by an enumeration."""
        scope = sys.modules[module].__dict__
        body = dict(_collect_constants(
            scope if not source else source.__dict__, filter))
        body['__module__'] = module
        convert = _simple_enum(etype=cls, boundary=boundary or KEEP)
        enum_class = convert(type(name, (object,), body))
        if as_global:
            global_enum(enum_class)
        else:
            sys.modules[enum_class.__module__].__dict__.update(
                enum_class.__members__)
        scope[name] = enum_class
        return enum_class

    @classmethod
    def _check_for_existing_members_(mcls, class_name, bases):
        for parent in bases:
            for base in parent.__mro__:
                if isinstance(base, EnumType) and base._member_names_:
                    raise TypeError('<enum %r> cannot extend %r'
                                    % (class_name, base))

    @classmethod
    def _get_mixins_(mcls, class_name, bases):
        """Return the data type of the members and the enumeration to extend."""
        if not bases:
            return object, Enum
        first_enum = bases[-1]
        if not isinstance(first_enum, EnumType):
            raise TypeError('new enumerations should be created as '
                            '`EnumName([mixin_type, ...] [data_type,] enum_type)`')
        return mcls._find_data_type_(class_name, bases) or object, first_enum

    @classmethod
    def _find_data_repr_(mcls, class_name, bases):
        """Find the function that shows the value within a member's repr."""
        for parent in bases:
            for base in parent.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    return base._value_repr_
                scope = base.__dict__
                if '__repr__' in scope:
                    if ('__dataclass_fields__' in scope
                            and '__dataclass_params__' in scope
                            and scope['__dataclass_params__'].repr):
                        # The one that was made would show the class, too.
                        return _dataclass_repr
                    return scope['__repr__']
        return None

    @classmethod
    def _find_data_type_(mcls, class_name, bases):
        """Find the one class among the bases that makes data."""
        found = set()
        for parent in bases:
            candidate = None
            for base in parent.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    if base._member_type_ is not object:
                        found.add(base._member_type_)
                        break
                    continue
                candidate = candidate or base
                if ('__new__' in base.__dict__
                        or '__dataclass_fields__' in base.__dict__):
                    found.add(candidate)
                    break
        if len(found) > 1:
            raise TypeError('too many data types for %r: %r'
                            % (class_name, found))
        return found.pop() if found else None

    @classmethod
    def _find_new_(mcls, classdict, member_type, first_enum):
        """Find what makes the members.

        Returns it, whether the class defines it itself, and whether it is to be
        given the member's value.
        """
        new = classdict.get('__new__')
        save_new = first_enum is not None and new is not None
        if new is None:
            new = mcls._inherited_new_(member_type, first_enum)
        use_args = (first_enum is not None
                    and new not in (Enum.__new__, object.__new__))
        return new, save_new, use_args

    @classmethod
    def _inherited_new_(mcls, member_type, first_enum):
        plain = {None, None.__new__, object.__new__, Enum.__new__}
        for name in ('__new_member__', '__new__'):
            for base in (member_type, first_enum):
                new = getattr(base, name, None)
                if new not in plain:
                    return new
        return object.__new__

    def _add_member_(cls, name, member):
        """Make a member available by name."""
        if name in cls._member_map_:
            if cls._member_map_[name] is not member:
                raise NameError('%r is already bound: %r'
                                % (name, cls._member_map_[name]))
            return
        # A descriptor of that name in a base has to go on working for members.
        descriptor = kind = owner = None
        for base in cls.__mro__[1:]:
            found = base.__dict__.get(name)
            if found is None:
                continue
            if isinstance(found, (property, DynamicClassAttribute)):
                descriptor, kind, owner = found, 'enum', base
                break
            if _is_descriptor(found):
                descriptor = found
                kind = kind or 'desc'
                owner = owner or base
            else:
                kind, owner = 'attr', base
        if descriptor:
            redirect = property()
            redirect.member = member
            redirect.__set_name__(cls, name)
            if kind in ('enum', 'desc'):
                redirect.fget = getattr(descriptor, 'fget', None)
                redirect.fset = getattr(descriptor, 'fset', None)
                redirect.fdel = getattr(descriptor, 'fdel', None)
            redirect._attr_type = kind
            redirect._cls_type = owner
            setattr(cls, name, redirect)
        else:
            setattr(cls, name, member)
        cls._member_map_[name] = member


EnumMeta = EnumType


class Enum(metaclass=EnumType):
    """The base of all enumerations."""

    @classmethod
    def __signature__(cls):
        if cls._member_names_:
            return '(*values)'
        return ('(new_class_name, /, names, *, module=None, qualname=None, '
                'type=None, start=1, boundary=None)')

    def __new__(cls, value):
        # Members are made with the class; this looks one up.
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            for name, values in cls._unhashable_values_map_.items():
                if value in values:
                    return cls[name]
        if not cls._member_map_:
            if getattr(cls, '_%s__in_progress' % cls.__name__, False):
                raise TypeError('do not use `super().__new__; call the '
                                'appropriate __new__ directly') from None
            raise TypeError('%r has no members defined' % cls)
        return _ask_missing(cls, value)

    def __init__(self, *args, **kwds):
        pass

    def _add_alias_(self, name):
        self.__class__._add_member_(name, self)

    def _add_value_alias_(self, value):
        cls = self.__class__
        bound = _proto_member._find(cls, value)
        if bound is not None:
            if bound is not self:
                raise ValueError('%r is already bound: %r' % (value, bound))
            return
        _remember_value(cls, None, value, self)

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """Return the value for a member that has auto() for one."""
        if not last_values:
            return start
        try:
            highest = sorted(last_values)[-1]
        except TypeError:
            raise TypeError('unable to sort non-numeric values') from None
        try:
            return highest + 1
        except TypeError:
            raise TypeError('unable to increment %r' % (highest,)) from None

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        show = self.__class__._value_repr_ or repr
        return '<%s.%s: %s>' % (
            self.__class__.__name__, self._name_, show(self._value_))

    def __str__(self):
        return '%s.%s' % (self.__class__.__name__, self._name_)

    def __dir__(self):
        names = set()
        if self.__class__._member_type_ is not object:
            names.update(object.__dir__(self))
        members = self._member_map_
        for name in getattr(self, '__dict__', ()):
            if name[0] != '_' and name not in members:
                names.add(name)
        for cls in self.__class__.mro():
            for name, found in cls.__dict__.items():
                if name[0] == '_':
                    continue
                if name not in members:
                    names.add(name)
                elif isinstance(found, property):
                    if found.fget is not None:
                        names.add(name)
                    else:
                        names.discard(name)
        names.update(
            ('__class__', '__doc__', '__eq__', '__hash__', '__module__'))
        return sorted(names)

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __deepcopy__(self, memo):
        return self

    def __copy__(self):
        return self

    @property
    def name(self):
        """The member's name."""
        return self._name_

    @property
    def value(self):
        """The member's value."""
        return self._value_


def _ask_missing(cls, value):
    """Let the class find a member for a value that it does not know."""
    failure = None
    try:
        result = cls._missing_(value)
    except Exception as problem:
        result = None
        failure = problem
    try:
        if isinstance(result, cls):
            return result
        if (Flag is not None and issubclass(cls, Flag)
                and cls._boundary_ is EJECT and isinstance(result, int)):
            return result
        invalid = ValueError('%r is not a valid %s' % (value, cls.__qualname__))
        if failure is None:
            if result is None:
                raise invalid
            failure = TypeError('error in %s._missing_: returned %r instead of '
                                'None or a valid member'
                                % (cls.__name__, result))
        if not isinstance(failure, ValueError):
            failure.__context__ = invalid
        raise failure
    finally:
        # The exceptions refer to this frame; it must not refer to them.
        failure = invalid = None


class ReprEnum(Enum):
    """Changes only repr(); str() and format() are the data type's."""


class IntEnum(int, ReprEnum):
    """An enumeration whose members are integers."""


class StrEnum(str, ReprEnum):
    """An enumeration whose members are strings."""

    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError('too many arguments for str(): %r' % (values,))
        if len(values) == 1 and not isinstance(values[0], str):
            raise TypeError('%r is not a string' % (values[0],))
        if len(values) >= 2 and not isinstance(values[1], str):
            raise TypeError('encoding must be a string, not %r' % (values[1],))
        if len(values) == 3 and not isinstance(values[2], str):
            raise TypeError('errors must be a string, not %r' % (values[2],))
        value = str(*values)
        new = str.__new__(cls, value)
        new._value_ = value
        return new

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """Return the name in lower case."""
        return name.lower()


def pickle_by_global_name(self, proto):
    """A __reduce_ex__ for members that are also a module's constants."""
    return self.name


_reduce_ex_by_global_name = pickle_by_global_name


def pickle_by_enum_name(self, proto):
    """A __reduce_ex__ for members whose value cannot be pickled."""
    return getattr, (self.__class__, self._name_)


class FlagBoundary(StrEnum):
    """What becomes of bits that no member has.

    STRICT refuses them, CONFORM drops them, EJECT returns a plain integer, and
    KEEP keeps them.
    """

    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


class Flag(Enum, boundary=STRICT):
    """An enumeration whose members can be combined bit by bit."""

    _numeric_repr_ = repr

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """Return the lowest power of two above all values."""
        if not count:
            return 1 if start is None else start
        highest = max(last_values)
        try:
            bit = _high_bit(highest)
        except Exception:
            raise TypeError('invalid flag value %r' % highest) from None
        return 2 ** (bit + 1)

    @classmethod
    def _iter_member_by_value_(cls, value):
        """Yield the members of one bit that are in a value, by value."""
        for bit in _iter_bits_lsb(value & cls._flag_mask_):
            yield cls._value2member_map_.get(bit)

    _iter_member_ = _iter_member_by_value_

    @classmethod
    def _iter_member_by_def_(cls, value):
        """Yield the members of one bit that are in a value, by definition."""
        yield from sorted(cls._iter_member_by_value_(value),
                          key=lambda found: found._sort_order_)

    @classmethod
    def _missing_(cls, value):
        """Make the member for a combination of bits."""
        if not isinstance(value, int):
            raise ValueError('%r is not a valid %s' % (value, cls.__qualname__))
        mask = cls._flag_mask_
        all_bits = cls._all_bits_
        if not ~all_bits <= value <= all_bits or value & (all_bits ^ mask):
            boundary = cls._boundary_
            if boundary is STRICT:
                width = max(value.bit_length(), mask.bit_length())
                raise ValueError(
                    '%r invalid value %r\n    given %s\n  allowed %s'
                    % (cls, value, bin(value, width), bin(mask, width)))
            if boundary is EJECT:
                return value
            if boundary is CONFORM:
                value = value & mask
            elif boundary is KEEP:
                if value < 0:
                    value += max(all_bits + 1, 2 ** value.bit_length())
            else:
                raise ValueError('%r unknown flag boundary %r' % (cls, boundary))
        negative = None
        if value < 0:
            negative = value
            value += all_bits + 1
        unknown = value & ~mask
        if unknown and cls._boundary_ is not KEEP:
            raise ValueError('%s(%r) -->  unknown values %r [%s]'
                             % (cls.__name__, value, unknown, bin(unknown)))
        if cls._member_type_ is object:
            new = object.__new__(cls)
        else:
            new = cls._member_type_.__new__(cls, value)
        if not hasattr(new, '_value_'):
            new._value_ = value
        new._name_ = _combined_name(cls, value)
        # Another thread may have been faster.
        new = cls._value2member_map_.setdefault(value, new)
        if negative is not None:
            cls._value2member_map_[negative] = new
        return new

    def __contains__(self, other):
        """Tell whether all bits of another member are set in this one."""
        if not isinstance(other, self.__class__):
            raise TypeError(
                "unsupported operand type(s) for 'in': %r and %r"
                % (type(other).__qualname__, self.__class__.__qualname__))
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        """Yield the members of one bit that are in this one."""
        yield from self._iter_member_(self._value_)

    def __len__(self):
        return self._value_.bit_count()

    def __repr__(self):
        cls = self.__class__
        show = cls._value_repr_ or repr
        name = cls.__name__
        if self._name_ is not None:
            name = '%s.%s' % (name, self._name_)
        return '<%s: %s>' % (name, show(self._value_))

    def __str__(self):
        if self._name_ is None:
            return '%s(%r)' % (self.__class__.__name__, self._value_)
        return '%s.%s' % (self.__class__.__name__, self._name_)

    def __bool__(self):
        return bool(self._value_)

    def _get_value(self, flag):
        """Return the bits of an operand, NotImplemented if it has none."""
        if isinstance(flag, self.__class__):
            return flag._value_
        if self._member_type_ is not object and isinstance(
                flag, self._member_type_):
            return flag
        return NotImplemented

    def _operand(self, other, operator):
        """Return the bits of the right operand, having checked both."""
        value = self._get_value(other)
        if value is not NotImplemented:
            if self._value_ is None:
                other, value = self, None
            if value is None:
                raise TypeError(f"'{other}' cannot be combined with other "
                                f'flags with {operator}')
        return value

    def __or__(self, other):
        value = self._operand(other, '|')
        if value is NotImplemented:
            return NotImplemented
        return self.__class__(self._value_ | value)

    def __and__(self, other):
        value = self._operand(other, '&')
        if value is NotImplemented:
            return NotImplemented
        return self.__class__(self._value_ & value)

    def __xor__(self, other):
        value = self._operand(other, '^')
        if value is NotImplemented:
            return NotImplemented
        return self.__class__(self._value_ ^ value)

    def __invert__(self):
        if self._get_value(self) is None:
            raise TypeError(f"'{self}' cannot be inverted")
        if self._inverted_ is None:
            value = ~self._value_
            if self._boundary_ not in (EJECT, KEEP):
                value &= self._singles_mask_
            self._inverted_ = self.__class__(value)
        return self._inverted_

    __rand__ = __and__
    __ror__ = __or__
    __rxor__ = __xor__


def _combined_name(cls, value):
    """Return the name of a combination, None if no member is in it."""
    singles = value & cls._singles_mask_
    rest = value & ~cls._singles_mask_
    members = list(cls._iter_member_(singles))
    covered = singles
    if rest:
        covered = 0
        for found in members:
            covered |= found._value_
        for found in cls._member_map_.values():
            bits = found._value_
            if found not in members and bits and bits & value == bits:
                members.append(found)
                covered |= bits
    if not covered:
        return None
    name = '|'.join([found._name_ for found in members])
    unknown = value ^ covered
    if unknown:
        if cls._boundary_ is STRICT:
            raise ValueError('%r: no members with value %r'
                             % (cls, unknown))
        name += '|%s' % cls._numeric_repr_(unknown)
    return name


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """Flags that are integers."""


from ._tools import (
    CONTINUOUS, EnumCheck, NAMED_FLAGS, UNIQUE, _old_convert_, _simple_enum,
    _test_simple_enum, global_enum, global_enum_repr, global_flag_repr,
    global_str, unique, verify)

_stdlib_enums = IntEnum, StrEnum, IntFlag
