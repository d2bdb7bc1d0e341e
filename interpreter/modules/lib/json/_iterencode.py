"""JSON piece by piece, for json.dump() and when `_json` is blocked."""

__name__ = "json.encoder"

INFINITY = float("inf")


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
