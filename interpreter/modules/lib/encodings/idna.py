"""Internationalized host names (RFC 3490, with RFC 3491's preparation)."""

import codecs

ace_prefix = b"xn--"
sace_prefix = "xn--"
_LONGEST_LABEL = 63
# Nobody writes longer ones, and preparing them takes very long.
_LONGEST_INPUT = 1024
# What stands between labels besides the full stop.
_OTHER_DOTS = "\u3002\uff0e\uff61"


def _split(text):
    for dot in _OTHER_DOTS:
        text = text.replace(dot, ".")
    return text.split(".")


def _refuse(label, start, end, reason):
    raise UnicodeEncodeError("idna", label, start, end, reason)


# What preparation leaves away (table B.1 of RFC 3454).
_LEFT_AWAY = frozenset('\u00ad\u034f\u1806\u180b\u180c\u180d\u200b\u200c\u200d\u2060\ufeff'
                       + ''.join(map(chr, range(0xfe00, 0xfe10))))
# Formats, marks and descriptions that may not be in a name (C.2.2, C.6 to C.9), as pairs of the
# first and the last code point. Spaces, controls, private and broken ones are known by category.
_PROHIBITED = (
    (0x0340, 0x0341), (0x06dd, 0x06dd), (0x070f, 0x070f), (0x180e, 0x180e), (0x200c, 0x200f),
    (0x2028, 0x202e), (0x2060, 0x2063), (0x206a, 0x206f), (0x2ff0, 0x2ffb), (0xfdd0, 0xfdef),
    (0xfeff, 0xfeff), (0xfff9, 0xfffd), (0x1d173, 0x1d17a), (0xe0001, 0xe0001),
    (0xe0020, 0xe007f))


def _folded(character, normalize):
    """The character without its case, in a form that stays the same (table B.2)."""
    folded = character.casefold()
    once = normalize("NFKC", folded)
    again = normalize("NFKC", once.casefold())
    return again if once != again else folded


def _is_prohibited(character, category):
    point = ord(character)
    if point < 0x80:
        return False
    return (category(character) in ("Zs", "Cc", "Co", "Cs") or point & 0xfffe == 0xfffe
            or any(first <= point <= last for first, last in _PROHIBITED))


def nameprep(label):
    """Prepare a label for comparison: fold case, normalize, check. By the characters of today,
    not those of Unicode 3.2."""
    from unicodedata import bidirectional, category, normalize

    label = "".join([_folded(c, normalize) for c in label if c not in _LEFT_AWAY])
    label = normalize("NFKC", label)
    for index, c in enumerate(label):
        if _is_prohibited(c, category):
            _refuse(label, index, index + 1, f"Invalid character {c!r}")
    from_right = [bidirectional(c) in ("R", "AL") for c in label]
    if any(from_right):
        for index, c in enumerate(label):
            if bidirectional(c) == "L":
                _refuse(label, index, index + 1,
                        "Violation of BIDI requirement 2")
        last = len(label) - 1
        for index in (0, last):
            if not from_right[index]:
                _refuse(label, index, index + 1,
                        "Violation of BIDI requirement 3")
    return label


def _checked(label, encoded):
    if not label:
        _refuse(label, 0, 1, "label empty")
    if len(encoded) > _LONGEST_LABEL:
        _refuse(label, 0, len(label), "label too long")
    return encoded


def ToASCII(label):
    """A label as bytes, in punycode where it is not ASCII."""
    if not label.isascii():
        label = nameprep(label)
    if label.isascii():
        return _checked(label, label.encode("ascii"))
    if label.lower().startswith(sace_prefix):
        _refuse(label, 0, len(sace_prefix), "Label starts with ACE prefix")
    return _checked(label, ace_prefix + label.encode("punycode"))


def ToUnicode(label):
    """A label as text, out of punycode where it is in it."""
    if len(label) > _LONGEST_INPUT:
        if isinstance(label, str):
            label = label.encode("utf-8", errors="backslashreplace")
        raise UnicodeDecodeError("idna", label, 0, len(label),
                                 "label way too long")
    if not isinstance(label, bytes):
        if not label.isascii():
            label = nameprep(label)
        try:
            label = label.encode("ascii")
        except UnicodeEncodeError as error:
            raise UnicodeEncodeError("idna", label, error.start, error.end,
                                     "Invalid character in IDN label")
    if not label.lower().startswith(ace_prefix):
        return str(label, "ascii")
    offset = len(ace_prefix)
    try:
        text = label[offset:].decode("punycode")
    except UnicodeDecodeError as error:
        raise UnicodeDecodeError("idna", label, offset + error.start,
                                 offset + error.end, error.reason)
    again = ToASCII(text)
    if str(label, "ascii").lower() != str(again, "ascii"):
        raise UnicodeDecodeError(
            "idna", label, 0, len(label),
            f"IDNA does not round-trip, '{label!r}' != '{again!r}'")
    return text


