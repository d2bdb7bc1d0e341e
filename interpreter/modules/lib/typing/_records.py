"""NamedTuple and TypedDict: classes that are lists of fields."""

from _typing import Generic
from ._aliases import (
    Annotated, NotRequired, ReadOnly, Required, get_args, get_origin)
from ._core import (
    _caller, _generic_class_getitem, _sentinel, _type_check)

# What is defined here belongs to the package.
__name__ = 'typing'


# --- NamedTuple -----------------------------------------------------------

def _make_nmtuple(name, types, module, defaults=()):
    """Make the class of a named tuple from pairs of name and type."""
    from collections import namedtuple
    fields = [field for field, a_type in types]
    annotations = {
        field: _type_check(a_type, f'field {field} annotation must be a type')
        for field, a_type in types}
    made = namedtuple(name, fields, defaults=defaults, module=module)
    made.__annotations__ = made.__new__.__annotations__ = annotations
    return made


# What the body of a class may not define, and what it does anyway.
_prohibited = frozenset((
    '__new__', '__init__', '__slots__', '__getnewargs__', '_fields',
    '_field_defaults', '_make', '_replace', '_asdict', '_source'))
_special = frozenset(('__module__', '__name__', '__annotations__'))


class NamedTupleMeta(type):

    def __new__(cls, typename, bases, ns):
        for base in bases:
            if base is not _NamedTuple and base is not Generic:
                raise TypeError(
                    'can only inherit from a NamedTuple type and Generic')
        annotations = ns.get('__annotations__', {})
        with_default = []
        for field in annotations:
            if field in ns:
                with_default.append(field)
            elif with_default:
                plural = 's' if len(with_default) > 1 else ''
                raise TypeError(
                    f'Non-default namedtuple field {field} cannot follow '
                    f"default field{plural} {', '.join(with_default)}")
        made = _make_nmtuple(typename, annotations.items(),
                             defaults=[ns[field] for field in with_default],
                             module=ns['__module__'])
        made.__bases__ = tuple([tuple if base is _NamedTuple else base
                                for base in bases])
        if Generic in bases:
            made.__class_getitem__ = classmethod(_generic_class_getitem)
        for key, value in ns.items():
            if key in _prohibited:
                raise AttributeError(
                    'Cannot overwrite NamedTuple attribute ' + key)
            if key not in _special:
                if key not in made._fields:
                    setattr(made, key, value)
                _tell_name(value, made, key, typename)
        if Generic in bases:
            made.__init_subclass__()
        return made


def _tell_name(value, owner, key, typename):
    """Call __set_name__, as a class statement does."""
    try:
        set_name = type(value).__set_name__
    except AttributeError:
        return
    try:
        set_name(value, owner, key)
    except BaseException as problem:
        problem.add_note(
            f'Error calling __set_name__ on {type(value).__name__!r} '
            f'instance {key!r} in {typename!r}')
        raise


def _no_fields_message(typename, kind, empty, noun):
    """Return what to say of a functional call without fields."""
    example = f'`{typename} = {kind}({typename!r}, {empty})`'
    # The text is a template, in which braces have to be doubled.
    example = example.replace('{', '{{').replace('}', '}}')
    return ('{name} is deprecated and will be disallowed in Python {remove}. '
            f'To create a {kind} class with 0 fields using the functional '
            f'syntax, pass an empty {noun}, e.g. {example}.')


_KEYWORDS_MESSAGE = (
    '{name} is deprecated and will be disallowed in Python {remove}. '
    'Use the class-based or functional syntax instead.')


def NamedTuple(typename, fields=_sentinel, /, **kwargs):
    """Make the class of a named tuple, whose fields have types.

    Usually it is a base class; the body annotates the fields. Called, it takes
    pairs of name and type.
    """
    if fields is not _sentinel and fields is not None:
        if kwargs:
            raise TypeError('Either list of fields or keywords can be '
                            'provided to NamedTuple, not both')
    elif fields is None and kwargs:
        raise TypeError("Cannot pass `None` as the 'fields' parameter and "
                        'also specify fields using keyword arguments')
    else:
        import warnings
        message = _no_fields_message(typename, 'NamedTuple', '[]', 'list')
        if kwargs:
            subject = 'Creating NamedTuple classes using keyword arguments'
            message = _KEYWORDS_MESSAGE
        elif fields is None:
            subject = "Passing `None` as the 'fields' parameter"
        else:
            subject = "Failing to pass a value for the 'fields' parameter"
        warnings._deprecated(subject, message=message, remove=(3, 15))
        fields = kwargs.items()
    made = _make_nmtuple(typename, fields, module=_caller())
    made.__orig_bases__ = (NamedTuple,)
    return made


