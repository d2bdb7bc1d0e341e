"""Regular expressions.

The functions here find or make a compiled pattern and call the method of the
same name. The parser and the compiler are loaded when the first pattern is
compiled.
"""

import enum
import _sre
from . import _constants

__all__ = [
    'match', 'fullmatch', 'search', 'sub', 'subn', 'split', 'findall',
    'finditer', 'compile', 'purge', 'escape', 'error', 'Pattern', 'Match',
    'A', 'I', 'L', 'M', 'S', 'X', 'U', 'ASCII', 'IGNORECASE', 'LOCALE',
    'MULTILINE', 'DOTALL', 'VERBOSE', 'UNICODE', 'NOFLAG', 'RegexFlag',
    'PatternError',
]

__version__ = '2.2.1'


@enum.global_enum
@enum._simple_enum(enum.IntFlag, boundary=enum.KEEP)
class RegexFlag:
    NOFLAG = 0
    ASCII = A = _constants.SRE_FLAG_ASCII
    IGNORECASE = I = _constants.SRE_FLAG_IGNORECASE
    LOCALE = L = _constants.SRE_FLAG_LOCALE
    UNICODE = U = _constants.SRE_FLAG_UNICODE
    MULTILINE = M = _constants.SRE_FLAG_MULTILINE
    DOTALL = S = _constants.SRE_FLAG_DOTALL
    VERBOSE = X = _constants.SRE_FLAG_VERBOSE
    DEBUG = _constants.SRE_FLAG_DEBUG
    __str__ = object.__str__
    _numeric_repr_ = hex


PatternError = error = _constants.PatternError


def __getattr__(name):
    if name in ('_compiler', '_parser', '_casefix'):
        __import__('re.' + name)
        return globals()[name]
    if name == '_special_chars_map':
        return _make_escapes()
    raise AttributeError(f"module 're' has no attribute {name!r}")


def match(pattern, string, flags=0):
    """Match the pattern at the start of the string; None if it does not."""
    return _compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    """Match the pattern against the whole string; None if it does not."""
    return _compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    """Find the first place in the string where the pattern matches."""
    return _compile(pattern, flags).search(string)


def findall(pattern, string, flags=0):
    """List what every match has caught: its groups, or the whole match."""
    return _compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    """Iterate over the Match objects of all matches in the string."""
    return _compile(pattern, flags).finditer(string)


def compile(pattern, flags=0):
    """Make a Pattern object."""
    return _compile(pattern, flags)


class _ZeroSentinel(int):
    pass


# Stands for an argument that was not given, and counts as 0.
_zero_sentinel = _ZeroSentinel()


def _positional(function, required, counter, extra, count, flags):
    """Sort out a count and flags that were given by position."""
    for name, value in ((counter, count), ('flags', flags))[:len(extra)]:
        if value is not _zero_sentinel:
            raise TypeError(
                f"{function}() got multiple values for argument '{name}'")
    if len(extra) > 2:
        raise TypeError(
            f'{function}() takes from {required} to {required + 2} '
            f'positional arguments but {required + len(extra)} were given')
    import warnings
    warnings.warn(
        f"'{counter}' is passed as positional argument",
        DeprecationWarning, stacklevel=3)
    return extra[0], extra[1] if len(extra) > 1 else flags


def sub(pattern, repl, string, *args,
        count=_zero_sentinel, flags=_zero_sentinel):
    """Replace the matches in the string.

    `repl` is a template in which backslash escapes stand for groups, or a
    function from the Match object to a string.
    """
    if args:
        count, flags = _positional('sub', 3, 'count', args, count, flags)
    return _compile(pattern, flags).sub(repl, string, count)
sub.__text_signature__ = '(pattern, repl, string, count=0, flags=0)'


def subn(pattern, repl, string, *args,
         count=_zero_sentinel, flags=_zero_sentinel):
    """Do as sub() does; return the new string and the number of matches."""
    if args:
        count, flags = _positional('subn', 3, 'count', args, count, flags)
    return _compile(pattern, flags).subn(repl, string, count)
subn.__text_signature__ = '(pattern, repl, string, count=0, flags=0)'


def split(pattern, string, *args,
          maxsplit=_zero_sentinel, flags=_zero_sentinel):
    """List the parts of the string between matches, and the groups caught."""
    if args:
        maxsplit, flags = _positional(
            'split', 2, 'maxsplit', args, maxsplit, flags)
    return _compile(pattern, flags).split(string, maxsplit)
