"""Classes whose methods are made from the fields that they declare."""

import sys
from reprlib import recursive_repr
from types import (
    FunctionType, GenericAlias, MappingProxyType, MemberDescriptorType)

__all__ = ['dataclass', 'field', 'Field', 'FrozenInstanceError', 'InitVar',
           'KW_ONLY', 'MISSING', 'fields', 'asdict', 'astuple',
           'make_dataclass', 'replace', 'is_dataclass']


class FrozenInstanceError(AttributeError):
    pass


class _HAS_DEFAULT_FACTORY_CLASS:
    def __repr__(self):
        return '<factory>'


# The default of a parameter whose value a factory makes.
_HAS_DEFAULT_FACTORY = _HAS_DEFAULT_FACTORY_CLASS()


class _MISSING_TYPE:
    pass


# Stands for an argument that was not given.
MISSING = _MISSING_TYPE()


class _KW_ONLY_TYPE:
    pass


# An annotation after which fields are keyword-only.
KW_ONLY = _KW_ONLY_TYPE()

_EMPTY_METADATA = MappingProxyType({})


class _FIELD_BASE:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


_FIELD = _FIELD_BASE('_FIELD')
_FIELD_CLASSVAR = _FIELD_BASE('_FIELD_CLASSVAR')
_FIELD_INITVAR = _FIELD_BASE('_FIELD_INITVAR')

# Where a class keeps its fields and the decorator's arguments.
_FIELDS = '__dataclass_fields__'
_PARAMS = '__dataclass_params__'

_POST_INIT_NAME = '__post_init__'

# asdict() and astuple() hand on objects of these types as they are.
_ATOMIC_TYPES = frozenset((
    type(None), bool, int, float, str, complex, bytes, type(...),
    type(NotImplemented), type((lambda: None).__code__), type(len),
    FunctionType, type, range, property))


class InitVar:
    """The annotation of a parameter that __post_init__ gets, not a field."""

    __slots__ = ('type',)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        if isinstance(self.type, type):
            name = self.type.__name__
        else:
            name = repr(self.type)
        return f'dataclasses.InitVar[{name}]'

    def __class_getitem__(cls, type):
        return InitVar(type)


def _show_attributes(self, names):
    shown = ','.join([f'{name}={getattr(self, name)!r}' for name in names])
    return f'{type(self).__name__}({shown})'


class Field:
    """What is known of a field; made by field()."""

    __slots__ = ('name', 'type', 'default', 'default_factory', 'repr', 'hash',
                 'init', 'compare', 'metadata', 'kw_only', '_field_type')

    def __init__(self, default, default_factory, init, repr, hash, compare,
                 metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = (_EMPTY_METADATA if metadata is None
                         else MappingProxyType(metadata))
        self.kw_only = kw_only
        self._field_type = None

    @recursive_repr()
    def __repr__(self):
        return _show_attributes(
            self, ('name', 'type', 'default', 'default_factory', 'init',
                   'repr', 'hash', 'compare', 'metadata', 'kw_only',
                   '_field_type'))

    def __set_name__(self, owner, name):
        # The default may be a descriptor, which will take this one's place.
        tell = getattr(type(self.default), '__set_name__', None)
        if tell:
            tell(self.default, owner, name)

    __class_getitem__ = classmethod(GenericAlias)


class _DataclassParams:
    """The arguments of the decorator."""

    __slots__ = ('init', 'repr', 'eq', 'order', 'unsafe_hash', 'frozen',
                 'match_args', 'kw_only', 'slots', 'weakref_slot')

    def __init__(self, init, repr, eq, order, unsafe_hash, frozen, match_args,
                 kw_only, slots, weakref_slot):
        self.init = init
        self.repr = repr
        self.eq = eq
        self.order = order
        self.unsafe_hash = unsafe_hash
        self.frozen = frozen
        self.match_args = match_args
        self.kw_only = kw_only
        self.slots = slots
        self.weakref_slot = weakref_slot

    def __repr__(self):
        return _show_attributes(self, self.__slots__)


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True,
          hash=None, compare=True, metadata=None, kw_only=MISSING):
    """Say more about a field than its annotation does.

    `default_factory` makes a default for each object; `init`, `repr`, `hash`
    and `compare` say which methods know the field; `metadata` is a mapping for
    others; `kw_only` makes the parameter keyword-only.
    """
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError('cannot specify both default and default_factory')
    return Field(default, default_factory, init, repr, hash, compare, metadata,
                 kw_only)


