"""Parameters, signatures, and arguments bound to a signature."""

import inspect
import types
from collections import OrderedDict
from enum import IntEnum


class _void:
    """Stands for an argument that was not given."""


class _empty:
    """Stands for a default or an annotation that is not there."""


class _ParameterKind(IntEnum):
    POSITIONAL_ONLY = 'positional-only'
    POSITIONAL_OR_KEYWORD = 'positional or keyword'
    VAR_POSITIONAL = 'variadic positional'
    KEYWORD_ONLY = 'keyword-only'
    VAR_KEYWORD = 'variadic keyword'

    def __new__(cls, description):
        number = len(cls.__members__)
        self = int.__new__(cls, number)
        self._value_ = number
        self.description = description
        return self

    def __str__(self):
        return self.name


_POSITIONAL_ONLY = _ParameterKind.POSITIONAL_ONLY
_POSITIONAL_OR_KEYWORD = _ParameterKind.POSITIONAL_OR_KEYWORD
_VAR_POSITIONAL = _ParameterKind.VAR_POSITIONAL
_KEYWORD_ONLY = _ParameterKind.KEYWORD_ONLY
_VAR_KEYWORD = _ParameterKind.VAR_KEYWORD


def formatannotation(annotation, base_module=None):
    """Return an annotation as text."""
    if getattr(annotation, '__module__', None) == 'typing':
        import re
        return re.sub(r'[\w\.]+', lambda match: match[0].removeprefix('typing.'),
                      repr(annotation))
    if isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ('builtins', base_module):
            return annotation.__qualname__
        return f'{annotation.__module__}.{annotation.__qualname__}'
    return repr(annotation)


def formatannotationrelativeto(object):
    """Return a formatannotation() that leaves out an object's own module."""
    module = getattr(object, '__module__', None)

    def _formatannotation(annotation):
        return formatannotation(annotation, module)
    return _formatannotation


class Parameter:
    """A parameter of a signature."""

    __slots__ = ('_name', '_kind', '_default', '_annotation')

    POSITIONAL_ONLY = _POSITIONAL_ONLY
    POSITIONAL_OR_KEYWORD = _POSITIONAL_OR_KEYWORD
    VAR_POSITIONAL = _VAR_POSITIONAL
    KEYWORD_ONLY = _KEYWORD_ONLY
    VAR_KEYWORD = _VAR_KEYWORD

    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        if type(kind) is not _ParameterKind:
            try:
                kind = _ParameterKind(kind)
            except ValueError:
                raise ValueError(f'value {kind!r} is not a valid Parameter.kind')
        if default is not _empty and kind in (_VAR_POSITIONAL, _VAR_KEYWORD):
            raise ValueError(f'{kind.description} parameters cannot have default values')
        if name is _empty:
            raise ValueError('name is a required attribute for Parameter')
        if not isinstance(name, str):
            raise TypeError(f'name must be a str, not a {type(name).__name__}')
        if name[0] == '.' and name[1:].isdigit():
            # The iterable that a comprehension is called with.
            if kind is not _POSITIONAL_OR_KEYWORD:
                raise ValueError('implicit arguments must be passed as positional or '
                                 f'keyword arguments, not {kind.description}')
            kind = _POSITIONAL_ONLY
            name = f'implicit{name[1:]}'
        if not name.isidentifier() or kind is not _POSITIONAL_ONLY and _is_keyword(name):
            raise ValueError(f'{name!r} is not a valid parameter name')
        self._name = name
        self._kind = kind
        self._default = default
        self._annotation = annotation

    def __reduce__(self):
        state = {'_default': self._default, '_annotation': self._annotation}
        return type(self), (self._name, self._kind), state

    def __setstate__(self, state):
        self._default = state['_default']
        self._annotation = state['_annotation']

    @property
    def name(self):
        return self._name

    @property
    def default(self):
        return self._default

    @property
    def annotation(self):
        return self._annotation

    @property
    def kind(self):
        return self._kind

    def replace(self, *, name=_void, kind=_void, annotation=_void, default=_void):
        """Return a copy with some attributes changed."""
        return type(self)(
            self._name if name is _void else name,
            self._kind if kind is _void else kind,
            default=self._default if default is _void else default,
            annotation=self._annotation if annotation is _void else annotation)

    __replace__ = replace

    def __str__(self):
        text = self._name
        equals = '='
        if self._annotation is not _empty:
            text += f': {formatannotation(self._annotation)}'
            equals = ' = '
        if self._default is not _empty:
            text += f'{equals}{self._default!r}'
        if self.kind == _VAR_POSITIONAL:
            return '*' + text
        if self.kind == _VAR_KEYWORD:
            return '**' + text
        return text

    def __repr__(self):
        return f'<{type(self).__name__} "{self}">'

    def __hash__(self):
        return hash((self._name, self._kind, self._annotation, self._default))

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, Parameter):
            return NotImplemented
        return (self._name == other._name and self._kind == other._kind
                and self._default == other._default
                and self._annotation == other._annotation)


