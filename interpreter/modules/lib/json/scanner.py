"""The function that reads one value of JSON."""

try:
    from _json import make_scanner as c_make_scanner
except ImportError:
    c_make_scanner = None

__all__ = ["make_scanner"]

_WORDS = {"n": ("null", None), "t": ("true", True), "f": ("false", False)}
_CONSTANTS = {"N": "NaN", "I": "Infinity", "-": "-Infinity"}


def __getattr__(name):
    if name != "NUMBER_RE":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import re
    pattern = globals()["NUMBER_RE"] = re.compile(
        r"(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?")
    return pattern


def py_make_scanner(context):
    """A function from a text and a position to a value and where it ends.

    The context is a decoder, whose attributes say how values are made.
    """
    match_number = (globals().get("NUMBER_RE") or __getattr__("NUMBER_RE")).match
    parse_object, parse_array = context.parse_object, context.parse_array
    parse_string, strict = context.parse_string, context.strict
    parse_float, parse_int = context.parse_float, context.parse_int
    parse_constant = context.parse_constant
    object_hook = context.object_hook
    object_pairs_hook = context.object_pairs_hook
    memo = context.memo

    def scan_value(string, idx):
        try:
            first = string[idx]
        except IndexError:
            raise StopIteration(idx) from None
        if first == '"':
            return parse_string(string, idx + 1, strict)
        if first == "{":
            return parse_object((string, idx + 1), strict, scan_value,
                                object_hook, object_pairs_hook, memo)
        if first == "[":
            return parse_array((string, idx + 1), scan_value)
        if first in _WORDS:
            word, value = _WORDS[first]
            if string.startswith(word, idx):
                return value, idx + len(word)
        number = match_number(string, idx)
        if number is not None:
            integer, fraction, exponent = number.groups()
            if fraction or exponent:
                value = parse_float(
                    integer + (fraction or "") + (exponent or ""))
            else:
                value = parse_int(integer)
            return value, number.end()
        if first in _CONSTANTS:
            word = _CONSTANTS[first]
            if string.startswith(word, idx):
                return parse_constant(word), idx + len(word)
        raise StopIteration(idx)

    def scan_once(string, idx):
        if idx < 0:
            raise ValueError("idx cannot be negative")
        try:
            return scan_value(string, idx)
        finally:
            memo.clear()

    return scan_once


make_scanner = c_make_scanner or py_make_scanner