def _has_default(f):
    return f.default is not MISSING or f.default_factory is not MISSING


def _is_classvar(a_type, typing):
    return (a_type is typing.ClassVar
            or type(a_type) is typing._GenericAlias
            and a_type.__origin__ is typing.ClassVar)


def _is_initvar(a_type, dataclasses):
    return (a_type is dataclasses.InitVar
            or type(a_type) is dataclasses.InitVar)


def _is_kw_only(a_type, dataclasses):
    return a_type is dataclasses.KW_ONLY


def _take_word(text):
    """Split a text after its first identifier."""
    text = text.lstrip()
    length = 0
    while length < len(text) and (text[length].isalnum()
                                  or text[length] == '_'):
        length += 1
    return text[:length], text[length:].lstrip()


def _is_type(annotation, cls, a_module, a_type, is_type_predicate):
    """Guess whether an annotation that is a string names a certain type.

    Only `name` and `module.name` are understood, at the start of the string,
    and looked up in the module of the class.
    """
    name, rest = _take_word(annotation)
    if not name:
        return False
    module = sys.modules.get(cls.__module__)
    if rest[:1] == '.':
        inner = _take_word(rest[1:])[0]
        if inner:
            if not module or module.__dict__.get(name) is not a_module:
                return False
            module = sys.modules.get(a_type.__module__)
            name = inner
    scope = module.__dict__
    return bool(scope) and is_type_predicate(scope.get(name), a_module)


def _names(annotation, cls, a_module, a_type, is_type_predicate):
    """Tell whether an annotation is a certain type, or a string for it."""
    return (is_type_predicate(annotation, a_module)
            or isinstance(annotation, str)
            and _is_type(annotation, cls, a_module, a_type, is_type_predicate))


def _get_field(cls, a_name, a_type, default_kw_only):
    """Make or complete the Field for an annotation."""
    default = getattr(cls, a_name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if isinstance(default, MemberDescriptorType):
            # The field is in __slots__ and has no default.
            default = MISSING
        f = field(default=default)
    f.name = a_name
    f.type = a_type
    f._field_type = _FIELD
    # Without the typing module nothing can be a ClassVar.
    typing = sys.modules.get('typing')
    dataclasses = sys.modules[__name__]
    if typing and _names(a_type, cls, typing, typing.ClassVar, _is_classvar):
        f._field_type = _FIELD_CLASSVAR
    elif _names(a_type, cls, dataclasses, dataclasses.InitVar, _is_initvar):
        f._field_type = _FIELD_INITVAR

    if f._field_type is not _FIELD and f.default_factory is not MISSING:
        raise TypeError(f'field {f.name} cannot have a default factory')
    if f._field_type is _FIELD_CLASSVAR:
        if f.kw_only is not MISSING:
            raise TypeError(f'field {f.name} is a ClassVar but specifies '
                            'kw_only')
    elif f.kw_only is MISSING:
        f.kw_only = default_kw_only
    # What has no hash is taken to be mutable.
    if f._field_type is _FIELD and f.default.__class__.__hash__ is None:
        raise ValueError(f'mutable default {type(f.default)} for field '
                         f'{f.name} is not allowed: use default_factory')
    return f


def _own_annotations(cls):
    annotations = cls.__dict__.get('__annotations__')
    if annotations is None:
        return {}
    if not isinstance(annotations, dict):
        raise ValueError(
            f'{cls!r}.__annotations__ is neither a dict nor None')
    return annotations


def _own_fields(cls, kw_only):
    """Return the fields that a class declares itself."""
    dataclasses = sys.modules[__name__]
    annotations = _own_annotations(cls)
    own = []
    marked = False
    for name, a_type in list(annotations.items()):
        if _names(a_type, cls, dataclasses, dataclasses.KW_ONLY, _is_kw_only):
            if marked:
                raise TypeError(f'{name!r} is KW_ONLY, but KW_ONLY '
                                'has already been specified')
            marked = kw_only = True
        else:
            own.append(_get_field(cls, name, a_type, kw_only))
    for f in own:
        # The class is to have the default, not the Field.
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f'{name!r} is a field but has no type annotation')
    return own


def _collect_fields(cls, frozen, kw_only):
    """Return the fields of a class by name, those of its bases first."""
    found = {}
    base_frozen = []
    for base in cls.__mro__[-1:0:-1]:
        inherited = getattr(base, _FIELDS, None)
        if inherited is not None:
            for f in inherited.values():
                found[f.name] = f
            base_frozen.append(getattr(base, _PARAMS).frozen)
    for f in _own_fields(cls, kw_only):
        found[f.name] = f
    if any(base_frozen) and not frozen:
        raise TypeError('cannot inherit non-frozen dataclass from a '
                        'frozen one')
    if frozen and not all(base_frozen):
        raise TypeError('cannot inherit frozen dataclass from a '
                        'non-frozen one')
    return found


