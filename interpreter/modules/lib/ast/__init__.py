"""Syntax trees: making, walking, changing and showing them."""

from _ast import *

_LAZY = {
    '_deprecated': ('Num', 'Str', 'Bytes', 'NameConstant', 'Ellipsis', 'slice', 'Index',
                    'ExtSlice', 'Suite', 'AugLoad', 'AugStore', 'Param',
                    '_const_types', '_const_types_not'),
    '_unparse': ('_Unparser', '_Precedence', '_SINGLE_QUOTES', '_MULTI_QUOTES',
                 '_ALL_QUOTES', '_INFSTR'),
}
_DEPRECATED_CONSTANTS = ('Num', 'Str', 'Bytes', 'NameConstant', 'Ellipsis')

# What older visitors call the constants of each type.
_const_node_type_names = {
    bool: 'NameConstant', type(None): 'NameConstant', int: 'Num', float: 'Num',
    complex: 'Num', str: 'Str', bytes: 'Bytes', type(...): 'Ellipsis'}


def __getattr__(name):
    for home, names in _LAZY.items():
        if name in names:
            break
    else:
        raise AttributeError(f"module 'ast' has no attribute '{name}'")
    module = __import__(f'{__name__}.{home}', None, None, ['*'])
    value = globals()[name] = getattr(module, name)
    if name in _DEPRECATED_CONSTANTS:
        _warn_class(name)
    return value


def _warn_class(name):
    import warnings
    warnings._deprecated(
        f'ast.{name}', remove=(3, 14),
        message='{name} is deprecated and will be removed in Python {remove}; '
                'use ast.Constant instead')


def _old_attribute(name):
    def warn():
        import warnings
        warnings._deprecated(
            f'Attribute {name}', remove=(3, 14),
            message='{name} is deprecated and will be removed in Python {remove}; '
                    'use value instead')

    def getter(self):
        warn()
        return self.value

    def setter(self, value):
        warn()
        self.value = value

    return property(getter, setter, doc="Deprecated. Use value instead.")


if not hasattr(Constant, 'n'):
    Constant.n = _old_attribute('n')
    Constant.s = _old_attribute('s')
if not hasattr(Tuple, 'dims'):
    Tuple.dims = property(lambda self: self.elts,
                          lambda self, value: setattr(self, 'elts', value),
                          doc="Deprecated. Use elts instead.")


# From text to trees and values

def parse(source, filename='<unknown>', mode='exec', *,
          type_comments=False, feature_version=None, optimize=-1):
    """Return the syntax tree of source text."""
    flags = PyCF_ONLY_AST
    if optimize > 0:
        flags |= PyCF_OPTIMIZED_AST
    if type_comments:
        flags |= PyCF_TYPE_COMMENTS
    if feature_version is None:
        feature_version = -1
    elif isinstance(feature_version, tuple):
        major, minor = feature_version
        if major != 3:
            raise ValueError(f"Unsupported major version: {major}")
        feature_version = minor
    return compile(source, filename, mode, flags,
                   _feature_version=feature_version, optimize=optimize)


def literal_eval(node_or_string):
    """Return the value of an expression made of nothing but literals."""
    if isinstance(node_or_string, str):
        node_or_string = parse(node_or_string.lstrip(" \t"), mode='eval')
    if isinstance(node_or_string, Expression):
        node_or_string = node_or_string.body
    return _literal(node_or_string)


def _literal(node):
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Tuple):
        return tuple(map(_literal, node.elts))
    if isinstance(node, List):
        return list(map(_literal, node.elts))
    if isinstance(node, Set):
        return set(map(_literal, node.elts))
    if isinstance(node, Dict):
        if len(node.keys) != len(node.values):
            _malformed(node)
        return dict(zip(map(_literal, node.keys), map(_literal, node.values)))
    if isinstance(node, Call):
        if (isinstance(node.func, Name) and node.func.id == 'set'
                and node.args == node.keywords == []):
            return set()
    elif isinstance(node, BinOp) and isinstance(node.op, (Add, Sub)):
        # A complex number: a real and an imaginary part.
        left = _signed_number(node.left)
        right = _number(node.right)
        if isinstance(left, (int, float)) and isinstance(right, complex):
            return left + right if isinstance(node.op, Add) else left - right
    return _signed_number(node)


def _signed_number(node):
    if isinstance(node, UnaryOp) and isinstance(node.op, (UAdd, USub)):
        value = _number(node.operand)
        return +value if isinstance(node.op, UAdd) else -value
    return _number(node)


def _number(node):
    if not isinstance(node, Constant) or type(node.value) not in (int, float, complex):
        _malformed(node)
    return node.value


