"""Bytes in uuencoded text."""

import binascii
from encodings._define import without_state
from io import BytesIO


def uu_encode(input, errors="strict", filename="<data>", mode=0o666):
    assert errors == "strict"
    filename = filename.replace("\n", "\\n").replace("\r", "\\r")
    lines = [f"begin {mode & 0o777:o} {filename}\n".encode("ascii")]
    data = bytes(input)
    for start in range(0, len(data), 45):
        lines.append(binascii.b2a_uu(data[start:start + 45]))
    lines.append(b" \nend\n")
    return b"".join(lines), len(input)


def _decode_line(line):
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Some encoders write more than the line's length says.
        length = (((line[0] - 32) & 63) * 4 + 5) // 3
        return binascii.a2b_uu(line[:length])


def uu_decode(input, errors="strict"):
    assert errors == "strict"
    lines = BytesIO(input)
    for line in lines:
        if line.startswith(b"begin"):
            break
    else:
        raise ValueError('Missing "begin" line in input data')
    decoded = []
    for line in lines:
        if line == b"end\n":
            return b"".join(decoded), len(input)
        decoded.append(_decode_line(line))
    raise ValueError("Truncated input data")


without_state(globals(), "uu", uu_encode, uu_decode, is_text=False,
              charbuffer=bytes)
