"""JSON schemas of classes, and reading JSON as these say.

A class is a subclass of openai.BaseModel, a dataclass, or has the methods of pydantic's models."""

import dataclasses
import enum
import json
import types
import typing

from ._models import BaseModel, ValidationError

_PLAIN = {str: 'string', int: 'integer', float: 'number', bool: 'boolean', type(None): 'null'}


def is_parseable(kind):
    """Whether answers can be read as a class."""
    return isinstance(kind, type) and (
        issubclass(kind, BaseModel) or dataclasses.is_dataclass(kind)
        or hasattr(kind, 'model_json_schema'))


def strict_schema(kind):
    """The schema of a class, all of whose properties are required, and no others allowed."""
    if hasattr(kind, 'model_json_schema'):
        return _strict(kind.model_json_schema())
    definitions = {}
    schema = _of_class(kind, definitions)
    if definitions:
        schema = {'$defs': definitions, **schema}
    return _strict(schema)


def _strict(schema):
    """Makes a schema strict, and those within."""
    for name in '$defs', 'definitions', 'properties':
        for inner in schema.get(name, {}).values():
            _strict(inner)
    for name in 'anyOf', 'allOf':
        for inner in schema.get(name, ()):
            _strict(inner)
    if isinstance(schema.get('items'), dict):
        _strict(schema['items'])
    if schema.get('type') == 'object':
        schema.setdefault('additionalProperties', False)
    if 'properties' in schema:
        schema['required'] = list(schema['properties'])
    if 'default' in schema and schema['default'] is None:
        del schema['default']
    return schema


def _fields(kind):
    """The names of the fields, their types and defaults."""
    hints = typing.get_type_hints(kind)
    if dataclasses.is_dataclass(kind):
        for field in dataclasses.fields(kind):
            yield field.name, hints[field.name], field.default, dataclasses.MISSING
    else:
        for name, field in kind.__fields__.items():
            default = dataclasses.MISSING if field.is_required() else field.default
            yield name, hints.get(name, field.annotation), default, dataclasses.MISSING


def _of_class(kind, definitions):
    properties, required = {}, []
    for name, hint, default, missing in _fields(kind):
        title = ' '.join(part.title() for part in name.split('_') if part)
        schema = _of_type(hint, definitions)
        if '$ref' not in schema:
            schema = {**schema, 'title': title}
        if default is missing:
            required.append(name)
        else:
            schema['default'] = default
        properties[name] = dict(sorted(schema.items()))
    schema = {'properties': properties, 'required': required, 'title': kind.__name__,
              'type': 'object'}
    inherited = BaseModel.__doc__ if issubclass(kind, BaseModel) else None
    if kind.__doc__ and kind.__doc__ != inherited and not kind.__doc__.startswith(
            f'{kind.__name__}('):
        schema = {'description': kind.__doc__.strip(), **schema}
    return schema


def _of_type(hint, definitions):
    if hint in _PLAIN:
        return {'type': _PLAIN[hint]}
    if hint in (typing.Any, object):
        return {}
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return _of_type(arguments[0], definitions)
    if origin is typing.Literal:
        kinds = {_PLAIN.get(type(value)) for value in arguments}
        schema = {'const': arguments[0]} if len(arguments) == 1 else {'enum': list(arguments)}
        return {**schema, 'type': kinds.pop()} if len(kinds) == 1 else schema
    if origin in (typing.Union, types.UnionType):
        return {'anyOf': [_of_type(each, definitions) for each in arguments]}
    if hint is list or origin in (list, set, frozenset, tuple):
        items = [each for each in arguments if each is not ...]
        return {'items': _of_type(items[0], definitions) if items else {}, 'type': 'array'}
    if hint is dict or origin is dict:
        values = _of_type(arguments[1], definitions) if arguments else True
        return {'additionalProperties': values or True, 'type': 'object'}
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return _referred(hint, definitions, lambda: _of_enum(hint))
    if is_parseable(hint):
        return _referred(hint, definitions, lambda: _of_class(hint, definitions))
    raise TypeError(f'Unsupported response_format type - {hint}')


def _of_enum(kind):
    values = [member.value for member in kind]
    types_of_values = {_PLAIN.get(type(value)) for value in values}
    schema = {'enum': values, 'title': kind.__name__}
    return {**schema, 'type': types_of_values.pop()} if len(types_of_values) == 1 else schema


def _referred(kind, definitions, make):
    name = kind.__name__
    if name not in definitions:
        # Before it is made: it may refer to itself.
        definitions[name] = {}
        definitions[name].update(make())
    return {'$ref': f'#/$defs/{name}'}


def read_json(kind, text):
    """An object of a class, from JSON."""
    if hasattr(kind, 'model_json_schema'):
        return kind.model_validate_json(text)
    return _read(kind, json.loads(text), kind.__name__)


def _read(hint, value, place):
    """A value as its type says; ValueError where it is another one."""
    if hint in (typing.Any, object):
        return value
    if hint is float and type(value) is int:
        return float(value)
    if hint in _PLAIN:
        return value if type(value) is hint else _wrong(hint, value, place)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return _read(arguments[0], value, place)
    if origin is typing.Literal:
        return value if value in arguments else _wrong(hint, value, place)
    if origin in (typing.Union, types.UnionType):
        for each in arguments:
            try:
                return _read(each, value, place)
            except ValueError:
                pass
        return _wrong(hint, value, place)
    if hint is list or origin in (list, set, frozenset, tuple):
        if not isinstance(value, list):
            return _wrong(hint, value, place)
        item = next((each for each in arguments if each is not ...), typing.Any)
        items = [_read(item, each, f'{place}.{index}') for index, each in enumerate(value)]
        return items if origin in (None, list) else origin(items)
    if hint is dict or origin is dict:
        if not isinstance(value, dict):
            return _wrong(hint, value, place)
        kind = arguments[1] if arguments else typing.Any
        return {key: _read(kind, each, f'{place}.{key}') for key, each in value.items()}
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return hint(value)
    if is_parseable(hint):
        return _read_class(hint, value, place)
    return value


def _read_class(kind, value, place):
    if not isinstance(value, dict):
        return _wrong(kind, value, place)
    known = {name: hint for name, hint, *_ in _fields(kind)}
    missing = [name for name, _, default, nothing in _fields(kind)
               if name not in value and default is nothing and not _has_factory(kind, name)]
    if missing:
        raise ValidationError(kind.__name__, missing, value)
    values = {name: _read(known[name], each, f'{place}.{name}') if name in known else each
              for name, each in value.items()}
    if issubclass(kind, BaseModel):
        made = kind.model_construct(**values)
        # What was read is not to be made into something else again.
        made.__dict__.update({name: each for name, each in values.items() if name in known})
        return made
    return kind(**{name: each for name, each in values.items() if name in known})


def _has_factory(kind, name):
    fields = getattr(kind, '__dataclass_fields__', None)
    return fields is not None and fields[name].default_factory is not dataclasses.MISSING


def _wrong(hint, value, place):
    shown = getattr(hint, '__name__', hint)
    raise ValueError(f'{place}: {value!r} is no {shown}')
