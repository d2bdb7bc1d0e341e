"""Punycode (RFC 3492): text in the characters that host names may have."""

import codecs
from encodings._define import without_state

_DIGITS = b"abcdefghijklmnopqrstuvwxyz0123456789"
_BASE, _LEAST, _MOST, _SKEW, _DAMP = 36, 1, 26, 38, 700
_FIRST_BIAS = 72
_FIRST_CHARACTER = 0x80


def _threshold(position, bias):
    """From which digit on a number goes on after this position."""
    return min(max(_BASE * (position + 1) - bias, _LEAST), _MOST)


def _adapt(delta, is_first, length):
    """The bias after a delta."""
    delta //= _DAMP if is_first else 2
    delta += delta // length
    bias = 0
    while delta > (_BASE - _LEAST) * _MOST // 2:
        delta //= _BASE - _LEAST
        bias += _BASE
    return bias + _BASE * delta // (delta + _SKEW)


def _deltas(text):
    """How far it is from each insertion to the next, in RFC 3492's order."""
    delta = 0
    character = _FIRST_CHARACTER
    handled = sum(ord(c) < _FIRST_CHARACTER for c in text)
    for following in sorted({ord(c) for c in text if ord(c) >= _FIRST_CHARACTER}):
        delta += (following - character) * (handled + 1)
        character = following
        for c in map(ord, text):
            if c < character:
                delta += 1
            elif c == character:
                yield delta
                delta = 0
                handled += 1
        delta += 1
        character += 1


def _encode_number(number, bias):
    digits = bytearray()
    while True:
        threshold = _threshold(len(digits), bias)
        if number < threshold:
            digits.append(_DIGITS[number])
            return digits
        number, digit = divmod(number - threshold, _BASE - threshold)
        digits.append(_DIGITS[threshold + digit])


def punycode_encode(text):
    base = bytes([ord(c) for c in text if ord(c) < _FIRST_CHARACTER])
    extended = bytearray()
    bias = _FIRST_BIAS
    for count, delta in enumerate(_deltas(text)):
        extended += _encode_number(delta, bias)
        bias = _adapt(delta, count == 0, len(base) + count + 1)
    return base + b"-" + extended if base else bytes(extended)


def _decode_number(digits, start, bias, errors):
    """Where the number that starts there ends, and the number or None."""
    number, weight = 0, 1
    position = start
    while True:
        if position >= len(digits):
            if errors == "strict":
                raise UnicodeDecodeError("punycode", digits, position,
                                         position + 1,
                                         "incomplete punycode string")
            return position + 1, None
        character = digits[position]
        if 0x41 <= character <= 0x5A:
            digit = character - 0x41
        elif 0x30 <= character <= 0x39:
            digit = character - 0x30 + 26
        elif errors == "strict":
            raise UnicodeDecodeError(
                "punycode", digits, position, position + 1,
                f"Invalid extended code point '{character}'")
        else:
            return position + 1, None
        threshold = _threshold(position - start, bias)
        position += 1
        number += digit * weight
        if digit < threshold:
            return position, number
        weight *= _BASE - threshold


def _insert(base, extended, errors):
    """Put the characters that the digits tell of into the base."""
    characters = list(base)
    character, place, bias = _FIRST_CHARACTER, -1, _FIRST_BIAS
    start = 0
    while start < len(extended):
        end, delta = _decode_number(extended, start, bias, errors)
        if delta is None:
            break  # Nothing that follows can be understood.
        place += delta + 1
        steps, position = divmod(place, len(characters) + 1)
        character += steps
        if character > 0x10FFFF:
            if errors == "strict":
                raise UnicodeDecodeError("punycode", extended, place - 1, place,
                                         f"Invalid character U+{character:x}")
            character = ord("?")
        place = position
        characters.insert(place, chr(character))
        bias = _adapt(delta, start == 0, len(characters))
        start = end
    return "".join(characters)


def punycode_decode(text, errors):
    if isinstance(text, str):
        text = text.encode("ascii")
    elif isinstance(text, memoryview):
        text = bytes(text)
    # Without a hyphen there is no base, and this is -1.
    end = text.rfind(b"-")
    try:
        base = str(text[:max(end, 0)], "ascii", errors)
    except UnicodeDecodeError as error:
        raise UnicodeDecodeError("ascii", text, error.start, error.end,
                                 error.reason) from None
    try:
        return _insert(base, text[end + 1:].upper(), errors)
    except UnicodeDecodeError as error:
        offset = end + 1
        raise UnicodeDecodeError("punycode", text, offset + error.start,
                                 offset + error.end, error.reason) from None


def _encode(input, errors="strict"):
    return punycode_encode(input), len(input)


def _decode(input, errors="strict"):
    if errors not in ("strict", "replace", "ignore"):
        raise UnicodeError(f"Unsupported error handling: {errors}")
    return punycode_decode(input, errors), len(input)


without_state(globals(), "punycode", _encode, _decode)