class _Methods:
    """Collects the text of methods, to compile them all at once."""

    def __init__(self, scope):
        self.scope = scope
        # What the methods see besides their module's names.
        self.values = {}
        self.texts = []
        # For each method how to add it to the class.
        self.adders = []

    def add(self, name, parameters, body, add, returns='', wrap=None):
        lines = ''.join([f'  {line}\n' for line in body])
        self.texts.append(
            f" def {name}({','.join(parameters)}){returns}:\n{lines}")
        self.adders.append((name, add, wrap))

    def add_to(self, cls):
        names = ''.join([f'{name},' for name, add, wrap in self.adders])
        text = (f"def __create_fn__({','.join(self.values)}):\n"
                f"{''.join(self.texts)} return ({names})")
        made = {}
        exec(text, self.scope, made)
        functions = made['__create_fn__'](**self.values)
        for function, (name, add, wrap) in zip(functions, self.adders):
            if wrap:
                function = wrap(function)
            function.__qualname__ = f'{cls.__qualname__}.{name}'
            add(cls, name, function)


def _set_new_attribute(cls, name, value):
    """Set an attribute unless the class has it; tell whether it has."""
    if name in cls.__dict__:
        return True
    setattr(cls, name, value)
    return False


def _add_or_refuse(cls, name, function, advice=''):
    if _set_new_attribute(cls, name, function):
        raise TypeError(f'Cannot overwrite attribute {name} in class '
                        f'{cls.__name__}{advice}')


def _add_order(cls, name, function):
    _add_or_refuse(cls, name, function,
                   ' Consider using functools.total_ordering')


def _tuple_text(owner, chosen):
    return f"({''.join([f'{owner}.{f.name},' for f in chosen])})"


def _parameter(f):
    default = ''
    if f.default is not MISSING:
        default = f'=__dataclass_dflt_{f.name}__'
    elif f.default_factory is not MISSING:
        default = '=__dataclass_HAS_DEFAULT_FACTORY__'
    return f'{f.name}:__dataclass_type_{f.name}__{default}'


def _initial_value(f, values, slots):
    """Return the text of a field's initial value, None if it needs none."""
    default = f'__dataclass_dflt_{f.name}__'
    if f.default_factory is not MISSING:
        values[default] = f.default_factory
        if not f.init:
            return f'{default}()'
        return (f'{default}() if {f.name} is __dataclass_HAS_DEFAULT_FACTORY__'
                f' else {f.name}')
    if f.default is not MISSING and (f.init or slots):
        values[default] = f.default
    if f.init:
        return f.name
    # The class has the default, unless slots stand in the way.
    return default if slots and f.default is not MISSING else None


def _add_init(methods, cls, init_fields, positional, keyword, frozen, slots):
    earlier = None
    for f in positional:
        if _has_default(f):
            earlier = f
        elif earlier:
            raise TypeError(f'non-default argument {f.name!r} '
                            f'follows default argument {earlier.name!r}')
    self_name = 'self'
    if any([f.name == 'self' for f in getattr(cls, _FIELDS).values()]):
        self_name = '__dataclass_self__'
    values = methods.values
    for f in init_fields:
        values[f'__dataclass_type_{f.name}__'] = f.type
    values['__dataclass_HAS_DEFAULT_FACTORY__'] = _HAS_DEFAULT_FACTORY
    values['__dataclass_builtins_object__'] = object
    body = []
    for f in init_fields:
        value = _initial_value(f, values, slots)
        if value is None or f._field_type is _FIELD_INITVAR:
            continue
        if frozen:
            body.append('__dataclass_builtins_object__.__setattr__'
                        f'({self_name},{f.name!r},{value})')
        else:
            body.append(f'{self_name}.{f.name}={value}')
    if hasattr(cls, _POST_INIT_NAME):
        arguments = ','.join([f.name for f in init_fields
                              if f._field_type is _FIELD_INITVAR])
        body.append(f'{self_name}.{_POST_INIT_NAME}({arguments})')
    parameters = [self_name, *map(_parameter, positional)]
    if keyword:
        parameters += ['*', *map(_parameter, keyword)]
    values['__dataclass___init___return_type__'] = None
    methods.add('__init__', parameters, body or ['pass'], _set_new_attribute,
                '->__dataclass___init___return_type__')


