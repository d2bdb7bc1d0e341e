"""HTML: escaping characters, and what escapes stand for."""

import re as _re

__all__ = ['escape', 'unescape']

# html.entities.html5, once a name is looked for.
_html5 = None

_charref = _re.compile(r'&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)')


def escape(s, quote=True):
    """Text as HTML; quotes are escaped for the values of attributes."""
    # Anything with the methods of a str will do.
    s = s.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')
    if quote:
        s = s.replace('"', '&quot;').replace("'", '&#x27;')
    return s


def unescape(s):
    """The text that HTML stands for, by the rules of HTML 5."""
    return _charref.sub(_character, s) if '&' in s else s


def _character(match):
    name = match[1]
    if name[0] != '#':
        return _named(name)
    number = name[1:].rstrip(';')
    return _numbered(int(number[1:], 16) if number[0] in 'xX' else int(number))


def _named(name):
    """The characters of a name, or of the longest one that it begins with."""
    global _html5
    if _html5 is None:
        from html.entities import html5 as _html5
    if name in _html5:
        return _html5[name]
    for end in range(len(name) - 1, 1, -1):
        if name[:end] in _html5:
            return _html5[name[:end]] + name[end:]
    return f'&{name}'


def _numbered(code):
    if 0x80 <= code <= 0x9f:
        # What pages of Windows mean.
        try:
            return bytes([code]).decode('cp1252')
        except UnicodeDecodeError:
            return chr(code)
    if code == 0 or 0xd800 <= code <= 0xdfff or code > 0x10ffff:
        return '\ufffd'
    is_none = (code < 0x20 and code not in (0x9, 0xa, 0xc, 0xd) or code == 0x7f
               or 0xfdd0 <= code <= 0xfdef or code & 0xfffe == 0xfffe)
    return '' if is_none else chr(code)
