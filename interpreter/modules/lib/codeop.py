"""Compiling text that may be only the beginning of a statement."""

__all__ = ["compile_command", "Compile", "CommandCompiler"]

PyCF_DONT_IMPLY_DEDENT = 0x200
PyCF_ALLOW_INCOMPLETE_INPUT = 0x4000
_INTERACTIVE = PyCF_DONT_IMPLY_DEDENT | PyCF_ALLOW_INCOMPLETE_INPUT


def _is_blank(source):
    # Whether there is nothing in it but comments.
    for line in source.split("\n"):
        line = line.strip()
        if line and line[0] != '#':
            return False
    return True


def _maybe_compile(compiler, source, filename, symbol):
    if symbol != "eval" and _is_blank(source):
        source = "pass"
    import warnings
    # The last attempt gives each warning once.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", (SyntaxWarning, DeprecationWarning))
        try:
            compiler(source, filename, symbol)
        except SyntaxError:
            try:
                compiler(source + "\n", filename, symbol)
                return None
            except _IncompleteInputError:
                return None
            except SyntaxError:
                pass
    return compiler(source, filename, symbol, incomplete_input=False)


def _compile(source, filename, symbol, incomplete_input=True):
    return compile(source, filename, symbol, _INTERACTIVE if incomplete_input else 0)


def compile_command(source, filename="<input>", symbol="single"):
    """Return the code of a command, or None if more lines must follow.

    Source that no further line could make valid raises SyntaxError,
    OverflowError or ValueError.
    """
    return _maybe_compile(_compile, source, filename, symbol)


class Compile:
    """Compiles like compile(), but remembers the __future__ statements."""

    def __init__(self):
        self.flags = _INTERACTIVE

    def __call__(self, source, filename, symbol, **kwargs):
        flags = self.flags
        if kwargs.get('incomplete_input', True) is False:
            flags &= ~_INTERACTIVE
        code = compile(source, filename, symbol, flags, True)
        import __future__
        for name in __future__.all_feature_names:
            self.flags |= code.co_flags & getattr(__future__, name).compiler_flag
        return code


class CommandCompiler:
    """Works like compile_command(), but remembers the __future__ statements."""

    def __init__(self):
        self.compiler = Compile()

    def __call__(self, source, filename="<input>", symbol="single"):
        return _maybe_compile(self.compiler, source, filename, symbol)