def _add_repr(methods, real):
    shown = ', '.join([f'{f.name}={{self.{f.name}!r}}'
                       for f in real if f.repr])
    methods.add('__repr__', ('self',),
                [f'return f"{{self.__class__.__qualname__}}({shown})"'],
                _set_new_attribute, wrap=recursive_repr())


def _add_eq(methods, compared):
    terms = ' and '.join([f'self.{f.name}==other.{f.name}' for f in compared])
    methods.add('__eq__', ('self', 'other'),
                ['if self is other:',
                 ' return True',
                 'if other.__class__ is self.__class__:',
                 f' return {terms or True}',
                 'return NotImplemented'], _set_new_attribute)


def _add_comparisons(methods, compared):
    left = _tuple_text('self', compared)
    right = _tuple_text('other', compared)
    for name, operator in (('__lt__', '<'), ('__le__', '<='),
                           ('__gt__', '>'), ('__ge__', '>=')):
        methods.add(name, ('self', 'other'),
                    ['if other.__class__ is self.__class__:',
                     f' return {left}{operator}{right}',
                     'return NotImplemented'], _add_order)


def _add_refusals(methods, cls, real):
    """Add the methods that keep the fields of an object as they are."""
    methods.values['cls'] = cls
    methods.values['FrozenInstanceError'] = FrozenInstanceError
    condition = 'type(self) is cls'
    if real:
        names = ','.join([repr(f.name) for f in real])
        condition += f' or name in {{{names}}}'
    for name, parameters, verb in (
            ('__setattr__', ('name', 'value'), 'assign to'),
            ('__delattr__', ('name',), 'delete')):
        methods.add(
            name, ('self', *parameters),
            [f'if {condition}:',
             f' raise FrozenInstanceError(f"cannot {verb} field {{name!r}}")',
             f"super(cls, self).{name}({','.join(parameters)})"],
            _add_or_refuse)


def _add_hash(methods, cls, real, unsafe_hash, eq, frozen):
    """Add a __hash__ that goes with the other methods.

    With unsafe_hash there is one in any case. Without, a class that is compared
    by its fields has one if it is frozen, and none otherwise, unless it brings
    its own.
    """
    own = cls.__dict__.get('__hash__', MISSING)
    if own is None and '__eq__' in cls.__dict__:
        # It comes with the __eq__, not from the author.
        own = MISSING
    if own is not MISSING:
        if unsafe_hash:
            raise TypeError('Cannot overwrite attribute __hash__ in class '
                            f'{cls.__name__}')
    elif unsafe_hash or eq and frozen:
        hashed = [f for f in real
                  if (f.compare if f.hash is None else f.hash)]
        methods.add('__hash__', ('self',),
                    [f"return hash({_tuple_text('self', hashed)})"], setattr)
    elif eq:
        cls.__hash__ = None


def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args,
                   kw_only, slots, weakref_slot):
    module = sys.modules.get(cls.__module__)
    methods = _Methods({} if module is None else module.__dict__)
    setattr(cls, _PARAMS, _DataclassParams(
        init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots,
        weakref_slot))
    found = _collect_fields(cls, frozen, kw_only)
    setattr(cls, _FIELDS, found)
    if order and not eq:
        raise ValueError('eq must be true if order is true')

    init_fields = [f for f in found.values()
                   if f._field_type is not _FIELD_CLASSVAR]
    positional = [f for f in init_fields if f.init and not f.kw_only]
    keyword = [f for f in init_fields if f.init and f.kw_only]
    real = [f for f in init_fields if f._field_type is _FIELD]
    compared = [f for f in real if f.compare]
    made_init = init and '__init__' not in cls.__dict__
    if init:
        _add_init(methods, cls, init_fields, positional, keyword, frozen,
                  slots)
    _set_new_attribute(cls, '__replace__', _replace)
    if repr:
        _add_repr(methods, real)
    if eq:
        _add_eq(methods, compared)
    if order:
        _add_comparisons(methods, compared)
    if frozen:
        _add_refusals(methods, cls, real)
    _add_hash(methods, cls, real, unsafe_hash, eq, frozen)
    methods.add_to(cls)

    if not getattr(cls, '__doc__'):
        cls.__doc__ = cls.__name__ + _describe_signature(
            cls, made_init, positional, keyword)
    if match_args:
        _set_new_attribute(cls, '__match_args__',
                           tuple([f.name for f in positional]))
    if weakref_slot and not slots:
        raise TypeError('weakref_slot is True but slots is False')
    if slots:
        cls = _add_slots(cls, frozen, weakref_slot)
    if hasattr(cls, '__abstractmethods__'):
        from abc import update_abstractmethods
        update_abstractmethods(cls)
    return cls