_NamedTuple = type.__new__(NamedTupleMeta, 'NamedTuple', (), {})


def _namedtuple_mro_entries(bases):
    return (_NamedTuple,)


NamedTuple.__mro_entries__ = _namedtuple_mro_entries


# --- TypedDict ------------------------------------------------------------

def _get_typeddict_qualifiers(annotation_type):
    """Yield the qualifiers around a type, from the outside."""
    while True:
        origin = get_origin(annotation_type)
        if origin is Annotated:
            annotation_type = get_args(annotation_type)[0]
        elif origin in (Required, NotRequired, ReadOnly):
            yield origin
            annotation_type, = get_args(annotation_type)
        else:
            return


class _TypedDictMeta(type):

    def __new__(cls, name, bases, ns, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError('cannot inherit from both a TypedDict type '
                                'and a non-TypedDict base class')
        real_bases = (dict,)
        if any([issubclass(base, Generic) for base in bases]):
            real_bases = Generic, dict
        made = type.__new__(_TypedDictMeta, name, real_bases, ns)
        if not hasattr(made, '__orig_bases__'):
            made.__orig_bases__ = bases

        msg = ("TypedDict('Name', {f0: t0, f1: t1, ...}); "
               'each t must be a type')
        own = {key: _type_check(a_type, msg, module=made.__module__)
               for key, a_type in ns.get('__annotations__', {}).items()}
        annotations = {}
        required, optional, read_only, mutable = set(), set(), set(), set()
        for base in bases:
            scope = base.__dict__
            annotations.update(scope.get('__annotations__', {}))
            _move(scope.get('__required_keys__', ()), required, optional)
            _move(scope.get('__optional_keys__', ()), optional, required)
            read_only.update(scope.get('__readonly_keys__', ()))
            mutable.update(scope.get('__mutable_keys__', ()))
        annotations.update(own)
        for key, a_type in own.items():
            qualifiers = set(_get_typeddict_qualifiers(a_type))
            if (Required in qualifiers
                    or total and NotRequired not in qualifiers):
                _move((key,), required, optional)
            else:
                _move((key,), optional, required)
            if ReadOnly not in qualifiers:
                _move((key,), mutable, read_only)
            elif key in mutable:
                raise TypeError(f'Cannot override mutable key {key!r} with '
                                'read-only key')
            else:
                read_only.add(key)
        made.__annotations__ = annotations
        made.__required_keys__ = frozenset(required)
        made.__optional_keys__ = frozenset(optional)
        made.__readonly_keys__ = frozenset(read_only)
        made.__mutable_keys__ = frozenset(mutable)
        made.__total__ = total
        return made

    # Calling the class makes a plain dictionary.
    __call__ = dict

    def __subclasscheck__(cls, other):
        raise TypeError('TypedDict does not support instance and class checks')

    __instancecheck__ = __subclasscheck__


def _move(keys, target, source):
    target.update(keys)
    source.difference_update(keys)


def TypedDict(typename, fields=_sentinel, /, *, total=True):
    """Make a type for dictionaries that have certain keys.

    Usually it is a base class; the body annotates the keys. Called, it takes a
    mapping of keys to types. With `total` all keys are required.
    """
    if fields is _sentinel or fields is None:
        import warnings
        subject = "Passing `None` as the 'fields' parameter"
        if fields is _sentinel:
            subject = "Failing to pass a value for the 'fields' parameter"
        warnings._deprecated(
            subject, remove=(3, 15), message=_no_fields_message(
                typename, 'TypedDict', '{}', 'dictionary'))
        fields = {}
    namespace = {'__annotations__': dict(fields)}
    module = _caller()
    if module is not None:
        namespace['__module__'] = module
    made = _TypedDictMeta(typename, (), namespace, total=total)
    made.__orig_bases__ = (TypedDict,)
    return made


_TypedDict = type.__new__(_TypedDictMeta, 'TypedDict', (), {})


def _typeddict_mro_entries(bases):
    return (_TypedDict,)


TypedDict.__mro_entries__ = _typeddict_mro_entries


def is_typeddict(tp):
    """Tell whether a type is a TypedDict, other than TypedDict itself."""
    return isinstance(tp, _TypedDictMeta)
