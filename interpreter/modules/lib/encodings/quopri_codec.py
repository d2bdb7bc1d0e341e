"""Bytes as quoted-printable text."""

import quopri
from encodings._define import without_state
from io import BytesIO


def quopri_encode(input, errors="strict"):
    assert errors == "strict"
    output = BytesIO()
    quopri.encode(BytesIO(input), output, quotetabs=True)
    return output.getvalue(), len(input)


def quopri_decode(input, errors="strict"):
    assert errors == "strict"
    output = BytesIO()
    quopri.decode(BytesIO(input), output)
    return output.getvalue(), len(input)


without_state(globals(), "quopri", quopri_encode, quopri_decode, is_text=False,
              charbuffer=bytes)