def _describe_signature(cls, made_init, positional, keyword):
    """Return the text of the signature of a class, for its docstring."""
    if (made_init and '__new__' not in cls.__dict__
            and type(cls).__call__ is type.__call__
            and getattr(cls, '__signature__', None) is None):
        # It is that of the __init__ made here; inspect is not needed.
        parts = [_describe_parameter(f) for f in positional]
        if keyword:
            parts += ['*', *map(_describe_parameter, keyword)]
        text = f"({', '.join(parts)})"
    else:
        import inspect
        try:
            text = str(inspect.signature(cls))
        except (TypeError, ValueError):
            return ''
    return text.replace(' -> None', '')


def _describe_parameter(f):
    if f.default is not MISSING:
        default = f' = {f.default!r}'
    elif f.default_factory is not MISSING:
        default = f' = {_HAS_DEFAULT_FACTORY!r}'
    else:
        default = ''
    return f'{f.name}: {_describe_annotation(f.type)}{default}'


def _describe_annotation(annotation):
    module = getattr(annotation, '__module__', None)
    if module != 'typing':
        if not isinstance(annotation, type):
            return repr(annotation)
        name = annotation.__qualname__
        return name if module == 'builtins' else f'{module}.{name}'
    # Names from typing are known without the module.
    shown, *parts = repr(annotation).split('typing.')
    before = shown[-1:]
    for part in parts:
        if before.isalnum() or before in ('_', '.'):
            shown += 'typing.'
        shown += part
        before = part[-1:] or '.'
    return shown


def _dataclass_getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _dataclass_setstate(self, state):
    for f, value in zip(fields(self), state):
        object.__setattr__(self, f.name, value)


def _get_slots(cls):
    """Return the names of the slots that a class adds to its bases."""
    slots = cls.__dict__.get('__slots__')
    if slots is None:
        # Native classes tell by offsets; others have both.
        offsets = (('__weakref__', '__weakrefoffset__'),
                   ('__dict__', '__dictrefoffset__'))
        return [name for name, offset in offsets
                if getattr(cls, offset, -1) != 0]
    if isinstance(slots, str):
        return [slots]
    if hasattr(slots, '__next__'):
        # An iterator, which is used up.
        raise TypeError(f"Slots of '{cls.__name__}' cannot be determined")
    return slots


def _add_slots(cls, is_frozen, weakref_slot):
    """Return a class like the one given with its fields in slots."""
    if '__slots__' in cls.__dict__:
        raise TypeError(f'{cls.__name__} already specifies __slots__')
    namespace = dict(cls.__dict__)
    names = [f.name for f in fields(cls)]
    inherited = {slot for base in cls.__mro__[1:-1]
                 for slot in _get_slots(base)}
    slots = names + ['__weakref__'] if weakref_slot else names
    namespace['__slots__'] = tuple(
        [name for name in slots if name not in inherited])
    for name in (*names, '__dict__', '__weakref__'):
        namespace.pop(name, None)
    qualname = getattr(cls, '__qualname__', None)
    cls = type(cls)(cls.__name__, cls.__bases__, namespace)
    if qualname is not None:
        cls.__qualname__ = qualname
    if is_frozen:
        # Pickle cannot set the attributes itself.
        if '__getstate__' not in namespace:
            cls.__getstate__ = _dataclass_getstate
        if '__setstate__' not in namespace:
            cls.__setstate__ = _dataclass_setstate
    return cls


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False,
              unsafe_hash=False, frozen=False, match_args=True, kw_only=False,
              slots=False, weakref_slot=False):
    """Add methods to a class, made from the fields that it annotates.

    The arguments say which methods; `frozen` refuses assignment to fields,
    `kw_only` makes the parameters of __init__ keyword-only, and `slots` returns
    a new class with __slots__.
    """
    def wrap(cls):
        return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen,
                              match_args, kw_only, slots, weakref_slot)

    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    """Return the fields of a dataclass, or of the class of an instance."""
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError(
            'must be called with a dataclass type or instance') from None
    return tuple([f for f in found.values() if f._field_type is _FIELD])


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """Tell whether an object is a dataclass or an instance of one."""
    cls = obj if isinstance(obj, type) else type(obj)
    return hasattr(cls, _FIELDS)


