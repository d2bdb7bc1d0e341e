"""A codec that always fails, for programs that want no implicit encoding."""

from encodings._define import without_state


def _fail(input, errors="strict"):
    raise UnicodeError("undefined encoding")


without_state(globals(), "undefined", _fail, _fail)