def _need_strict(errors):
    if errors != "strict":
        raise UnicodeError(f"Unsupported error handling: {errors}")


def _without_last(labels, final, dot):
    """Drop what follows the last dot: nothing, or the start of a label.

    Returns the dot if it is at the end then.
    """
    if not labels[-1]:
        labels.pop()
        return dot
    if not final:
        labels.pop()
        return dot if labels else dot[:0]
    return dot[:0]


class Codec(codecs.Codec):

    def encode(self, input, errors="strict"):
        _need_strict(errors)
        if not input:
            return b"", 0
        if input.isascii():
            self._check_ascii(input)
            return input.encode("ascii"), len(input)
        labels = _split(input)
        trailing = _without_last(labels, True, b".")
        encoded = []
        offset = 0
        for label in labels:
            try:
                encoded.append(ToASCII(label))
            except (UnicodeEncodeError, UnicodeDecodeError) as error:
                raise UnicodeEncodeError("idna", input, offset + error.start,
                                         offset + error.end, error.reason)
            offset += len(label) + 1
        return b".".join(encoded) + trailing, len(input)

    def _check_ascii(self, input):
        labels = input.split(".")
        offset = 0
        # Emptiness is complained of before length.
        for label in labels[:-1]:
            if not label:
                _refuse(input, offset, offset + 1, "label empty")
            offset += len(label) + 1
        offset = 0
        for label in labels:
            if len(label) > _LONGEST_LABEL:
                _refuse(input, offset, offset + len(label), "label too long")
            offset += len(label) + 1

    def decode(self, input, errors="strict"):
        _need_strict(errors)
        if not input:
            return "", 0
        if not isinstance(input, bytes):
            input = bytes(input)
        if ace_prefix not in input.lower() and input.isascii():
            return input.decode("ascii"), len(input)
        labels = input.split(b".")
        trailing = _without_last(labels, True, ".")
        decoded = []
        offset = 0
        for label in labels:
            try:
                decoded.append(ToUnicode(label))
            except (UnicodeEncodeError, UnicodeDecodeError) as error:
                raise UnicodeDecodeError("idna", input, offset + error.start,
                                         offset + error.end, error.reason)
            offset += len(label) + 1
        return ".".join(decoded) + trailing, len(input)


class IncrementalEncoder(codecs.BufferedIncrementalEncoder):

    def _buffer_encode(self, input, errors, final):
        _need_strict(errors)
        if not input:
            return b"", 0
        labels = _split(input)
        trailing = _without_last(labels, final, b".")
        encoded = []
        size = 0
        for label in labels:
            if size:
                size += 1
            try:
                encoded.append(ToASCII(label))
            except (UnicodeEncodeError, UnicodeDecodeError) as error:
                raise UnicodeEncodeError("idna", input, size + error.start,
                                         size + error.end, error.reason)
            size += len(label)
        return b".".join(encoded) + trailing, size + len(trailing)


class IncrementalDecoder(codecs.BufferedIncrementalDecoder):

    def _buffer_decode(self, input, errors, final):
        if errors != "strict":
            # Without the name, as CPython has it here.
            raise UnicodeError("Unsupported error handling: {errors}")
        if not input:
            return "", 0
        if isinstance(input, str):
            labels = _split(input)
        else:
            try:
                input = str(input, "ascii")
            except UnicodeDecodeError as error:
                raise UnicodeDecodeError("idna", input, error.start, error.end,
                                         error.reason)
            labels = input.split(".")
        trailing = _without_last(labels, final, ".")
        decoded = []
        size = 0
        for label in labels:
            try:
                decoded.append(ToUnicode(label))
            except (UnicodeEncodeError, UnicodeDecodeError) as error:
                raise UnicodeDecodeError(
                    "idna", input.encode("ascii", errors="backslashreplace"),
                    size + error.start, size + error.end, error.reason)
            if size:
                size += 1
            size += len(label)
        return ".".join(decoded) + trailing, size + len(trailing)


class StreamWriter(Codec, codecs.StreamWriter):
    pass


class StreamReader(Codec, codecs.StreamReader):
    pass


def getregentry():
    return codecs.CodecInfo(
        Codec().encode, Codec().decode, StreamReader, StreamWriter,
        IncrementalEncoder, IncrementalDecoder, "idna")
