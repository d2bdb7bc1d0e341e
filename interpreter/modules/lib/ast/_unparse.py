"""Writing a syntax tree as source text."""

from _ast import (AsyncFunctionDef, ClassDef, Constant, Expr, FormattedValue, FunctionDef,
                  If, JoinedStr, Module, Name, Tuple)
from ast import NodeVisitor

# Larger than every float: read back, it is infinity again.
_INFSTR = "1e309"

_SINGLE_QUOTES = ("'", '"')
_MULTI_QUOTES = ('"""', "'''")
_ALL_QUOTES = (*_SINGLE_QUOTES, *_MULTI_QUOTES)


class _Precedence(int):
    """How tightly an operator binds."""

    __slots__ = ()

    def next(self):
        return self if self == _Precedence.ATOM else _Precedence(self + 1)


for _level, _names in enumerate("""
        NAMED_EXPR TUPLE YIELD TEST OR AND NOT CMP EXPR,BOR BXOR BAND SHIFT
        ARITH TERM FACTOR POWER AWAIT ATOM""".split(), 1):
    for _name in _names.split(','):
        setattr(_Precedence, _name, _Precedence(_level))
del _level, _name, _names


class _Around:
    """Writes something before and after what a with statement holds."""

    def __init__(self, write, start, end):
        self.write = write
        self.start = start
        self.end = end

    def __enter__(self):
        if self.start:
            self.write(self.start)

    def __exit__(self, error_type, error, tb):
        if self.end and error is None:
            self.write(self.end)


class _Block:
    """Indents what a with statement holds."""

    def __init__(self, unparser):
        self.unparser = unparser

    def __enter__(self):
        self.unparser._indent += 1

    def __exit__(self, *args):
        self.unparser._indent -= 1


class _Buffer:
    """Collects what is written inside a with statement."""

    def __init__(self, unparser, buffer):
        self.unparser = unparser
        self.buffer = buffer

    def __enter__(self):
        self.outer = self.unparser._source
        self.unparser._source = self.buffer
        return self.buffer

    def __exit__(self, *args):
        self.unparser._source = self.outer


