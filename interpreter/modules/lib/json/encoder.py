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
            encode = _make_iterencode(
                markers, self.default, encoder, indent,
                _make_floatstr(self.allow_nan), self.key_separator,
                self.item_separator, self.sort_keys, self.skipkeys, _one_shot)
        return encode(o, 0)


def _make_floatstr(allow_nan):
    finite = float.__repr__

    def floatstr(o):
        if o != o:
            text = "NaN"
        elif o == INFINITY:
            text = "Infinity"
        elif o == -INFINITY:
            text = "-Infinity"
        else:
            return finite(o)
        if not allow_nan:
            raise ValueError(
                f"Out of range float values are not JSON compliant: {o!r}")
        return text

    return floatstr


def _make_iterencode(markers, _default, _encoder, _indent, _floatstr,
                     _key_separator, _item_separator, _sort_keys, _skipkeys,
                     _one_shot):
    """A generator function for the pieces of an object's JSON.

    The markers are the objects that the one in hand is inside of, by id.
    """
    int_text = int.__repr__
    # Most values are of these types exactly, and found fastest that way.
    exact = {
        str: _encoder, int: int_text, float: _floatstr,
        bool: lambda o: "true" if o else "false",
        type(None): lambda o: "null",
    }

    find = exact.get

    def scalar_text(o):
        """The text of a value of a derived type, or None if it has parts."""
        if isinstance(o, str):
            return _encoder(o)
        if isinstance(o, int):
            return int_text(o)
        if isinstance(o, float):
            return _floatstr(o)
        return None

    def key_text(key):
        """The text of a key before it is encoded, or None to leave it out."""
        if isinstance(key, str):
            return key
        if isinstance(key, float):
            return _floatstr(key)
        if key is True:
            return "true"
        if key is False:
            return "false"
        if key is None:
            return "null"
        if isinstance(key, int):
            return int_text(key)
        if _skipkeys:
            return None
        raise TypeError("keys must be str, int, float, bool or None, "
                        f"not {key.__class__.__name__}")

    def mark(o):
        if id(o) in markers:
            raise ValueError("Circular reference detected")
        markers[id(o)] = o

    def encode_parts(o):
        """The generator function for a value that has parts."""
        if isinstance(o, (list, tuple)):
            return encode_list
        if isinstance(o, dict):
            return encode_dict
        return encode_other

    def encode_list(items, level):
        if not items:
            yield "[]"
            return
        if markers is not None:
            mark(items)
        level += 1
        newline = "" if _indent is None else "\n" + _indent * level
        before, separator = "[" + newline, _item_separator + newline
        for value in items:
            text = find(type(value), scalar_text)(value)
            if text is None:
                yield before
                yield from encode_parts(value)(value, level)
            else:
                yield before + text
            before = separator
        if _indent is not None:
            yield "\n" + _indent * (level - 1)
        yield "]"
        if markers is not None:
            del markers[id(items)]

    def encode_dict(mapping, level):
        if not mapping:
            yield "{}"
            return
        if markers is not None:
            mark(mapping)
        yield "{"
        level += 1
        separator = _item_separator
        if _indent is not None:
            newline = "\n" + _indent * level
            separator += newline
            yield newline
        items = mapping.items()
        is_first = True
        for key, value in sorted(items) if _sort_keys else items:
            if type(key) is not str:
                key = key_text(key)
                if key is None:
                    continue
            if is_first:
                is_first = False
            else:
                yield separator
            yield _encoder(key)
            yield _key_separator
            text = find(type(value), scalar_text)(value)
            if text is None:
                yield from encode_parts(value)(value, level)
            else:
                yield text
        if _indent is not None:
            yield "\n" + _indent * (level - 1)
        yield "}"
        if markers is not None:
            del markers[id(mapping)]

    def encode_other(o, level):
        if markers is not None:
            mark(o)
        yield from encode(_default(o), level)
        if markers is not None:
            del markers[id(o)]

    def encode(o, level):
        text = find(type(o), scalar_text)(o)
        if text is None:
            yield from encode_parts(o)(o, level)
        else:
            yield text

    return encode
