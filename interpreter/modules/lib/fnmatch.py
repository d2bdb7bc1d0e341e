"""Names and patterns as shells have them."""

import functools as _functools
import os as _os
import posixpath as _posixpath
import re as _re

__all__ = ['filter', 'fnmatch', 'fnmatchcase', 'translate']

_token = _re.compile(r'(?P<stars>\*+)|(?P<one>\?)|\[(?P<set>!?+\]?+[^\]]*)\]|(?P<other>.)', _re.DOTALL)


def fnmatch(name, pat):
    """Whether a name matches a pattern; case counts where it does for files."""
    return fnmatchcase(_os.path.normcase(name), _os.path.normcase(pat))


def fnmatchcase(name, pat):
    """Whether a name matches a pattern, case included."""
    return _compile_pattern(pat)(name) is not None


def filter(names, pat):
    """The names that match a pattern."""
    normal = _os.path.normcase
    match = _compile_pattern(normal(pat))
    if _os.path is _posixpath:
        return [name for name in names if match(name)]
    return [name for name in names if match(normal(name))]


@_functools.lru_cache(maxsize=32768, typed=True)
def _compile_pattern(pat):
    if isinstance(pat, bytes):
        return _re.compile(translate(pat.decode('latin-1')).encode('latin-1')).match
    return _re.compile(translate(pat)).match


def translate(pat):
    """The regular expression that a pattern is."""
    star = object()
    return _join_translated_parts(_translate(pat, star, '.'), star)


def _translate(pat, star, question_mark):
    """The parts of the expression, with what was given for stars and question marks."""
    parts = []
    for token in _token.finditer(pat):
        match token.lastgroup:
            case 'stars':
                parts.append(star)
            case 'one':
                parts.append(question_mark)
            case 'set':
                parts.append(_translate_set(token['set']))
            case _:
                parts.append(_re.escape(token[0]))
    return parts


def _translate_set(text):
    """The expression of what stands between brackets."""
    is_negative = text.startswith('!')
    pieces = _pieces(text[1:] if is_negative else text)
    # A range that ends before it begins has no characters: an error in an expression.
    for index in range(len(pieces) - 1, 0, -1):
        before, after = pieces[index - 1:index + 1]
        if before[-1] > after[0]:
            pieces[index - 1:index + 1] = [before[:-1] + after[1:]]
    inner = '-'.join([_re.sub(r'[\\&~|-]', r'\\\g<0>', piece) for piece in pieces])
    if is_negative:
        return f'[^{inner}]' if inner else '.'
    if not inner:
        return '(?!)'
    return f'[\\{inner}]' if inner[0] in '^[' else f'[{inner}]'


def _pieces(text):
    """The text, parted at each dash that makes a range."""
    pieces, start, dash = [], 0, text.find('-', 1)
    while dash >= 0:
        pieces.append(text[start:dash])
        start = dash + 1
        dash = text.find('-', dash + 3)
    if start < len(text) or not pieces:
        pieces.append(text[start:])
    else:
        pieces[-1] += '-'
    return pieces


def _join_translated_parts(parts, star):
    """The expression; what is between stars is found once, so that nothing is tried again."""
    runs = [[]]
    for part in parts:
        if part is star:
            runs.append([])
        else:
            runs[-1].append(part)
    first, *rest = [''.join(run) for run in runs]
    if rest:
        *middle, last = rest
        first += ''.join([f'(?>.*?{run})' for run in middle]) + '.*' + last
    return f'(?s:{first})\\Z'