split.__text_signature__ = '(pattern, string, maxsplit=0, flags=0)'


def _make_escapes():
    """Map each character that means something in a pattern to its escape."""
    global _special_chars_map
    _special_chars_map = {
        code: '\\' + chr(code) for code in b'()[]{}?*+-|^$\\.&~# \t\n\r\v\f'}
    return _special_chars_map


def escape(pattern):
    """Put a backslash before each character that means something."""
    try:
        escapes = _special_chars_map
    except NameError:
        escapes = _make_escapes()
    if isinstance(pattern, str):
        return pattern.translate(escapes)
    return str(pattern, 'latin1').translate(escapes).encode('latin1')


# The smallest program there is, made without loading the compiler.
Pattern = type(_sre.compile('', 0, [_constants.SUCCESS], 0, {}, (None,)))
Match = type(
    _sre.compile('', 0, [_constants.SUCCESS], 0, {}, (None,)).match(''))

# Every lookup asks _cache2 first, which forgets what came first; _cache
# is larger and forgets what has not been used for longest.
_cache = {}
_cache2 = {}
_MAXCACHE = 512
_MAXCACHE2 = 256


def _compile(pattern, flags):
    if isinstance(flags, RegexFlag):
        flags = flags.value
    key = type(pattern), pattern, flags
    try:
        return _cache2[key]
    except KeyError:
        pass
    compiled = _cache.pop(key, None)
    if compiled is None:
        if isinstance(pattern, Pattern):
            if flags:
                raise ValueError(
                    'cannot process flags argument with a compiled pattern')
            return pattern
        if not isinstance(pattern, (str, bytes)):
            raise TypeError('first argument must be string or compiled pattern')
        import re._compiler as _compiler
        compiled = _compiler.compile(pattern, flags)
        if flags & _constants.SRE_FLAG_DEBUG:
            return compiled
        _make_room(_cache, _MAXCACHE)
    _cache[key] = compiled
    _make_room(_cache2, _MAXCACHE2)
    _cache2[key] = compiled
    return compiled


def _make_room(cache, size):
    if len(cache) >= size:
        try:
            del cache[next(iter(cache))]
        except (StopIteration, RuntimeError, KeyError):
            # Another thread has changed the cache, which is as good.
            pass


# Templates that _compile_template has parsed.
_templates = {}


def _compile_template(pattern, repl):
    """Called by the engine for a template that contains a backslash."""
    key = pattern, type(repl), repl
    template = _templates.get(key)
    if template is None:
        import re._parser as _parser
        template = _sre.template(pattern, _parser.parse_template(repl, pattern))
        _make_room(_templates, _MAXCACHE)
        _templates[key] = template
    return template


def purge():
    """Forget the patterns and templates that have been compiled."""
    _cache.clear()
    _cache2.clear()
    _templates.clear()


def _pickle(pattern):
    return _compile, (pattern.pattern, pattern.flags)


def _register_pickle():
    import copyreg
    copyreg.pickle(Pattern, _pickle, _compile)


_register_pickle()


class Scanner:
    """Splits a string into tokens; not part of the documented interface.

    The lexicon is a list of (pattern, action) pairs. The action is None to
    drop the token, a function of the scanner and the text, or a value.
    """

    def __init__(self, lexicon, flags=0):
        import re._compiler as _compiler
        import re._parser as _parser
        if isinstance(flags, RegexFlag):
            flags = flags.value
        self.lexicon = lexicon
        state = _parser.State()
        state.flags = flags
        branches = []
        for phrase, action in lexicon:
            group = state.opengroup()
            branch = _parser.SubPattern(state, [(
                _constants.SUBPATTERN,
                (group, 0, 0, _parser.parse(phrase, flags)))])
            branches.append(branch)
            state.closegroup(group, branch)
        tree = _parser.SubPattern(
            state, [(_constants.BRANCH, (None, branches))])
        self.scanner = _compiler.compile(tree)

    def scan(self, string):
        """Return the list of the tokens' values and the text left over."""
        values = []
        start = 0
        for found in iter(self.scanner.scanner(string).match, None):
            end = found.end()
            if start == end:
                break
            action = self.lexicon[found.lastindex - 1][1]
            if callable(action):
                self.match = found
                action = action(self, found.group())
            if action is not None:
                values.append(action)
            start = end
        return values, string[start:]