def _malformed(node):
    line = getattr(node, 'lineno', None)
    place = f' on line {line}' if line else ''
    raise ValueError(f'malformed node or string{place}: {node!r}')


# From trees to text

def dump(node, annotate_fields=True, include_attributes=False, *, indent=None,
         show_empty=False):
    """Return a tree as text that shows all its nodes.

    With indent, each node that is not simple gets lines of its own. Empty
    lists and None are left out unless show_empty is true.
    """
    if not isinstance(node, AST):
        raise TypeError(f'expected AST, got {node.__class__.__name__!r}')
    if indent is not None and not isinstance(indent, str):
        indent = ' ' * indent
    dumper = _Dumper(annotate_fields, include_attributes, indent, show_empty)
    return dumper.format(node, 1)[0]


class _Dumper:
    def __init__(self, annotate_fields, include_attributes, indent, show_empty):
        self.annotate_fields = annotate_fields
        self.include_attributes = include_attributes
        self.indent = indent
        self.show_empty = show_empty

    def join(self, parts, level):
        if self.indent is None:
            return ', '.join(parts)
        start = '\n' + self.indent * level
        return start + (',' + start).join(parts)

    def format(self, node, level):
        """Return a node as text, and whether it fits on its parent's line."""
        if isinstance(node, AST):
            parts, simple = self.fields(node, level + 1)
            name = node.__class__.__name__
            if simple and len(parts) <= 3:
                return f"{name}({', '.join(parts)})", not parts
            return f'{name}({self.join(parts, level)})', False
        if isinstance(node, list):
            if not node:
                return '[]', True
            parts = [self.format(item, level + 1)[0] for item in node]
            return f'[{self.join(parts, level)}]', False
        return repr(node), True

    def fields(self, node, level):
        parts = []
        skipped = []
        all_simple = True
        named = self.annotate_fields
        missing = object()
        for name in node._fields:
            value = getattr(node, name, missing)
            if value is missing or value is None and getattr(type(node), name, ...) is None:
                # Without it the following ones cannot be told by position.
                named = True
                continue
            if (not self.show_empty and (value is None or value == [])
                    and not isinstance(node, (Constant, MatchSingleton))):
                skipped.append(repr(value))
                continue
            if not named:
                parts += skipped
                skipped = []
            text, simple = self.format(value, level)
            all_simple = all_simple and simple
            parts.append(f'{name}={text}' if named else text)
        for name in node._attributes if self.include_attributes else ():
            value = getattr(node, name, missing)
            if value is missing or value is None and getattr(type(node), name, ...) is None:
                continue
            text, simple = self.format(value, level)
            all_simple = all_simple and simple
            parts.append(f'{name}={text}')
        return parts, all_simple


def unparse(ast_obj):
    """Return source text that would give the same tree."""
    from ._unparse import _Unparser
    return _Unparser().visit(ast_obj)


def get_docstring(node, clean=True):
    """Return the docstring of a module, class or function, or None."""
    if not isinstance(node, (AsyncFunctionDef, FunctionDef, ClassDef, Module)):
        raise TypeError(f"{node.__class__.__name__!r} can't have docstrings")
    if not node.body or not isinstance(node.body[0], Expr):
        return None
    value = node.body[0].value
    if not isinstance(value, Constant) or not isinstance(value.value, str):
        return None
    if not clean:
        return value.value
    from inspect import cleandoc
    return cleandoc(value.value)


def _splitlines_no_ff(source, maxlines=None):
    # Only what ends a line for the compiler ends one here.
    from io import StringIO
    lines = []
    for line in StringIO(source, newline=''):
        if maxlines is not None and len(lines) >= maxlines:
            break
        lines.append(line)
    return lines


def get_source_segment(source, node, *, padded=False):
    """Return the part of source that a node was made from, or None.

    With padded, the first line is indented to where it was.
    """
    try:
        first, last = node.lineno - 1, node.end_lineno
        start, end = node.col_offset, node.end_col_offset
    except AttributeError:
        return None
    if last is None or end is None:
        return None
    # Columns count bytes.
    lines = [line.encode() for line in _splitlines_no_ff(source, maxlines=last)][first:]
    lines[-1] = lines[-1][:end]
    padding = b''
    if padded and len(lines) > 1:
        padding = ''.join([char if char in '\f\t' else ' '
                           for char in lines[0][:start].decode()]).encode()
    lines[0] = padding + lines[0][start:]
    return b''.join(lines).decode()


# Positions

_POSITIONS = ('lineno', 'col_offset', 'end_lineno', 'end_col_offset')


