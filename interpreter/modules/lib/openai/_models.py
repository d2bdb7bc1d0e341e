"""Response objects: classes whose annotations say what is in the JSON.

Nothing is refused: a value of an unexpected type stays what it is, a field that is missing is
None, and what the class does not know is kept as an extra field.
"""

import json
import types

_UNSET = object()


class Tagged:
    """In annotations: one of several models, which the field "type" tells apart."""

    def __init__(self, *models):
        self.models = {model.__tag__: model for model in models}

    def __or__(self, other):
        # `Tagged(...) | None`: None needs no conversion.
        return self

    def __construct__(self, value):
        if not isinstance(value, dict):
            return value
        tag = value.get('type')
        model = self.models.get(tag) if isinstance(tag, str) else None
        # What comes up later in the service has no class here, but all its fields.
        return construct(model or UnknownModel, value)


class _ModelType(type):
    """Collects the fields of a model from its annotations."""

    def __new__(meta, name, bases, namespace, **options):
        cls = super().__new__(meta, name, bases, namespace, **options)
        fields = {}
        for base in reversed(cls.__mro__[1:]):
            fields.update(getattr(base, '__fields__', {}))
        for field, annotation in namespace.get('__annotations__', {}).items():
            if not field.startswith('_'):
                fields[field] = Field(field, annotation, namespace.get(field, _UNSET))
        for field in fields:
            # The default is not to be found where a field of an instance is missing.
            if field in namespace:
                delattr(cls, field)
        cls.__fields__ = fields
        return cls

    @property
    def model_fields(cls):
        return dict(cls.__fields__)


class Field:
    """A field of a model."""

    __slots__ = ('alias', 'annotation', 'default', 'convert')

    def __init__(self, name, annotation, default):
        # Names that are keywords of the language, or methods here, end in an underscore.
        self.alias = name.removesuffix('_')
        self.annotation = annotation
        self.default = default
        self.convert = _converter(annotation)

    def is_required(self):
        return self.default is _UNSET

    def get_default(self, **_):
        return None if self.default is _UNSET else self.default

    def __repr__(self):
        name = getattr(self.annotation, '__name__', self.annotation)
        return f'FieldInfo(annotation={name}, required={self.is_required()})'


def _converter(annotation):
    """The function that makes the value of a field from what is in the JSON, or None."""
    if isinstance(annotation, types.UnionType):
        # Besides None there is text or one thing that is no text.
        kinds = [kind for kind in annotation.__args__ if kind not in (type(None), str)]
        return _converter(kinds[0]) if len(kinds) == 1 else None
    if isinstance(annotation, Tagged):
        return annotation.__construct__
    if isinstance(annotation, types.GenericAlias):
        inner = _converter(annotation.__args__[-1])
        if inner is None:
            return None
        if annotation.__origin__ is list:
            return lambda value: ([inner(item) for item in value]
                                  if isinstance(value, list) else value)
        return lambda value: ({key: inner(item) for key, item in value.items()}
                              if isinstance(value, dict) else value)
    if annotation is float:
        return lambda value: float(value) if isinstance(value, int) else value
    if isinstance(annotation, _ModelType):
        return lambda value: construct(annotation, value)
    return None


def construct(model, value):
    """What a JSON value is, seen as a model."""
    if isinstance(value, dict):
        return model.model_construct(**value)
    if isinstance(value, list):
        return [construct(model, item) if isinstance(item, dict) else item for item in value]
    return value


