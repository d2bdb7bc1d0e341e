"""The files and the source text of objects."""

import inspect
import linecache
import os
import sys

modulesbyfile = {}
_filesbymodname = {}


class ClassFoundException(Exception):
    pass


class EndOfBlock(Exception):
    pass


def indentsize(line):
    """Return the width of a line's indentation."""
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip())


def _code_of(object):
    # Everything that runs code, reduced to its code object.
    if inspect.ismethod(object):
        object = object.__func__
    if inspect.isfunction(object):
        object = object.__code__
    if inspect.istraceback(object):
        object = object.tb_frame
    if inspect.isframe(object):
        object = object.f_code
    return object


def getfile(object):
    """Return the name of the file in which an object was defined."""
    if inspect.ismodule(object):
        if getattr(object, '__file__', None):
            return object.__file__
        raise TypeError(f'{object!r} is a built-in module')
    if inspect.isclass(object):
        if hasattr(object, '__module__'):
            module = sys.modules.get(object.__module__)
            if getattr(module, '__file__', None):
                return module.__file__
            if object.__module__ == '__main__':
                raise OSError('source code not available')
        raise TypeError(f'{object!r} is a built-in class')
    code = _code_of(object)
    if inspect.iscode(code):
        return code.co_filename
    raise TypeError('module, class, method, function, traceback, frame, or code object '
                    f'was expected, got {type(code).__name__}')


def getmodulename(path):
    """Return the name of the module that a file holds, or None."""
    from importlib.machinery import all_suffixes
    name = os.path.basename(path)
    for suffix in sorted(all_suffixes(), key=len, reverse=True):
        if name.endswith(suffix):
            return name[:-len(suffix)]
    return None


def getsourcefile(object):
    """Return the source file of an object, or None if there is none."""
    from importlib import machinery
    filename = getfile(object)
    if filename.endswith((*machinery.DEBUG_BYTECODE_SUFFIXES,
                          *machinery.OPTIMIZED_BYTECODE_SUFFIXES)):
        filename = os.path.splitext(filename)[0] + machinery.SOURCE_SUFFIXES[0]
    elif filename.endswith((*machinery.EXTENSION_SUFFIXES, '.fwork')):
        return None
    if filename in linecache.cache or os.path.exists(filename):
        return filename
    # The loader may know the source of a file that is not there.
    module = inspect.getmodule(object, filename)
    if (getattr(module, '__loader__', None) is not None
            or getattr(getattr(module, "__spec__", None), "loader", None) is not None):
        return filename
    return None


def getabsfile(object, _filename=None):
    """Return an absolute, normalized path of an object's file."""
    if _filename is None:
        _filename = inspect.getsourcefile(object) or getfile(object)
    return os.path.normcase(os.path.abspath(_filename))


def getmodule(object, _filename=None):
    """Return the module in which an object was defined, or None."""
    if inspect.ismodule(object):
        return object
    if hasattr(object, '__module__'):
        return sys.modules.get(object.__module__)
    if _filename is not None and _filename in modulesbyfile:
        return sys.modules.get(modulesbyfile[_filename])
    try:
        file = inspect.getabsfile(object, _filename)
    except (TypeError, FileNotFoundError):
        return None
    if file not in modulesbyfile:
        _note_module_files()
    if file in modulesbyfile:
        return sys.modules.get(modulesbyfile[file])
    if not hasattr(object, '__name__'):
        return None
    for module in (sys.modules['__main__'], sys.modules['builtins']):
        if getattr(module, object.__name__, None) is object:
            return module
    return None


def _note_module_files():
    for name, module in sys.modules.copy().items():
        if not inspect.ismodule(module) or not hasattr(module, '__file__'):
            continue
        file = module.__file__
        if file == _filesbymodname.get(name, None):
            continue
        _filesbymodname[name] = file
        file = inspect.getabsfile(module)
        modulesbyfile[file] = modulesbyfile[os.path.realpath(file)] = module.__name__