def _is_keyword(name):
    from keyword import iskeyword
    return iskeyword(name)


class BoundArguments:
    """The arguments of a call, by the names of a signature's parameters."""

    __slots__ = ('arguments', '_signature', '__weakref__')

    def __init__(self, signature, arguments):
        self.arguments = arguments
        self._signature = signature

    @property
    def signature(self):
        return self._signature

    @property
    def args(self):
        """The positional arguments of the call."""
        result = []
        for name, parameter in self._signature.parameters.items():
            if (parameter.kind in (_KEYWORD_ONLY, _VAR_KEYWORD)
                    or name not in self.arguments):
                break
            if parameter.kind == _VAR_POSITIONAL:
                result.extend(self.arguments[name])
            else:
                result.append(self.arguments[name])
        return tuple(result)

    @property
    def kwargs(self):
        """The keyword arguments of the call."""
        result = {}
        by_keyword = False
        for name, parameter in self._signature.parameters.items():
            given = name in self.arguments
            # After one that was left out nothing can be passed by position.
            if not given or parameter.kind in (_KEYWORD_ONLY, _VAR_KEYWORD):
                by_keyword = True
            if by_keyword and given:
                if parameter.kind == _VAR_KEYWORD:
                    result.update(self.arguments[name])
                else:
                    result[name] = self.arguments[name]
        return result

    def apply_defaults(self):
        """Add the default values of arguments that were left out."""
        complete = {}
        for name, parameter in self._signature.parameters.items():
            if name in self.arguments:
                complete[name] = self.arguments[name]
            elif parameter.default is not _empty:
                complete[name] = parameter.default
            elif parameter.kind is _VAR_POSITIONAL:
                complete[name] = ()
            elif parameter.kind is _VAR_KEYWORD:
                complete[name] = {}
        self.arguments = complete

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self.signature == other.signature and self.arguments == other.arguments

    def __setstate__(self, state):
        self._signature = state['_signature']
        self.arguments = state['arguments']

    def __getstate__(self):
        return {'_signature': self._signature, 'arguments': self.arguments}

    def __repr__(self):
        parts = [f'{name}={value!r}' for name, value in self.arguments.items()]
        return f"<{type(self).__name__} ({', '.join(parts)})>"


