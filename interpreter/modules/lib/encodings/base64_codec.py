"""Bytes in base64, in lines."""

import base64
from encodings._define import without_state


def base64_encode(input, errors="strict"):
    assert errors == "strict"
    return base64.encodebytes(input), len(input)


def base64_decode(input, errors="strict"):
    assert errors == "strict"
    return base64.decodebytes(input), len(input)


without_state(globals(), "base64", base64_encode, base64_decode, is_text=False,
              charbuffer=bytes)