def findsource(object):
    """Return all lines of an object's file and the index of its first one."""
    file = inspect.getsourcefile(object)
    if file:
        linecache.checkcache(file)
    else:
        file = getfile(object)
        # Of names such as <stdin> the cache may know the lines.
        if not (file.startswith('<') and file.endswith('>')) or file.endswith('.fwork'):
            raise OSError('source code not available')
    module = inspect.getmodule(object, file)
    lines = linecache.getlines(file, module.__dict__ if module else None)
    if not lines:
        raise OSError('could not get source code')
    if inspect.ismodule(object):
        return lines, 0
    if inspect.isclass(object):
        try:
            index = vars(object)['__firstlineno__'] - 1
        except (TypeError, KeyError):
            raise OSError('source code not available')
    else:
        code = _code_of(object)
        if not inspect.iscode(code):
            raise OSError('could not find code object')
        index = code.co_firstlineno - 1
    if index >= len(lines):
        raise OSError('lineno is out of bounds')
    return lines, index


def getcomments(object):
    """Return the comment lines right before an object's source, or None."""
    try:
        lines, start = findsource(object)
    except (OSError, TypeError):
        return None
    if inspect.ismodule(object):
        first = 1 if lines and lines[0][:2] == '#!' else 0
        while first < len(lines) and lines[first].strip() in ('', '#'):
            first += 1
        end = first
        while end < len(lines) and lines[end][:1] == '#':
            end += 1
        if end == first:
            return None
        return ''.join([line.expandtabs() for line in lines[first:end]])

    indent = indentsize(lines[start])
    first = start
    while (first > 0 and lines[first - 1].lstrip()[:1] == '#'
           and indentsize(lines[first - 1]) == indent):
        first -= 1
    if first == start:
        return None
    comments = [line.expandtabs().lstrip() for line in lines[first:start]]
    while comments and comments[0].strip() == '#':
        del comments[0]
    while comments and comments[-1].strip() == '#':
        del comments[-1]
    return ''.join(comments)


class BlockFinder:
    """Finds the last line of the block that tokens start with."""

    def __init__(self):
        self.indent = 0
        self.islambda = False
        self.started = False
        self.passline = False
        self.indecorator = False
        self.last = 1
        self.body_col0 = None

    def tokeneater(self, type, token, srowcol, erowcol, line):
        """Take the next token; raise EndOfBlock after the block's last."""
        import tokenize
        if not self.started and not self.indecorator:
            if token == "@":
                self.indecorator = True
            elif token in ("def", "class", "lambda"):
                self.islambda = token == "lambda"
                self.started = True
            self.passline = True  # Nothing matters up to the line's end.
        elif type == tokenize.NEWLINE:
            self.passline = False
            self.last = srowcol[0]
            if self.islambda:
                raise EndOfBlock
            self.indecorator = False
        elif self.passline:
            pass
        elif type == tokenize.INDENT:
            if self.body_col0 is None and self.started:
                self.body_col0 = erowcol[1]
            self.indent += 1
            self.passline = True
        elif type == tokenize.DEDENT:
            self.indent -= 1
            if self.indent <= 0:
                raise EndOfBlock
        elif type == tokenize.COMMENT:
            # A comment at the body's end belongs to it if indented so.
            if self.body_col0 is not None and srowcol[1] >= self.body_col0:
                self.last = srowcol[0]
        elif self.indent == 0 and type != tokenize.NL:
            # A statement without a body ended: any other token is the next.
            raise EndOfBlock


def getblock(lines):
    """Return those of the lines that make up the block at their top."""
    import tokenize
    finder = BlockFinder()
    token = None
    try:
        for token in tokenize.generate_tokens(iter(lines).__next__):
            finder.tokeneater(*token)
    except (EndOfBlock, IndentationError):
        pass
    except SyntaxError as error:
        if "unmatched" not in error.msg:
            raise error from None
        # A lambda inside brackets that close after it.
        try:
            finder.tokeneater(tokenize.NEWLINE, *token[1:])
        except (EndOfBlock, IndentationError):
            pass
    return lines[:finder.last]


def getsourcelines(object):
    """Return the lines of an object's source and the number of the first."""
    object = inspect.unwrap(object)
    lines, index = findsource(object)
    if inspect.istraceback(object):
        object = object.tb_frame
    if (inspect.ismodule(object)
            or inspect.isframe(object) and object.f_code.co_name == "<module>"):
        return lines, 0
    return getblock(lines[index:]), index + 1


def getsource(object):
    """Return the source text of an object."""
    return ''.join(getsourcelines(object)[0])


inspect._adopt(globals())
