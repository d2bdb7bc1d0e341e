"""From JSON to Python's data."""

from json import scanner

try:
    from _json import scanstring as c_scanstring
except ImportError:
    c_scanstring = None

__all__ = ["JSONDecoder", "JSONDecodeError"]

NaN = float("nan")
PosInf = float("inf")
NegInf = float("-inf")
WHITESPACE_STR = " \t\n\r"
BACKSLASH = {
    '"': '"', "\\": "\\", "/": "/",
    "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t",
}

_CONSTANTS = {"-Infinity": NegInf, "Infinity": PosInf, "NaN": NaN}
_PATTERNS = {"WHITESPACE": r"[ \t\n\r]*", "STRINGCHUNK": r'(.*?)(["\\\x00-\x1f])'}


def __getattr__(name):
    # Only decoding without `_json` needs regular expressions.
    if name == "FLAGS":
        import re
        value = re.VERBOSE | re.MULTILINE | re.DOTALL
    elif name in _PATTERNS:
        import re
        value = re.compile(_PATTERNS[name], re.DOTALL)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


class JSONDecodeError(ValueError):
    """Text that is not JSON.

    Attributes: msg, doc (the text), pos, lineno and colno.
    """

    def __init__(self, msg, doc, pos):
        lineno = doc.count("\n", 0, pos) + 1
        colno = pos - doc.rfind("\n", 0, pos)
        ValueError.__init__(
            self, f"{msg}: line {lineno} column {colno} (char {pos})")
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = lineno
        self.colno = colno

    def __reduce__(self):
        return self.__class__, (self.msg, self.doc, self.pos)


def _skip_whitespace(s, pos):
    """The position of what follows whitespace, if there is any."""
    length = len(s)
    while pos < length and s[pos] in WHITESPACE_STR:
        pos += 1
    return pos


# Strings, objects and arrays without `_json`.


def _decode_uXXXX(s, pos):
    """The number of an escape; pos is that of the letter u."""
    digits = s[pos + 1:pos + 5]
    if len(digits) == 4 and digits[1] not in "xX":
        try:
            return int(digits, 16)
        except ValueError:
            pass
    raise JSONDecodeError("Invalid \\uXXXX escape", s, pos)


def _decode_escape(s, pos, begin):
    """The character of an escape and where it ends; pos is after the backslash."""
    letter = s[pos:pos + 1]
    if not letter:
        raise JSONDecodeError("Unterminated string starting at", s, begin)
    if letter != "u":
        if letter not in BACKSLASH:
            raise JSONDecodeError(f"Invalid \\escape: {letter!r}", s, pos)
        return BACKSLASH[letter], pos + 1
    number = _decode_uXXXX(s, pos)
    pos += 5
    # Two escapes may be the two surrogates of one character.
    if 0xd800 <= number <= 0xdbff and s[pos:pos + 2] == "\\u":
        low = _decode_uXXXX(s, pos + 1)
        if 0xdc00 <= low <= 0xdfff:
            number = 0x10000 + ((number - 0xd800) << 10 | (low - 0xdc00))
            pos += 6
    return chr(number), pos


def py_scanstring(s, end, strict=True):
    """The string that begins there, after its quote, and where it ends.

    Unless strict, control characters are allowed.
    """
    find = (globals().get("STRINGCHUNK") or __getattr__("STRINGCHUNK")).match
    chunks = []
    begin = end - 1
    while True:
        found = find(s, end)
        if found is None:
            raise JSONDecodeError("Unterminated string starting at", s, begin)
        end = found.end()
        content, terminator = found.groups()
        if content:
            chunks.append(content)
        if terminator == '"':
            return "".join(chunks), end
        if terminator == "\\":
            terminator, end = _decode_escape(s, end, begin)
        elif strict:
            raise JSONDecodeError(
                f"Invalid control character {terminator!r} at", s, end)
        chunks.append(terminator)


scanstring = c_scanstring or py_scanstring


def _scan_value(s, pos, scan_once):
    """The value after whitespace, and the position of what follows it."""
    try:
        value, end = scan_once(s, pos)
    except StopIteration as error:
        raise JSONDecodeError("Expecting value", s, error.value) from None
    return value, _skip_whitespace(s, end)


def _has_more(s, end, bracket, kind):
    """Whether a comma follows; otherwise it must be the closing bracket."""
    following = s[end:end + 1]
    if following == bracket:
        return False
    if following != ",":
        raise JSONDecodeError("Expecting ',' delimiter", s, end)
    position = _skip_whitespace(s, end + 1)
    if s[position:position + 1] == bracket:
        raise JSONDecodeError(
            f"Illegal trailing comma before end of {kind}", s, end)
    return True


def JSONObject(s_and_end, strict, scan_once, object_hook, object_pairs_hook,
               memo=None):
    """The object that begins there, after its bracket, and where it ends."""
    s, end = s_and_end
    # The same keys occur often: they are shared.
    share = ({} if memo is None else memo).setdefault
    pairs = []
    end = _skip_whitespace(s, end)
    has_more = s[end:end + 1] != "}"
    while has_more:
        if s[end:end + 1] != '"':
            raise JSONDecodeError(
                "Expecting property name enclosed in double quotes", s, end)
        key, end = scanstring(s, end + 1, strict)
        end = _skip_whitespace(s, end)
        if s[end:end + 1] != ":":
            raise JSONDecodeError("Expecting ':' delimiter", s, end)
        value, end = _scan_value(s, _skip_whitespace(s, end + 1), scan_once)
        pairs.append((share(key, key), value))
        has_more = _has_more(s, end, "}", "object")
        if has_more:
            end = _skip_whitespace(s, end + 1)
    end += 1
    if object_pairs_hook is not None:
        return object_pairs_hook(pairs), end
    result = dict(pairs)
    if object_hook is not None:
        result = object_hook(result)
    return result, end


def JSONArray(s_and_end, scan_once):
    """The array that begins there, after its bracket, and where it ends."""
    s, end = s_and_end
    values = []
    end = _skip_whitespace(s, end)
    has_more = s[end:end + 1] != "]"
    while has_more:
        value, end = _scan_value(s, end, scan_once)
        values.append(value)
        has_more = _has_more(s, end, "]", "array")
        if has_more:
            end = _skip_whitespace(s, end + 1)
    return values, end + 1


class JSONDecoder:
    """Decodes JSON. The options are those of json.loads().

    Unless strict, control characters are allowed inside strings.
    """

    def __init__(self, *, object_hook=None, parse_float=None,
                 parse_int=None, parse_constant=None, strict=True,
                 object_pairs_hook=None):
        self.object_hook = object_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant or _CONSTANTS.__getitem__
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook
        self.parse_object = JSONObject
        self.parse_array = JSONArray
        self.parse_string = scanstring
        self.memo = {}
        self.scan_once = scanner.make_scanner(self)

    def decode(self, s):
        """The value of a text that has nothing else in it."""
        value, end = self.raw_decode(s, idx=_skip_whitespace(s, 0))
        end = _skip_whitespace(s, end)
        if end != len(s):
            raise JSONDecodeError("Extra data", s, end)
        return value

    def raw_decode(self, s, idx=0):
        """The value that begins there, and where it ends."""
        try:
            return self.scan_once(s, idx)
        except StopIteration as error:
            raise JSONDecodeError("Expecting value", s, error.value) from None
