"""From Python's data to JSON."""

try:
    from _json import (
        encode_basestring as c_encode_basestring,
        encode_basestring_ascii as c_encode_basestring_ascii,
        make_encoder as c_make_encoder)
except ImportError:
    c_encode_basestring = c_encode_basestring_ascii = c_make_encoder = None

INFINITY = float("inf")
ESCAPE_DCT = {
    "\\": "\\\\", '"': '\\"',
    "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t",
}
_PATTERNS = {
    "ESCAPE": r'[\x00-\x1f\\"\b\f\n\r\t]',
    "ESCAPE_ASCII": r'([\\"]|[^\ -~])',
}


def __getattr__(name):
    if name == "_make_iterencode":
        from json._iterencode import _make_iterencode
        return _make_iterencode
    # Only encoding without `_json` needs regular expressions.
    if name not in _PATTERNS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import re
    pattern = globals()[name] = re.compile(_PATTERNS[name])
    return pattern


def _escape(match):
    character = match[0]
    if character in ESCAPE_DCT:
        return ESCAPE_DCT[character]
    number = ord(character)
    if number < 0x10000:
        return f"\\u{number:04x}"
    # As the two surrogates of UTF-16.
    number -= 0x10000
    return f"\\u{0xd800 | number >> 10:04x}\\u{0xdc00 | number & 0x3ff:04x}"


def py_encode_basestring(s):
    """A string in JSON."""
    pattern = globals().get("ESCAPE") or __getattr__("ESCAPE")
    return '"' + pattern.sub(_escape, s) + '"'


def py_encode_basestring_ascii(s):
    """A string in JSON that is ASCII."""
    pattern = globals().get("ESCAPE_ASCII") or __getattr__("ESCAPE_ASCII")
    return '"' + pattern.sub(_escape, s) + '"'


encode_basestring = c_encode_basestring or py_encode_basestring
encode_basestring_ascii = (
    c_encode_basestring_ascii or py_encode_basestring_ascii)


class JSONEncoder:
    """Encodes Python's data. The options are those of json.dumps()."""

    item_separator = ", "
    key_separator = ": "

    def __init__(self, *, skipkeys=False, ensure_ascii=True,
                 check_circular=True, allow_nan=True, sort_keys=False,
                 indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ","  # No space before the end of the line.
        if default is not None:
            self.default = default

    def default(self, o):
        """What stands for an object of another type; derived classes say it."""
        raise TypeError(f"Object of type {o.__class__.__name__} "
                        "is not JSON serializable")

    def encode(self, o):
        """An object as JSON."""
        if isinstance(o, str):
            if self.ensure_ascii:
                return encode_basestring_ascii(o)
            return encode_basestring(o)
        chunks = self.iterencode(o, _one_shot=True)
        if not isinstance(chunks, (list, tuple)):
            chunks = list(chunks)
        return "".join(chunks)

    def iterencode(self, o, _one_shot=False):
        """The pieces of an object's JSON, one after another."""
        markers = {} if self.check_circular else None
        encoder = encode_basestring_ascii if self.ensure_ascii else encode_basestring
        indent = self.indent
        if indent is not None and not isinstance(indent, str):
            indent = " " * indent
        if _one_shot and c_make_encoder is not None:
            encode = c_make_encoder(
                markers, self.default, encoder, indent, self.key_separator,
                self.item_separator, self.sort_keys, self.skipkeys,
                self.allow_nan)
        else:
            from json._iterencode import _make_floatstr, _make_iterencode
            encode = _make_iterencode(
                markers, self.default, encoder, indent,
                _make_floatstr(self.allow_nan), self.key_separator,
                self.item_separator, self.sort_keys, self.skipkeys, _one_shot)
        return encode(o, 0)