class BaseModel(metaclass=_ModelType):
    """What all models can do; its interface is pydantic's, as scripts use it."""

    __slots__ = ('__dict__', '__pydantic_extra__', '__pydantic_fields_set__', '__weakref__')
    __hash__ = None
    __tag__ = None

    def __init__(self, **values):
        missing = [name for name, field in type(self).__fields__.items()
                   if field.is_required() and name not in values]
        if missing:
            raise ValidationError(type(self).__name__, missing, values)
        _fill(self, values)

    def __init_subclass__(cls, tag=None, **_):
        if tag is not None:
            cls.__tag__ = tag

    @classmethod
    def model_construct(cls, _fields_set=None, **values):
        self = object.__new__(cls)
        _fill(self, values)
        return self

    construct = model_construct

    @classmethod
    def model_validate(cls, value, **_):
        return value if isinstance(value, cls) else cls(**value)

    parse_obj = model_validate

    @classmethod
    def model_validate_json(cls, text, **_):
        return cls.model_validate(json.loads(text))

    @property
    def model_fields(self):
        return type(self).model_fields

    @property
    def model_fields_set(self):
        return self.__pydantic_fields_set__

    @property
    def model_extra(self):
        return self.__pydantic_extra__

    # As data.

    def model_dump(self, *, mode='python', include=None, exclude=None, context=None,
                   by_alias=None, exclude_unset=False, exclude_defaults=False,
                   exclude_none=False, round_trip=False, warnings=True, fallback=None,
                   serialize_as_any=False, exclude_computed_fields=False):
        """The fields as a dict, those of nested models, too."""
        without = exclude_unset, exclude_defaults, exclude_none, by_alias
        return _dump(self, include, exclude, without)

    def model_dump_json(self, *, indent=None, ensure_ascii=False, **options):
        separators = (',', ':') if indent is None else (',', ': ')
        return json.dumps(self.model_dump(mode='json', **options), indent=indent,
                          separators=separators, ensure_ascii=ensure_ascii)

    def to_dict(self, *, mode='python', use_api_names=True, exclude_unset=True,
                exclude_defaults=False, exclude_none=False, warnings=True):
        """As model_dump(), without the fields that the service did not send."""
        return self.model_dump(mode=mode, by_alias=use_api_names, exclude_unset=exclude_unset,
                               exclude_defaults=exclude_defaults, exclude_none=exclude_none)

    def to_json(self, *, indent=2, use_api_names=True, exclude_unset=True,
                exclude_defaults=False, exclude_none=False, warnings=True):
        return self.model_dump_json(indent=indent, by_alias=use_api_names,
                                    exclude_unset=exclude_unset,
                                    exclude_defaults=exclude_defaults, exclude_none=exclude_none)

    def dict(self, **options):
        return self.model_dump(**options)

    def json(self, **options):
        return self.model_dump_json(**options)

    def model_copy(self, *, update=None, deep=False):
        import copy
        clone = copy.deepcopy(self) if deep else copy.copy(self)
        for name, value in (update or {}).items():
            setattr(clone, name, value)
            clone.__pydantic_fields_set__.add(name)
        return clone

    def copy(self, *, update=None, deep=False, **_):
        return self.model_copy(update=update, deep=deep)

    # As an object.

    def __getattr__(self, name):
        # Asked only where there is no such field.
        if not name.startswith('__'):
            extra = object.__getattribute__(self, '__pydantic_extra__')
            if name in extra:
                return extra[name]
        raise AttributeError(f'{type(self).__name__!r} object has no attribute {name!r}')

    def __setattr__(self, name, value):
        if name.startswith('_'):
            object.__setattr__(self, name, value)
        elif name in type(self).__fields__:
            self.__dict__[name] = value
            self.__pydantic_fields_set__.add(name)
        elif isinstance(getattr(type(self), name, None), property):
            object.__setattr__(self, name, value)
        else:
            self.__pydantic_extra__[name] = value

    def __delattr__(self, name):
        if name in self.__pydantic_extra__:
            del self.__pydantic_extra__[name]
        else:
            object.__delattr__(self, name)

    def __iter__(self):
        return iter(_pairs(self))

    def __eq__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return dict(_pairs(self)) == dict(_pairs(other))

    def __getstate__(self):
        return self.__dict__, self.__pydantic_extra__, self.__pydantic_fields_set__

    def __setstate__(self, state):
        fields, extra, names = state
        object.__setattr__(self, '__dict__', dict(fields))
        object.__setattr__(self, '__pydantic_extra__', dict(extra))
        object.__setattr__(self, '__pydantic_fields_set__', set(names))

    def __repr__(self):
        fields = ', '.join(f'{name}={value!r}' for name, value in _pairs(self))
        return f'{type(self).__qualname__}({fields})'

    __str__ = __repr__


class UnknownModel(BaseModel):
    """A part of a response that has no class of its own here."""

    type: str | None = None


class ValidationError(ValueError):
    """A model was made by hand, without all that it needs."""

    def __init__(self, name, missing, values):
        count = f'{len(missing)} validation error{"s" if len(missing) > 1 else ""} for {name}'
        lines = [
            f'{field}\n  Field required [type=missing, input_value={values!r}, input_type=dict]'
            for field in missing
        ]
        super().__init__('\n'.join([count, *lines]))


def _pairs(model):
    """The fields, then the extra ones, with their values."""
    fields = type(model).__fields__
    own = [(name, value) for name, value in model.__dict__.items() if name in fields]
    return [*own, *model.__pydantic_extra__.items()]


def _fill(self, values):
    fields = {}
    names = set()
    taken = set()
    known = type(self).__fields__
    for name, field in known.items():
        key = field.alias if field.alias in values else name
        value = values.get(key)
        if value is None:
            value = None if field.default is _UNSET else field.default
        elif field.convert is not None:
            value = field.convert(value)
        fields[name] = value
        if key in values:
            names.add(name)
            taken.add(key)
    object.__setattr__(self, '__dict__', fields)
    object.__setattr__(self, '__pydantic_extra__', {
        name: value for name, value in values.items() if name not in taken and name not in known})
    object.__setattr__(self, '__pydantic_fields_set__', names)


def _dump(model, include, exclude, without):
    exclude_unset, exclude_defaults, exclude_none, by_alias = without
    fields = type(model).__fields__
    output = {}
    for name, value in _pairs(model):
        field = fields.get(name)
        inner = (_part(include, name), _part(exclude, name))
        if (include is not None and name not in include) or inner[1] is _ALL:
            continue
        if field is not None:
            if exclude_unset and name not in model.__pydantic_fields_set__:
                continue
            if exclude_defaults and not field.is_required() and value == field.default:
                continue
        if exclude_none and value is None:
            continue
        key = field.alias if by_alias and field is not None else name
        output[key] = _dump_value(value, inner, without)
    return output


_ALL = object()


def _part(selection, name):
    """What of a field is selected: None where nothing more is said."""
    if selection is None or name not in selection:
        return None
    inner = selection[name] if isinstance(selection, dict) else True
    return _ALL if inner is True or inner is ... else inner


def _dump_value(value, inner, without):
    if isinstance(value, BaseModel):
        include, exclude = (None if part is _ALL else part for part in inner)
        return _dump(value, include, exclude, without)
    if isinstance(value, list):
        parts = [_of_items(part) for part in inner]
        return [_dump_value(item, parts, without) for item in value]
    if isinstance(value, dict):
        return {key: _dump_value(item, (None, None), without) for key, item in value.items()}
    return value


def _of_items(part):
    return part.get('__all__') if isinstance(part, dict) else None


def add_request_id(value, request_id):
    """Keeps the identity of a request with the response to it."""
    if isinstance(value, BaseModel):
        value._request_id = request_id
