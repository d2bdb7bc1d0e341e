"""Printing objects over several lines where they are too long for one."""

import collections as _collections
import re as _re
import sys as _sys
import types as _types
from io import StringIO as _StringIO

__all__ = ['pprint', 'pformat', 'isreadable', 'isrecursive', 'saferepr', 'PrettyPrinter', 'pp']


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
           underscore_numbers=False):
    """Prints an object."""
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts,
                  underscore_numbers=underscore_numbers).pprint(object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
            underscore_numbers=False):
    """An object as it would be printed."""
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts,
                         underscore_numbers=underscore_numbers).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """Prints an object, its dicts in their own order."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    """The repr of an object, which may contain itself."""
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[0]


def isreadable(object):
    """Whether eval() could read the object."""
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[1]


def isrecursive(object):
    """Whether the object contains itself."""
    return PrettyPrinter()._safe_repr(object, {}, None, 0)[2]


class _safe_key:
    """For sorting objects that cannot be compared: then by type and address."""

    __slots__ = 'obj',

    def __init__(self, obj):
        self.obj = obj

    def __lt__(self, other):
        try:
            return self.obj < other.obj
        except TypeError:
            pair = [(str(type(each.obj)), id(each.obj)) for each in (self, other)]
            return pair[0] < pair[1]


def _safe_tuple(t):
    return _safe_key(t[0]), _safe_key(t[1])


_builtin_scalars = frozenset({str, bytes, bytearray, float, complex, bool, type(None)})


def _recursion(object):
    return f'<Recursion on {type(object).__name__} with id={id(object)}>'


class PrettyPrinter:
    """Prints objects by settings of its own."""

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False,
                 sort_dicts=True, underscore_numbers=False):
        indent, width = int(indent), int(width)
        if indent < 0:
            raise ValueError('indent must be >= 0')
        if depth is not None and depth <= 0:
            raise ValueError('depth must be > 0')
        if not width:
            raise ValueError('width must be != 0')
        self._depth = depth
        self._indent_per_level = indent
        self._width = width
        self._stream = _sys.stdout if stream is None else stream
        self._compact = bool(compact)
        self._sort_dicts = sort_dicts
        self._underscore_numbers = underscore_numbers

    def pprint(self, object):
        if self._stream is not None:
            self._format(object, self._stream, 0, 0, {}, 0)
            self._stream.write('\n')

    def pformat(self, object):
        text = _StringIO()
        self._format(object, text, 0, 0, {}, 0)
        return text.getvalue()

    def isrecursive(self, object):
        return self.format(object, {}, 0, 0)[2]

    def isreadable(self, object):
        _, readable, recursive = self.format(object, {}, 0, 0)
        return readable and not recursive

    def _format(self, object, stream, indent, allowance, context, level):
        """Writes an object that begins at a column, with room left behind it."""
        key = id(object)
        if key in context:
            stream.write(_recursion(object))
            self._recursive = True
            self._readable = False
            return
        text = self._repr(object, context, level)
        if len(text) > self._width - indent - allowance:
            printer = self._dispatch.get(type(object).__repr__)
            if printer is None and _has_made_repr(object):
                printer = type(self)._pprint_dataclass
            if printer is not None:
                context[key] = 1
                printer(self, object, stream, indent, allowance, context, level + 1)
                del context[key]
                return
        stream.write(text)

    def _pprint_dataclass(self, object, stream, indent, allowance, context, level):
        import dataclasses
        items = [(field.name, getattr(object, field.name))
                 for field in dataclasses.fields(object) if field.repr]
        self._namespace(type(object).__name__, items, stream, indent, allowance, context, level)

    def _pprint_simplenamespace(self, object, stream, indent, allowance, context, level):
        kind = type(object)
        name = 'namespace' if kind is _types.SimpleNamespace else kind.__name__
        self._namespace(name, object.__dict__.items(), stream, indent, allowance, context, level)

    def _namespace(self, name, items, stream, indent, allowance, context, level):
        stream.write(f'{name}(')
        self._format_namespace_items(items, stream, indent + len(name) + 1, allowance, context,
                                     level)
        stream.write(')')

    def _pprint_dict(self, object, stream, indent, allowance, context, level):
        stream.write('{' + self._padding())
        if object:
            items = sorted(object.items(), key=_safe_tuple) if self._sort_dicts \
                else object.items()
            self._format_dict_items(items, stream, indent, allowance + 1, context, level)
        stream.write('}')

    def _padding(self):
        return ' ' * (self._indent_per_level - 1)

    def _pprint_list(self, object, stream, indent, allowance, context, level):
        self._between('[', ']', object, stream, indent, allowance, context, level)

    def _pprint_tuple(self, object, stream, indent, allowance, context, level):
        end = ',)' if len(object) == 1 else ')'
        self._between('(', end, object, stream, indent, allowance, context, level)

    def _between(self, start, end, items, stream, indent, allowance, context, level):
        stream.write(start)
        self._format_items(items, stream, indent + len(start) - 1, allowance + len(end), context,
                           level)
        stream.write(end)

    def _pprint_set(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        kind = type(object)
        start, end = ('{', '}') if kind is set else (f'{kind.__name__}({{', '})')
        items = sorted(object, key=_safe_key)
        self._between(start, end, items, stream, indent, allowance, context, level)

    def _pprint_str(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        if level == 1:
            # In parentheses.
            indent += 1
            allowance += 1
        chunks = list(self._chunks(object.splitlines(True), self._width - indent, allowance))
        if len(chunks) == 1:
            stream.write(chunks[0])
            return
        text = ('\n' + ' ' * indent).join(chunks)
        stream.write(f'({text})' if level == 1 else text)

    def _chunks(self, lines, width, allowance):
        """The reprs of lines, and of parts of those that are too long."""
        for number, line in enumerate(lines, 1):
            less = allowance if number == len(lines) else 0
            if len(repr(line)) <= width - less:
                yield repr(line)
                continue
            *parts, _ = _re.findall(r'\S*\s*', line)
            current = ''
            for index, part in enumerate(parts, 1):
                room = width - (less if index == len(parts) else 0)
                if len(repr(current + part)) > room:
                    if current:
                        yield repr(current)
                    current = part
                else:
                    current += part
            if current:
                yield repr(current)

    def _pprint_bytes(self, object, stream, indent, allowance, context, level):
        if len(object) <= 4:
            stream.write(repr(object))
            return
        if level == 1:
            indent += 1
            allowance += 1
        text = ('\n' + ' ' * indent).join(
            _wrap_bytes_repr(object, self._width - indent, allowance))
        stream.write(f'({text})' if level == 1 else text)

    def _pprint_bytearray(self, object, stream, indent, allowance, context, level):
        stream.write('bytearray(')
        self._pprint_bytes(bytes(object), stream, indent + 10, allowance + 1, context, level + 1)
        stream.write(')')

    def _wrapped(self, name, inner, stream, indent, allowance, context, level):
        stream.write(f'{name}(')
        self._format(inner, stream, indent + len(name) + 1, allowance + 1, context, level)
        stream.write(')')

    def _pprint_mappingproxy(self, object, stream, indent, allowance, context, level):
        self._wrapped('mappingproxy', object.copy(), stream, indent, allowance, context, level)

    def _pprint_ordered_dict(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        self._wrapped(type(object).__name__, list(object.items()), stream, indent, allowance,
                      context, level)

    def _pprint_default_dict(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        name = type(object).__name__
        indent += len(name) + 1
        factory = self._repr(object.default_factory, context, level)
        stream.write(f'{name}({factory},\n{" " * indent}')
        self._pprint_dict(object, stream, indent, allowance + 1, context, level)
        stream.write(')')

    def _pprint_counter(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        name = type(object).__name__
        stream.write(f'{name}({{{self._padding()}')
        self._format_dict_items(object.most_common(), stream, indent + len(name) + 1,
                                allowance + 2, context, level)
        stream.write('})')

    def _pprint_chain_map(self, object, stream, indent, allowance, context, level):
        if not object.maps:
            stream.write(repr(object))
            return
        name = type(object).__name__
        indent += len(name) + 1
        stream.write(f'{name}(')
        *maps, last = object.maps
        for mapping in maps:
            self._format(mapping, stream, indent, 1, context, level)
            stream.write(',\n' + ' ' * indent)
        self._format(last, stream, indent, allowance + 1, context, level)
        stream.write(')')

    def _pprint_deque(self, object, stream, indent, allowance, context, level):
        if not object:
            stream.write(repr(object))
            return
        name = type(object).__name__
        indent += len(name) + 1
        stream.write(f'{name}([')
        if object.maxlen is None:
            self._format_items(object, stream, indent, allowance + 2, context, level)
            stream.write('])')
        else:
            self._format_items(object, stream, indent, 2, context, level)
            longest = self._repr(object.maxlen, context, level)
            stream.write(f'],\n{" " * indent}maxlen={longest})')

    def _pprint_user(self, object, stream, indent, allowance, context, level):
        self._format(object.data, stream, indent, allowance, context, level - 1)

    _dispatch = {
        dict.__repr__: _pprint_dict, list.__repr__: _pprint_list, tuple.__repr__: _pprint_tuple,
        set.__repr__: _pprint_set, frozenset.__repr__: _pprint_set, str.__repr__: _pprint_str,
        bytes.__repr__: _pprint_bytes, bytearray.__repr__: _pprint_bytearray,
        _collections.OrderedDict.__repr__: _pprint_ordered_dict,
        _types.MappingProxyType.__repr__: _pprint_mappingproxy,
        _types.SimpleNamespace.__repr__: _pprint_simplenamespace,
        _collections.defaultdict.__repr__: _pprint_default_dict,
        _collections.Counter.__repr__: _pprint_counter,
        _collections.ChainMap.__repr__: _pprint_chain_map,
        _collections.deque.__repr__: _pprint_deque,
        _collections.UserDict.__repr__: _pprint_user,
        _collections.UserList.__repr__: _pprint_user,
        _collections.UserString.__repr__: _pprint_user,
    }

    def _format_dict_items(self, items, stream, indent, allowance, context, level):
        indent += self._indent_per_level
        between = ',\n' + ' ' * indent
        for index, (key, value) in enumerate(items, 1):
            is_last = index == len(items)
            text = self._repr(key, context, level)
            stream.write(f'{text}: ')
            self._format(value, stream, indent + len(text) + 2, allowance if is_last else 1,
                         context, level)
            if not is_last:
                stream.write(between)

    def _format_namespace_items(self, items, stream, indent, allowance, context, level):
        between = ',\n' + ' ' * indent
        for index, (name, value) in enumerate(items, 1):
            is_last = index == len(items)
            stream.write(f'{name}=')
            if id(value) in context:
                # As the repr of dataclasses has it.
                stream.write('...')
            else:
                self._format(value, stream, indent + len(name) + 1, allowance if is_last else 1,
                             context, level)
            if not is_last:
                stream.write(between)

    def _format_items(self, items, stream, indent, allowance, context, level):
        stream.write(self._padding())
        indent += self._indent_per_level
        new_line = ',\n' + ' ' * indent
        between = ''
        # In compact form: the room in a line, and what is left of it.
        width = left = self._width - indent + 1
        items = list(items)
        for index, item in enumerate(items, 1):
            is_last = index == len(items)
            if is_last:
                width -= allowance
                left -= allowance
            if self._compact:
                text = self._repr(item, context, level)
                needed = len(text) + 2
                if left < needed:
                    left = width
                    if between:
                        between = new_line
                if left >= needed:
                    left -= needed
                    stream.write(between + text)
                    between = ', '
                    continue
            stream.write(between)
            between = new_line
            self._format(item, stream, indent, allowance if is_last else 1, context, level)

    def _repr(self, object, context, level):
        text, readable, recursive = self.format(object, context.copy(), self._depth, level)
        if not readable:
            self._readable = False
        if recursive:
            self._recursive = True
        return text

    def format(self, object, context, maxlevels, level):
        """The repr, whether eval() could read it, and whether the object contains itself."""
        return self._safe_repr(object, context, maxlevels, level)

    def _safe_repr(self, object, context, maxlevels, level):
        kind = type(object)
        if kind in _builtin_scalars or kind is int and not self._underscore_numbers:
            return repr(object), True, False
        made_by = getattr(kind, '__repr__', None)
        if made_by is int.__repr__ and issubclass(kind, int):
            return (f'{object:_d}' if self._underscore_numbers else repr(object)), True, False
        if made_by is dict.__repr__ and issubclass(kind, dict):
            frame = '{%s}'
        elif made_by is list.__repr__ and issubclass(kind, list):
            frame = '[%s]'
        elif made_by is tuple.__repr__ and issubclass(kind, tuple):
            frame = '(%s,)' if len(object) == 1 else '(%s)'
        else:
            text = repr(object)
            return text, text and not text.startswith('<'), False
        if not object:
            return frame % '', True, False
        key = id(object)
        if maxlevels and level >= maxlevels:
            return frame % '...', False, key in context
        if key in context:
            return _recursion(object), False, True
        context[key] = 1
        parts, readable, recursive = [], True, False
        if frame == '{%s}':
            items = object.items()
            if self._sort_dicts:
                items = sorted(items, key=_safe_tuple)
            # Names and values by turns.
            object = [each for item in items for each in item]
        for each in object:
            text, can_be_read, repeats = self.format(each, context, maxlevels, level + 1)
            parts.append(text)
            if not can_be_read:
                readable = False
            if repeats:
                recursive = True
        if frame == '{%s}':
            parts = map('{}: {}'.format, parts[::2], parts[1::2])
        del context[key]
        return frame % ', '.join(parts), readable, recursive


def _has_made_repr(object):
    """Whether the class is a dataclass with the repr that was made for it."""
    parameters = getattr(type(object), '__dataclass_params__', None)
    made = getattr(object.__repr__, '__wrapped__', None)
    return (parameters is not None and parameters.repr and made is not None
            and '__create_fn__' in made.__qualname__)


def _wrap_bytes_repr(object, width, allowance):
    """The reprs of as many bytes as fit, four at a time."""
    current = b''
    last = len(object) // 4 * 4
    for start in range(0, len(object), 4):
        part = object[start:start + 4]
        if start == last:
            width -= allowance
        if len(repr(current + part)) > width:
            if current:
                yield repr(current)
            current = part
        else:
            current += part
    if current:
        yield repr(current)