class Signature:
    """The parameters and the return annotation of a callable."""

    __slots__ = ('_return_annotation', '_parameters')

    _parameter_cls = Parameter
    _bound_arguments_cls = BoundArguments

    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty,
                 __validate_parameters__=True):
        ordered = OrderedDict()
        if parameters is not None:
            if __validate_parameters__:
                parameters = _validated(parameters)
            for parameter in parameters:
                ordered[parameter.name] = parameter
        self._parameters = types.MappingProxyType(ordered)
        self._return_annotation = return_annotation

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True, globals=None, locals=None,
                      eval_str=False):
        """Return the signature of a callable."""
        return inspect._signature_from_callable(
            obj, sigcls=cls, follow_wrapper_chains=follow_wrapped,
            globals=globals, locals=locals, eval_str=eval_str)

    @property
    def parameters(self):
        return self._parameters

    @property
    def return_annotation(self):
        return self._return_annotation

    def replace(self, *, parameters=_void, return_annotation=_void):
        """Return a copy with other parameters or another return annotation."""
        if parameters is _void:
            parameters = self.parameters.values()
        if return_annotation is _void:
            return_annotation = self._return_annotation
        return type(self)(parameters, return_annotation=return_annotation)

    __replace__ = replace

    def _hash_basis(self):
        # The order of keyword-only parameters does not matter.
        ordered = []
        keyword_only = {}
        for name, parameter in self.parameters.items():
            if parameter.kind == _KEYWORD_ONLY:
                keyword_only[name] = parameter
            else:
                ordered.append(parameter)
        return tuple(ordered), keyword_only, self.return_annotation

    def __hash__(self):
        ordered, keyword_only, annotation = self._hash_basis()
        return hash((ordered, frozenset(keyword_only.values()), annotation))

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, Signature):
            return NotImplemented
        return self._hash_basis() == other._hash_basis()

    def bind(self, /, *args, **kwargs):
        """Return the BoundArguments of a call; TypeError if it cannot be made."""
        return self._bind(args, kwargs)

    def bind_partial(self, /, *args, **kwargs):
        """Like bind(), but required arguments may be missing."""
        return self._bind(args, kwargs, partial=True)

    def _bind(self, args, kwargs, *, partial=False):
        parameters = list(self.parameters.values())
        arguments = {}
        index = self._bind_positional(parameters, args, kwargs, arguments)
        misplaced = []
        rest = None
        skipping = True
        for parameter in parameters[index:]:
            kind, name = parameter.kind, parameter.name
            if kind == _VAR_POSITIONAL:
                skipping = False
                continue
            if kind == _POSITIONAL_ONLY and skipping and name in kwargs:
                misplaced.append(parameter)
                continue
            if kind == _VAR_KEYWORD:
                rest = name
            elif name in kwargs:
                arguments[name] = kwargs.pop(name)
            elif parameter.default is _empty and not partial:
                what = ' keyword-only' if skipping and kind == _KEYWORD_ONLY else ''
                raise TypeError(f'missing a required{what} argument: {name!r}')
            skipping = False
        if kwargs:
            if rest is not None:
                arguments[rest] = kwargs
            elif misplaced:
                names = ', '.join([parameter.name for parameter in misplaced])
                raise TypeError('got some positional-only arguments passed as '
                                f'keyword arguments: {names!r}')
            else:
                raise TypeError('got an unexpected keyword argument '
                                f'{next(iter(kwargs))!r}')
        return self._bound_arguments_cls(self, arguments)

    def _bind_positional(self, parameters, args, kwargs, arguments):
        # Returns how many parameters the positional arguments fill.
        for index, value in enumerate(args):
            if index == len(parameters):
                raise TypeError('too many positional arguments')
            parameter = parameters[index]
            kind, name = parameter.kind, parameter.name
            if kind == _KEYWORD_ONLY or kind == _VAR_KEYWORD:
                raise TypeError('too many positional arguments')
            if kind == _VAR_POSITIONAL:
                arguments[name] = tuple(args[index:])
                return index + 1
            if name in kwargs and kind != _POSITIONAL_ONLY:
                raise TypeError(f'multiple values for argument {name!r}')
            arguments[name] = value
        return len(args)

    def __reduce__(self):
        return (type(self), (tuple(self._parameters.values()),),
                {'_return_annotation': self._return_annotation})

    def __setstate__(self, state):
        self._return_annotation = state['_return_annotation']

    def __repr__(self):
        return f'<{type(self).__name__} {self}>'

    def __str__(self):
        return self.format()

    def format(self, *, max_width=None):
        """Return the signature as text.

        If it would be longer than max_width, each parameter gets a line.
        """
        parts = []
        slash_due = False
        star_due = True
        for parameter in self.parameters.values():
            kind = parameter.kind
            if kind == _POSITIONAL_ONLY:
                slash_due = True
            elif slash_due:
                parts.append('/')
                slash_due = False
            if kind == _KEYWORD_ONLY and star_due:
                parts.append('*')
            if kind == _VAR_POSITIONAL or kind == _KEYWORD_ONLY:
                star_due = False
            parts.append(str(parameter))
        if slash_due:
            parts.append('/')
        text = f"({', '.join(parts)})"
        if max_width is not None and len(text) > max_width:
            text = '(\n    {}\n)'.format(',\n    '.join(parts))
        if self.return_annotation is not _empty:
            text += f' -> {formatannotation(self.return_annotation)}'
        return text


def _validated(parameters):
    highest = _POSITIONAL_ONLY
    seen_default = False
    names = set()
    for parameter in parameters:
        kind = parameter.kind
        if kind < highest:
            raise ValueError(f'wrong parameter order: {highest.description} parameter '
                             f'before {kind.description} parameter')
        highest = kind
        if kind == _POSITIONAL_ONLY or kind == _POSITIONAL_OR_KEYWORD:
            if parameter.default is not _empty:
                seen_default = True
            elif seen_default:
                raise ValueError('non-default argument follows default argument')
        if parameter.name in names:
            raise ValueError(f'duplicate parameter name: {parameter.name!r}')
        names.add(parameter.name)
        yield parameter


def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    """Return the signature of a callable."""
    return Signature.from_callable(obj, follow_wrapped=follow_wrapped,
                                   globals=globals, locals=locals, eval_str=eval_str)


inspect._adopt(globals())