def copy_location(new_node, old_node):
    """Give a node the position of another one."""
    for name in _POSITIONS:
        if name in old_node._attributes and name in new_node._attributes:
            value = getattr(old_node, name, None)
            # An end may be None, and then is unknown.
            if value is not None or name.startswith('end_') and hasattr(old_node, name):
                setattr(new_node, name, value)
    return new_node


def fix_missing_locations(node):
    """Give each node without a position that of its parent."""
    def fix(node, position):
        position = list(position)
        for index, name in enumerate(_POSITIONS):
            if name not in node._attributes:
                continue
            if name.startswith('end_'):
                missing = getattr(node, name, None) is None
            else:
                missing = not hasattr(node, name)
            if missing:
                setattr(node, name, position[index])
            else:
                position[index] = getattr(node, name)
        for child in iter_child_nodes(node):
            fix(child, position)

    fix(node, (1, 0, 1, 0))
    return node


def increment_lineno(node, n=1):
    """Move a tree down by some lines."""
    for child in walk(node):
        # The line of a type comment is a field, not an attribute.
        if isinstance(child, TypeIgnore) or 'lineno' in child._attributes:
            child.lineno = getattr(child, 'lineno', 0) + n
        if 'end_lineno' in child._attributes:
            end = getattr(child, "end_lineno", 0)
            if end is not None:
                child.end_lineno = end + n
    return node


# Walking

def iter_fields(node):
    """Yield the (name, value) pairs of a node's fields."""
    for name in node._fields:
        try:
            yield name, getattr(node, name)
        except AttributeError:
            pass


def iter_child_nodes(node):
    """Yield the nodes right below a node."""
    for name in node._fields:
        value = getattr(node, name, None)
        if isinstance(value, AST):
            yield value
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, AST):
                    yield item


def walk(node):
    """Yield a node and all nodes below it, in no particular order."""
    from collections import deque
    pending = deque([node])
    while pending:
        node = pending.popleft()
        pending.extend(iter_child_nodes(node))
        yield node


class NodeVisitor:
    """Calls visit_<class> methods, or generic_visit(), for the nodes of a tree."""

    def visit(self, node):
        """Visit a node."""
        method = getattr(self, 'visit_' + node.__class__.__name__, self.generic_visit)
        return method(node)

    def generic_visit(self, node):
        """Visit all nodes right below a node."""
        for _, value in iter_fields(node):
            if isinstance(value, list):
                for item in value:
                    if isinstance(item, AST):
                        self.visit(item)
            elif isinstance(value, AST):
                self.visit(value)

    def visit_Constant(self, node):
        value = node.value
        name = _const_node_type_names.get(type(value))
        if name is None:
            name = next((name for kind, name in _const_node_type_names.items()
                         if isinstance(value, kind)), None)
        method = None if name is None else getattr(self, 'visit_' + name, None)
        if method is None:
            return self.generic_visit(node)
        import warnings
        warnings.warn(f"visit_{name} is deprecated; add visit_Constant",
                      DeprecationWarning, 2)
        return method(node)


class NodeTransformer(NodeVisitor):
    """A visitor whose methods return what takes the node's place.

    None removes the node; a list puts several in its place.
    """

    def generic_visit(self, node):
        for name, old in iter_fields(node):
            if isinstance(old, AST):
                new = self.visit(old)
                if new is None:
                    delattr(node, name)
                else:
                    setattr(node, name, new)
            elif isinstance(old, list):
                kept = []
                for item in old:
                    if isinstance(item, AST):
                        item = self.visit(item)
                        if item is None:
                            continue
                        if not isinstance(item, AST):
                            kept.extend(item)
                            continue
                    kept.append(item)
                old[:] = kept
        return node


def main():
    import argparse
    import sys

    parser = argparse.ArgumentParser(prog='python -m ast')
    parser.add_argument('infile', nargs='?', default='-',
                        help='the file to parse; defaults to stdin')
    parser.add_argument('-m', '--mode', default='exec',
                        choices=('exec', 'single', 'eval', 'func_type'),
                        help='specify what kind of code must be parsed')
    parser.add_argument('--no-type-comments', default=True, action='store_false',
                        help="don't add information about type comments")
    parser.add_argument('-a', '--include-attributes', action='store_true',
                        help='include attributes such as line numbers and column offsets')
    parser.add_argument('-i', '--indent', type=int, default=3,
                        help='indentation of nodes (number of spaces)')
    args = parser.parse_args()
    if args.infile == '-':
        name = '<stdin>'
        source = sys.stdin.buffer.read()
    else:
        name = args.infile
        with open(name, 'rb') as infile:
            source = infile.read()
    tree = parse(source, name, args.mode, type_comments=args.no_type_comments)
    print(dump(tree, include_attributes=args.include_attributes, indent=args.indent))