def asdict(obj, *, dict_factory=dict):
    """Return the fields of an object as a dictionary.

    Dataclasses within fields and within tuples, lists and dictionaries become
    dictionaries, too; other objects are copied.
    """
    if not _is_dataclass_instance(obj):
        raise TypeError('asdict() should be called on dataclass instances')
    return _asdict_inner(obj, dict_factory)


def _asdict_inner(obj, dict_factory):
    cls = type(obj)
    if cls in _ATOMIC_TYPES:
        return obj
    if hasattr(cls, _FIELDS):
        items = [(f.name, _asdict_inner(getattr(obj, f.name), dict_factory))
                 for f in fields(obj)]
        return dict_factory(items)
    return _convert_container(obj, cls, _asdict_inner, dict_factory)


def astuple(obj, *, tuple_factory=tuple):
    """Return the fields of an object as a tuple.

    Dataclasses within fields and within tuples, lists and dictionaries become
    tuples, too; other objects are copied.
    """
    if not _is_dataclass_instance(obj):
        raise TypeError('astuple() should be called on dataclass instances')
    return _astuple_inner(obj, tuple_factory)


def _astuple_inner(obj, tuple_factory):
    cls = type(obj)
    if cls in _ATOMIC_TYPES:
        return obj
    if hasattr(cls, _FIELDS):
        return tuple_factory(
            [_astuple_inner(getattr(obj, f.name), tuple_factory)
             for f in fields(obj)])
    return _convert_container(obj, cls, _astuple_inner, tuple_factory)


def _convert_container(obj, cls, convert, factory):
    """Convert what is in a container; copy anything else."""
    if issubclass(cls, (list, tuple)):
        items = [convert(item, factory) for item in obj]
        if cls is list:
            return items
        if issubclass(cls, tuple) and hasattr(obj, '_fields'):
            # A named tuple takes its items one by one.
            return cls(*items)
        return cls(items)
    if issubclass(cls, dict):
        items = [(convert(key, factory), convert(value, factory))
                 for key, value in obj.items()]
        if hasattr(cls, 'default_factory'):
            result = cls(obj.default_factory)
            for key, value in items:
                result[key] = value
            return result
        return cls(items)
    from copy import deepcopy
    return deepcopy(obj)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True,
                   repr=True, eq=True, order=False, unsafe_hash=False,
                   frozen=False, match_args=True, kw_only=False, slots=False,
                   weakref_slot=False, module=None):
    """Make a dataclass without a class statement.

    A field is a name, a pair of name and type, or both with a field(). The
    class belongs to `module`, or else to that of the caller.
    """
    from keyword import iskeyword
    from types import new_class
    annotations = {}
    defaults = {}
    for item in fields:
        if isinstance(item, str):
            name, a_type = item, 'typing.Any'
        elif len(item) == 2:
            name, a_type = item
        elif len(item) == 3:
            name, a_type, defaults[item[0]] = item
        else:
            raise TypeError(f'Invalid field: {item!r}')
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(
                f'Field names must be valid identifiers: {name!r}')
        if iskeyword(name):
            raise TypeError(f'Field names must not be keywords: {name!r}')
        if name in annotations:
            raise TypeError(f'Field name duplicated: {name!r}')
        annotations[name] = a_type

    def fill(body):
        body.update(namespace or {})
        body.update(defaults)
        body['__annotations__'] = annotations

    cls = new_class(cls_name, bases, {}, fill)
    if module is None:
        try:
            module = sys._getframemodulename(1) or '__main__'
        except AttributeError:
            pass
    if module is not None:
        cls.__module__ = module
    return dataclass(cls, init=init, repr=repr, eq=eq, order=order,
                     unsafe_hash=unsafe_hash, frozen=frozen,
                     match_args=match_args, kw_only=kw_only, slots=slots,
                     weakref_slot=weakref_slot)


def replace(obj, /, **changes):
    """Make an object like the one given in which some fields differ."""
    if not _is_dataclass_instance(obj):
        raise TypeError('replace() should be called on dataclass instances')
    return _replace(obj, **changes)


def _replace(self, /, **changes):
    for f in getattr(self, _FIELDS).values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise TypeError(f'field {f.name} is declared with init=False, '
                                'it cannot be specified with replace()')
        elif f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise TypeError(
                    f'InitVar {f.name!r} must be specified with replace()')
            changes[f.name] = getattr(self, f.name)
    return self.__class__(**changes)