class _Unparser(NodeVisitor):
    """Writes the nodes that it visits into a list of strings."""

    def __init__(self):
        self._source = []
        self._precedences = {}
        self._type_ignores = {}
        self._indent = 0
        self._in_try_star = False

    def visit(self, node):
        """Return the source text of a tree."""
        self._source = []
        self.traverse(node)
        return "".join(self._source)

    def traverse(self, node):
        if isinstance(node, list):
            for item in node:
                self.traverse(item)
        else:
            super().visit(node)

    # Writing

    def write(self, *text):
        self._source.extend(text)

    def maybe_newline(self):
        if self._source:
            self.write("\n")

    def fill(self, text=""):
        """Start a line."""
        self.maybe_newline()
        self.write("    " * self._indent + text)

    def interleave(self, inter, f, seq):
        """Call f for each item, and inter in between."""
        is_first = True
        for item in seq:
            if not is_first:
                inter()
            is_first = False
            f(item)

    def _comma(self):
        self.write(", ")

    def _list(self, nodes):
        self.interleave(self._comma, self.traverse, nodes)

    def items_view(self, traverser, items):
        """Write the items of a tuple; a single one has a comma too."""
        self.interleave(self._comma, traverser, items)
        if len(items) == 1:
            self.write(",")

    def buffered(self, buffer=None):
        return _Buffer(self, [] if buffer is None else buffer)

    def block(self, *, extra=None):
        self.write(":")
        if extra:
            self.write(extra)
        return _Block(self)

    def delimit(self, start, end):
        return _Around(self.write, start, end)

    def delimit_if(self, start, end, condition):
        return _Around(self.write, start, end) if condition else _Around(None, '', '')

    def _suite(self, header, body, extra=None):
        self.fill(header)
        with self.block(extra=extra):
            self.traverse(body)

    def _optional(self, before, node):
        if node:
            self.write(before)
            self.traverse(node)

    # Precedence

    def require_parens(self, precedence, node):
        return self.delimit_if("(", ")", self.get_precedence(node) > precedence)

    def get_precedence(self, node):
        return self._precedences.get(node, _Precedence.TEST)

    def set_precedence(self, precedence, *nodes):
        for node in nodes:
            self._precedences[node] = precedence

    def _operand(self, precedence, node):
        self._precedences[node] = precedence
        self.traverse(node)

    # Modules and simple statements

    def visit_Module(self, node):
        self._type_ignores = {ignore.lineno: f"ignore{ignore.tag}"
                              for ignore in node.type_ignores}
        self._write_docstring_and_traverse_body(node)
        self._type_ignores.clear()

    def visit_FunctionType(self, node):
        with self.delimit("(", ")"):
            self._list(node.argtypes)
        self.write(" -> ")
        self.traverse(node.returns)

    def get_raw_docstring(self, node):
        if not isinstance(node, (AsyncFunctionDef, FunctionDef, ClassDef, Module)):
            return None
        if not node.body or not isinstance(node.body[0], Expr):
            return None
        value = node.body[0].value
        if isinstance(value, Constant) and isinstance(value.value, str):
            return value
        return None

    def get_type_comment(self, node):
        comment = self._type_ignores.get(node.lineno) or node.type_comment
        return None if comment is None else f" # type: {comment}"

    def _write_docstring_and_traverse_body(self, node):
        body = node.body
        docstring = self.get_raw_docstring(node)
        if docstring:
            self._write_docstring(docstring)
            body = body[1:]
        self.traverse(body)

    def _write_docstring(self, node):
        self.fill()
        if node.kind == "u":
            self.write("u")
        self._write_str_avoiding_backslashes(node.value, quote_types=_MULTI_QUOTES)

    def visit_Expr(self, node):
        self.fill()
        self._operand(_Precedence.YIELD, node.value)

    def visit_Import(self, node):
        self.fill("import ")
        self._list(node.names)

    def visit_ImportFrom(self, node):
        self.fill("from ")
        self.write("." * (node.level or 0), node.module or "", " import ")
        self._list(node.names)

    def visit_alias(self, node):
        self.write(node.name)
        if node.asname:
            self.write(f" as {node.asname}")

    def visit_Assign(self, node):
        self.fill()
        for target in node.targets:
            self._operand(_Precedence.TUPLE, target)
            self.write(" = ")
        self.traverse(node.value)
        comment = self.get_type_comment(node)
        if comment:
            self.write(comment)

    def visit_AugAssign(self, node):
        self.fill()
        self.traverse(node.target)
        self.write(f" {self.binop[node.op.__class__.__name__]}= ")
        self.traverse(node.value)

    def visit_AnnAssign(self, node):
        self.fill()
        with self.delimit_if("(", ")", not node.simple and isinstance(node.target, Name)):
            self.traverse(node.target)
        self.write(": ")
        self.traverse(node.annotation)
        self._optional(" = ", node.value)

    def visit_Return(self, node):
        self.fill("return")
        self._optional(" ", node.value)

    def visit_Pass(self, node):
        self.fill("pass")

    def visit_Break(self, node):
        self.fill("break")

    def visit_Continue(self, node):
        self.fill("continue")

    def visit_Delete(self, node):
        self.fill("del ")
        self._list(node.targets)

    def visit_Assert(self, node):
        self.fill("assert ")
        self.traverse(node.test)
        self._optional(", ", node.msg)

    def visit_Global(self, node):
        self.fill("global " + ", ".join(node.names))

    def visit_Nonlocal(self, node):
        self.fill("nonlocal " + ", ".join(node.names))

    def visit_Raise(self, node):
        self.fill("raise")
        if not node.exc and node.cause:
            raise ValueError("Node can't use cause without an exception.")
        self._optional(" ", node.exc)
        self._optional(" from ", node.cause)

    def visit_TypeAlias(self, node):
        self.fill("type ")
        self.traverse(node.name)
        self._type_params_helper(node.type_params)
        self.write(" = ")
        self.traverse(node.value)

    # Compound statements

    def visit_If(self, node):
        keyword = "if "
        while True:
            self.fill(keyword)
            self.traverse(node.test)
            with self.block():
                self.traverse(node.body)
            if len(node.orelse or ()) != 1 or not isinstance(node.orelse[0], If):
                break
            node = node.orelse[0]
            keyword = "elif "
        self._else(node)

    def _else(self, node):
        if node.orelse:
            self._suite("else", node.orelse)

    def visit_While(self, node):
        self.fill("while ")
        self.traverse(node.test)
        with self.block():
            self.traverse(node.body)
        self._else(node)

    def visit_For(self, node):
        self._for_helper("for ", node)

    def visit_AsyncFor(self, node):
        self._for_helper("async for ", node)

    def _for_helper(self, fill, node):
        self.fill(fill)
        self._operand(_Precedence.TUPLE, node.target)
        self.write(" in ")
        self.traverse(node.iter)
        with self.block(extra=self.get_type_comment(node)):
            self.traverse(node.body)
        self._else(node)

    def visit_With(self, node):
        self._with_helper("with ", node)

    def visit_AsyncWith(self, node):
        self._with_helper("async with ", node)

    def _with_helper(self, fill, node):
        self.fill(fill)
        self._list(node.items)
        with self.block(extra=self.get_type_comment(node)):
            self.traverse(node.body)

    def visit_withitem(self, node):
        self.traverse(node.context_expr)
        self._optional(" as ", node.optional_vars)

    def visit_Try(self, node):
        self._try_helper(node, False)

    def visit_TryStar(self, node):
        self._try_helper(node, True)

    def _try_helper(self, node, is_star):
        outer = self._in_try_star
        self._in_try_star = is_star
        try:
            self._suite("try", node.body)
            self.traverse(node.handlers)
            self._else(node)
            if node.finalbody:
                self._suite("finally", node.finalbody)
        finally:
            self._in_try_star = outer

    def visit_ExceptHandler(self, node):
        self.fill("except*" if self._in_try_star else "except")
        self._optional(" ", node.type)
        if node.name:
            self.write(f" as {node.name}")
        with self.block():
            self.traverse(node.body)

    def visit_ClassDef(self, node):
        self._definition_head(node, "class")
        arguments = [*node.bases, *node.keywords]
        with self.delimit_if("(", ")", arguments):
            self._list(arguments)
        with self.block():
            self._write_docstring_and_traverse_body(node)

    def visit_FunctionDef(self, node):
        self._function_helper(node, "def")

    def visit_AsyncFunctionDef(self, node):
        self._function_helper(node, "async def")

    def _definition_head(self, node, keyword):
        self.maybe_newline()
        for decorator in node.decorator_list:
            self.fill("@")
            self.traverse(decorator)
        self.fill(f"{keyword} {node.name}")
        self._type_params_helper(getattr(node, "type_params", None))

    def _function_helper(self, node, fill_suffix):
        self._definition_head(node, fill_suffix)
        with self.delimit("(", ")"):
            self.traverse(node.args)
        self._optional(" -> ", node.returns)
        with self.block(extra=self.get_type_comment(node)):
            self._write_docstring_and_traverse_body(node)

    def _type_params_helper(self, type_params):
        if type_params:
            with self.delimit("[", "]"):
                self._list(type_params)

    def visit_TypeVar(self, node):
        self.write(node.name)
        self._optional(": ", node.bound)
        self._optional(" = ", node.default_value)

    def visit_TypeVarTuple(self, node):
        self.write("*" + node.name)
        self._optional(" = ", node.default_value)

    def visit_ParamSpec(self, node):
        self.write("**" + node.name)
        self._optional(" = ", node.default_value)

    def visit_arguments(self, node):
        positional = node.posonlyargs + node.args
        defaults = [None] * (len(positional) - len(node.defaults)) + node.defaults
        pieces = [("", arg, default) for arg, default in zip(positional, defaults)]
        if node.posonlyargs:
            pieces.insert(len(node.posonlyargs), ("/", None, None))
        if node.vararg or node.kwonlyargs:
            pieces.append(("*", node.vararg, None))
        pieces += [("", arg, default) for arg, default in zip(node.kwonlyargs, node.kw_defaults)]
        if node.kwarg:
            pieces.append(("**", node.kwarg, None))

        def write_piece(piece):
            prefix, arg, default = piece
            self.write(prefix)
            if arg:
                self.visit_arg(arg)
            self._optional("=", default)

        self.interleave(self._comma, write_piece, pieces)

    def visit_arg(self, node):
        self.write(node.arg)
        self._optional(": ", node.annotation)

    # Pattern matching

    def visit_Match(self, node):
        self.fill("match ")
        self.traverse(node.subject)
        with self.block():
            self.traverse(node.cases)

    def visit_match_case(self, node):
        self.fill("case ")
        self.traverse(node.pattern)
        self._optional(" if ", node.guard)
        with self.block():
            self.traverse(node.body)

    def visit_MatchValue(self, node):
        self.traverse(node.value)

    def visit_MatchSingleton(self, node):
        self._write_constant(node.value)

    def visit_MatchSequence(self, node):
        with self.delimit("[", "]"):
            self._list(node.patterns)

    def visit_MatchStar(self, node):
        self.write("*", "_" if node.name is None else node.name)

    def visit_MatchMapping(self, node):
        def write_pair(pair):
            key, pattern = pair
            self.traverse(key)
            self.write(": ")
            self.traverse(pattern)

        with self.delimit("{", "}"):
            self.interleave(self._comma, write_pair,
                            zip(node.keys, node.patterns, strict=True))
            if node.rest is not None:
                self.write(", **" if node.keys else "**", node.rest)

    def visit_MatchClass(self, node):
        def write_pair(pair):
            self.write(f"{pair[0]}=")
            self.traverse(pair[1])

        self._operand(_Precedence.ATOM, node.cls)
        with self.delimit("(", ")"):
            self._list(node.patterns)
            if node.kwd_attrs:
                if node.patterns:
                    self._comma()
                self.interleave(self._comma, write_pair,
                                zip(node.kwd_attrs, node.kwd_patterns, strict=True))

    def visit_MatchAs(self, node):
        if node.name is None:
            self.write("_")
        elif node.pattern is None:
            self.write(node.name)
        else:
            with self.require_parens(_Precedence.TEST, node):
                self._operand(_Precedence.BOR, node.pattern)
                self.write(f" as {node.name}")

    def visit_MatchOr(self, node):
        with self.require_parens(_Precedence.BOR, node):
            self.set_precedence(_Precedence.BOR.next(), *node.patterns)
            self.interleave(lambda: self.write(" | "), self.traverse, node.patterns)

    # Strings and other constants

    def _str_literal_helper(self, string, *, quote_types=_ALL_QUOTES,
                            escape_special_whitespace=False):
        # Returns the text between the quotes and the quotes that fit it.
        text = "".join([self._escape(char, escape_special_whitespace) for char in string])
        quotes = [quote for quote in quote_types if quote not in text
                  and ('\n' not in text or quote in _MULTI_QUOTES)]
        if not quotes:
            # Every kind occurs in it: only escaping them helps.
            literal = repr(string)
            quote = next((quote for quote in quote_types if literal[0] in quote), literal[0])
            return literal[1:-1], [quote]
        if text:
            last = text[-1]
            quotes.sort(key=lambda quote: quote[0] == last)
            if quotes[0][0] == last:
                text = f"{text[:-1]}\\{last}"
        return text, quotes

    @staticmethod
    def _escape(char, escape_special_whitespace):
        if char in "\n\t" and not escape_special_whitespace:
            return char
        if char == "\\" or not char.isprintable():
            return char.encode("unicode_escape").decode("ascii")
        return char

    def _write_str_avoiding_backslashes(self, string, *, quote_types=_ALL_QUOTES):
        text, quotes = self._str_literal_helper(string, quote_types=quote_types)
        self.write(quotes[0], text, quotes[0])

    def visit_JoinedStr(self, node):
        parts = []
        for value in node.values:
            with self.buffered() as buffer:
                self._write_fstring_inner(value)
            parts.append(("".join(buffer), isinstance(value, Constant)))
        text, quote = self._quote_parts(parts)
        self.write("f", quote, text, quote)

    def _quote_parts(self, parts):
        # All parts share one kind of quotes.
        quotes = list(_ALL_QUOTES)
        texts = []
        for text, is_constant in parts:
            if is_constant:
                text, fitting = self._str_literal_helper(
                    text, quote_types=quotes, escape_special_whitespace=True)
                if set(fitting).isdisjoint(quotes):
                    break
                quotes = fitting
            elif "\n" in text:
                quotes = [quote for quote in quotes if quote in _MULTI_QUOTES]
            texts.append(text)
        else:
            return "".join(texts), quotes[0]
        # None fits. The double quote in front makes repr() use single ones.
        texts = [repr('"' + text)[2:-1] if is_constant else text
                 for text, is_constant in parts]
        return "".join(texts), "'''"

    def _write_fstring_inner(self, node, is_format_spec=False):
        if isinstance(node, JoinedStr):
            for value in node.values:
                self._write_fstring_inner(value, is_format_spec=is_format_spec)
        elif isinstance(node, FormattedValue):
            self.visit_FormattedValue(node)
        elif isinstance(node, Constant) and isinstance(node.value, str):
            text = node.value.replace("{", "{{").replace("}", "}}")
            if is_format_spec:
                for char, escaped in (("\\", "\\\\"), ("'", "\\'"), ('"', '\\"'),
                                      ("\n", "\\n")):
                    text = text.replace(char, escaped)
            self.write(text)
        else:
            raise ValueError(f"Unexpected node inside JoinedStr, {node!r}")

    def visit_FormattedValue(self, node):
        inner = type(self)()
        inner.set_precedence(_Precedence.TEST.next(), node.value)
        expression = inner.visit(node.value)
        # Two braces in a row would be an escaped one.
        self.write("{ " if expression.startswith("{") else "{", expression)
        if node.conversion != -1:
            self.write(f"!{chr(node.conversion)}")
        if node.format_spec:
            self.write(":")
            self._write_fstring_inner(node.format_spec, is_format_spec=True)
        self.write("}")

    def _write_constant(self, value):
        text = repr(value)
        if isinstance(value, (float, complex)):
            text = text.replace("inf", _INFSTR).replace("nan", f"({_INFSTR}-{_INFSTR})")
        self.write(text)

    def visit_Constant(self, node):
        value = node.value
        if isinstance(value, tuple):
            with self.delimit("(", ")"):
                self.items_view(self._write_constant, value)
        elif value is ...:
            self.write("...")
        else:
            if node.kind == "u":
                self.write("u")
            self._write_constant(value)

    def visit_Ellipsis(self, node):
        self.write("...")

    # Displays and comprehensions

    def visit_List(self, node):
        with self.delimit("[", "]"):
            self._list(node.elts)

    def visit_Set(self, node):
        if not node.elts:
            self.write("{*()}")  # {} is a dict.
            return
        with self.delimit("{", "}"):
            self._list(node.elts)

    def visit_Tuple(self, node):
        with self.delimit_if("(", ")", not node.elts or
                             self.get_precedence(node) > _Precedence.TUPLE):
            self.items_view(self.traverse, node.elts)

    def visit_Dict(self, node):
        def write_item(item):
            key, value = item
            if key is None:
                self.write("**")
                self._operand(_Precedence.EXPR, value)
            else:
                self.traverse(key)
                self.write(": ")
                self.traverse(value)

        with self.delimit("{", "}"):
            self.interleave(self._comma, write_item, zip(node.keys, node.values))

    def _comprehension(self, start, node, end):
        with self.delimit(start, end):
            self.traverse(node.elt)
            self.traverse(node.generators)

    def visit_ListComp(self, node):
        self._comprehension("[", node, "]")

    def visit_GeneratorExp(self, node):
        self._comprehension("(", node, ")")

    def visit_SetComp(self, node):
        self._comprehension("{", node, "}")

    def visit_DictComp(self, node):
        with self.delimit("{", "}"):
            self.traverse(node.key)
            self.write(": ")
            self.traverse(node.value)
            self.traverse(node.generators)

    def visit_comprehension(self, node):
        self.write(" async for " if node.is_async else " for ")
        self._operand(_Precedence.TUPLE, node.target)
        self.write(" in ")
        inner = _Precedence.TEST.next()
        self._operand(inner, node.iter)
        for condition in node.ifs:
            self.write(" if ")
            self._operand(inner, condition)

    # Operators

    unop = {"Invert": "~", "Not": "not", "UAdd": "+", "USub": "-"}
    unop_precedence = {"not": _Precedence.NOT, "~": _Precedence.FACTOR,
                       "+": _Precedence.FACTOR, "-": _Precedence.FACTOR}

    binop = {"Add": "+", "Sub": "-", "Mult": "*", "MatMult": "@", "Div": "/", "Mod": "%",
             "LShift": "<<", "RShift": ">>", "BitOr": "|", "BitXor": "^", "BitAnd": "&",
             "FloorDiv": "//", "Pow": "**"}
    binop_precedence = {
        **dict.fromkeys(("+", "-"), _Precedence.ARITH),
        **dict.fromkeys(("*", "@", "/", "%", "//"), _Precedence.TERM),
        **dict.fromkeys(("<<", ">>"), _Precedence.SHIFT),
        "|": _Precedence.BOR, "^": _Precedence.BXOR, "&": _Precedence.BAND,
        "**": _Precedence.POWER}
    binop_rassoc = frozenset(("**",))

    cmpops = {"Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=",
              "Is": "is", "IsNot": "is not", "In": "in", "NotIn": "not in"}

    boolops = {"And": "and", "Or": "or"}
    boolop_precedence = {"and": _Precedence.AND, "or": _Precedence.OR}

    def visit_UnaryOp(self, node):
        operator = self.unop[node.op.__class__.__name__]
        precedence = self.unop_precedence[operator]
        with self.require_parens(precedence, node):
            self.write(operator)
            # Signs stand right before their operand.
            if precedence != _Precedence.FACTOR:
                self.write(" ")
            self._operand(precedence, node.operand)

    def visit_BinOp(self, node):
        operator = self.binop[node.op.__class__.__name__]
        precedence = self.binop_precedence[operator]
        left, right = precedence, precedence.next()
        if operator in self.binop_rassoc:
            left, right = right, left
        with self.require_parens(precedence, node):
            self._operand(left, node.left)
            self.write(f" {operator} ")
            self._operand(right, node.right)

    def visit_Compare(self, node):
        inner = _Precedence.CMP.next()
        with self.require_parens(_Precedence.CMP, node):
            self._operand(inner, node.left)
            for operator, operand in zip(node.ops, node.comparators):
                self.write(f" {self.cmpops[operator.__class__.__name__]} ")
                self._operand(inner, operand)

    def visit_BoolOp(self, node):
        operator = self.boolops[node.op.__class__.__name__]
        precedence = self.boolop_precedence[operator]
        with self.require_parens(precedence, node):
            for index, value in enumerate(node.values):
                if index:
                    self.write(f" {operator} ")
                precedence = precedence.next()
                self._operand(precedence, value)

    def visit_NamedExpr(self, node):
        with self.require_parens(_Precedence.NAMED_EXPR, node):
            self._operand(_Precedence.ATOM, node.target)
            self.write(" := ")
            self._operand(_Precedence.ATOM, node.value)

    def visit_IfExp(self, node):
        inner = _Precedence.TEST.next()
        with self.require_parens(_Precedence.TEST, node):
            self._operand(inner, node.body)
            self.write(" if ")
            self._operand(inner, node.test)
            self.write(" else ")
            self._operand(_Precedence.TEST, node.orelse)

    def visit_Lambda(self, node):
        with self.require_parens(_Precedence.TEST, node):
            self.write("lambda")
            with self.buffered() as buffer:
                self.traverse(node.args)
            if buffer:
                self.write(" ", *buffer)
            self.write(": ")
            self._operand(_Precedence.TEST, node.body)

    def visit_Await(self, node):
        self._keyword_expression("await", _Precedence.AWAIT, node)

    def visit_Yield(self, node):
        self._keyword_expression("yield", _Precedence.YIELD, node)

    def visit_YieldFrom(self, node):
        if not node.value:
            raise ValueError("Node can't be used without a value attribute.")
        self._keyword_expression("yield from", _Precedence.YIELD, node)

    def _keyword_expression(self, keyword, precedence, node):
        with self.require_parens(precedence, node):
            self.write(keyword)
            if node.value:
                self.write(" ")
                self._operand(_Precedence.ATOM, node.value)

    # Names, calls and subscripts

    def visit_Name(self, node):
        self.write(node.id)

    def visit_Attribute(self, node):
        self._operand(_Precedence.ATOM, node.value)
        # 3.real would start with a float.
        if isinstance(node.value, Constant) and isinstance(node.value.value, int):
            self.write(" ")
        self.write(".", node.attr)

    def visit_Call(self, node):
        self._operand(_Precedence.ATOM, node.func)
        with self.delimit("(", ")"):
            self._list([*node.args, *node.keywords])

    def visit_keyword(self, node):
        self.write("**" if node.arg is None else f"{node.arg}=")
        self.traverse(node.value)

    def visit_Starred(self, node):
        self.write("*")
        self._operand(_Precedence.EXPR, node.value)

    def visit_Subscript(self, node):
        self._operand(_Precedence.ATOM, node.value)
        with self.delimit("[", "]"):
            # The parentheses of a tuple can be left out here.
            if isinstance(node.slice, Tuple) and node.slice.elts:
                self.items_view(self.traverse, node.slice.elts)
            else:
                self.traverse(node.slice)

    def visit_Slice(self, node):
        self._optional("", node.lower)
        self.write(":")
        self._optional("", node.upper)
        self._optional(":", node.step)
