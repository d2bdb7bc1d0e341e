"""Bytes as text: in base 16, 32, 64 and 85."""

import binascii
import struct

__all__ = [
    'encode', 'decode', 'encodebytes', 'decodebytes', 'b64encode', 'b64decode', 'b32encode',
    'b32decode', 'b32hexencode', 'b32hexdecode', 'b16encode', 'b16decode', 'b85encode',
    'b85decode', 'a85encode', 'a85decode', 'z85encode', 'z85decode', 'standard_b64encode',
    'standard_b64decode', 'urlsafe_b64encode', 'urlsafe_b64decode',
]

bytes_types = (bytes, bytearray)


def _bytes_from_decode_data(s):
    if isinstance(s, str):
        try:
            return s.encode('ascii')
        except UnicodeEncodeError:
            raise ValueError('string argument should contain only ASCII characters')
    if isinstance(s, bytes_types):
        return s
    try:
        return memoryview(s).tobytes()
    except TypeError:
        raise TypeError('argument should be a bytes-like object or ASCII string, not '
                        f'{s.__class__.__name__!r}') from None


def _bytes_from_encode_data(s):
    return s if isinstance(s, bytes_types) else memoryview(s).tobytes()


# Base 64.

_URLSAFE = bytes.maketrans(b'+/', b'-_')
_FROM_URLSAFE = bytes.maketrans(b'-_', b'+/')


def b64encode(s, altchars=None):
    """Encodes bytes in base 64; two other characters can take the place of + and /."""
    encoded = binascii.b2a_base64(s, newline=False)
    if altchars is None:
        return encoded
    assert len(altchars) == 2, repr(altchars)
    return encoded.translate(bytes.maketrans(b'+/', altchars))


def b64decode(s, altchars=None, validate=False):
    """Decodes base 64. Other characters are left out or, with validate, are errors."""
    s = _bytes_from_decode_data(s)
    if altchars is not None:
        altchars = _bytes_from_decode_data(altchars)
        assert len(altchars) == 2, repr(altchars)
        s = s.translate(bytes.maketrans(altchars, b'+/'))
    return binascii.a2b_base64(s, strict_mode=validate)


def standard_b64encode(s):
    """Encodes bytes in base 64."""
    return b64encode(s)


def standard_b64decode(s):
    """Decodes base 64."""
    return b64decode(s)


def urlsafe_b64encode(s):
    """Encodes bytes in base 64 with - and _, which mean nothing in a URL."""
    return b64encode(s).translate(_URLSAFE)


def urlsafe_b64decode(s):
    """Decodes base 64 with - and _."""
    return b64decode(_bytes_from_decode_data(s).translate(_FROM_URLSAFE))


# Base 32: five bytes are eight characters.

_b32alphabet = b'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
_b32hexalphabet = b'0123456789ABCDEFGHIJKLMNOPQRSTUV'
# How many characters at the end stand for nothing, by the number of bytes beyond fives.
_B32_PADDING = (0, 6, 4, 3, 1)
# Pairs of characters, by alphabet; values of characters, by alphabet.
_b32tab2 = {}
_b32rev = {}


def _b32encode(alphabet, s):
    pairs = _b32tab2.get(alphabet)
    if pairs is None:
        pairs = _b32tab2[alphabet] = [bytes([a, b]) for a in alphabet for b in alphabet]
    s = _bytes_from_encode_data(s)
    beyond = len(s) % 5
    if beyond:
        s = s + bytes(5 - beyond)
    encoded = bytearray()
    for start in range(0, len(s), 5):
        number = int.from_bytes(s[start:start + 5])
        for shift in (30, 20, 10, 0):
            encoded += pairs[number >> shift & 0x3ff]
    padding = _B32_PADDING[beyond]
    if padding:
        encoded[-padding:] = b'=' * padding
    return bytes(encoded)


def _b32decode(alphabet, s, casefold=False, map01=None):
    values = _b32rev.get(alphabet)
    if values is None:
        values = _b32rev[alphabet] = {code: value for value, code in enumerate(alphabet)}
    s = _bytes_from_decode_data(s)
    if len(s) % 8:
        raise binascii.Error('Incorrect padding')
    if map01 is not None:
        map01 = _bytes_from_decode_data(map01)
        assert len(map01) == 1, repr(map01)
        s = s.translate(bytes.maketrans(b'01', b'O' + map01))
    if casefold:
        s = s.upper()
    length = len(s)
    s = s.rstrip(b'=')
    padding = length - len(s)
    decoded = bytearray()
    number = 0
    for start in range(0, len(s), 8):
        number = 0
        try:
            for code in s[start:start + 8]:
                number = (number << 5) + values[code]
        except KeyError:
            raise binascii.Error('Non-base32 digit found') from None
        decoded += number.to_bytes(5)
    if padding not in _B32_PADDING:
        raise binascii.Error('Incorrect padding')
    if padding and decoded:
        # The last ones are fewer.
        number <<= 5 * padding
        decoded[-5:] = number.to_bytes(5)[:(43 - 5 * padding) // 8]
    return bytes(decoded)


def b32encode(s):
    """Encodes bytes in base 32."""
    return _b32encode(_b32alphabet, s)


def b32decode(s, casefold=False, map01=None):
    """Decodes base 32. With map01, 0 stands for O and 1 for this character."""
    return _b32decode(_b32alphabet, s, casefold, map01)


def b32hexencode(s):
    """Encodes bytes in base 32 with digits first."""
    return _b32encode(_b32hexalphabet, s)


def b32hexdecode(s, casefold=False):
    """Decodes base 32 with digits first."""
    return _b32decode(_b32hexalphabet, s, casefold)


# Base 16.


def b16encode(s):
    """Encodes bytes in base 16."""
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    """Decodes base 16."""
    s = _bytes_from_decode_data(s)
    if casefold:
        s = s.upper()
    if s.translate(None, b'0123456789ABCDEF'):
        raise binascii.Error('Non-base16 digit found')
    return binascii.unhexlify(s)


# Base 85: four bytes are five characters.

_A85START = b'<~'
_A85END = b'~>'
_b85alphabet = (b'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
                b'!#$%&()*+-;<=>?@^_`{|}~')
_a85alphabet = bytes(range(33, 118))
# Single characters and pairs of them, by alphabet.
_85tables = {}


def _85encode(b, alphabet, pad=False, foldnuls=False, foldspaces=False):
    if alphabet not in _85tables:
        _85tables[alphabet] = ([bytes([code]) for code in alphabet],
                               [bytes([a, b]) for a in alphabet for b in alphabet])
    singles, pairs = _85tables[alphabet]
    b = _bytes_from_encode_data(b)
    padding = -len(b) % 4
    if padding:
        b = b + bytes(padding)
    parts = []
    for word, in struct.iter_unpack('!I', b):
        if foldnuls and not word:
            parts.append(b'z')
        elif foldspaces and word == 0x20202020:
            parts.append(b'y')
        else:
            parts.append(pairs[word // 614125] + pairs[word // 85 % 7225] + singles[word % 85])
    if padding and not pad:
        if parts[-1] == b'z':
            parts[-1] = singles[0] * 5
        parts[-1] = parts[-1][:-padding]
    return b''.join(parts)


def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    """Encodes bytes in Ascii85; adobe puts it between <~ and ~>."""
    encoded = _85encode(b, _a85alphabet, pad, True, foldspaces)
    if adobe:
        encoded = _A85START + encoded
    if wrapcol:
        wrapcol = max(2 if adobe else 1, wrapcol)
        lines = [encoded[start:start + wrapcol] for start in range(0, len(encoded), wrapcol)]
        # What is at the end stays together.
        if adobe and len(lines[-1]) + 2 > wrapcol:
            lines.append(b'')
        encoded = b'\n'.join(lines)
    return encoded + _A85END if adobe else encoded


def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b' \t\n\r\v'):
    """Decodes Ascii85."""
    b = _bytes_from_decode_data(b)
    if adobe:
        if not b.endswith(_A85END):
            raise ValueError(f'Ascii85 encoded byte sequences must end with {_A85END!r}')
        b = b[:-2].removeprefix(_A85START)
    decoded = []
    group = []
    for code in b + b'u' * 4:
        folded = {ord('z'): bytes(4), ord('y') if foldspaces else None: b'    '}.get(code)
        if ord('!') <= code <= ord('u'):
            group.append(code - 33)
            if len(group) == 5:
                decoded.append(_word(group, 'Ascii85 overflow'))
                group.clear()
        elif folded is not None:
            if group:
                raise ValueError(f'{chr(code)} inside Ascii85 5-tuple')
            decoded.append(folded)
        elif code not in ignorechars:
            raise ValueError(f'Non-Ascii85 digit found: {chr(code)}')
    # What was added has not all been needed.
    surplus = 4 - len(group)
    result = b''.join(decoded)
    return result[:-surplus] if surplus else result


def _word(digits, message):
    number = 0
    for digit in digits:
        number = number * 85 + digit
    try:
        return number.to_bytes(4)
    except OverflowError:
        raise ValueError(message) from None


def b85encode(b, pad=False):
    """Encodes bytes in base 85."""
    return _85encode(b, _b85alphabet, pad)


_b85values = {code: value for value, code in enumerate(_b85alphabet)}


def b85decode(b):
    """Decodes base 85."""
    b = _bytes_from_decode_data(b)
    padding = -len(b) % 5
    b = b + b'~' * padding
    decoded = []
    for start in range(0, len(b), 5):
        digits = [_b85values.get(code) for code in b[start:start + 5]]
        if None in digits:
            position = start + digits.index(None)
            raise ValueError(f'bad base85 character at position {position}')
        decoded.append(_word(digits, f'base85 overflow in hunk starting at byte {start}'))
    result = b''.join(decoded)
    return result[:-padding] if padding else result


_z85alphabet = (b'0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
                b'.-:+=^!/*?&<>()[]{}@%$#')
# Characters of base 85 that are none here.
_z85_b85_decode_diff = b';_`|~'
_z85_decode_translation = bytes.maketrans(
    _z85alphabet + _z85_b85_decode_diff, _b85alphabet + bytes(len(_z85_b85_decode_diff)))
_z85_encode_translation = bytes.maketrans(_b85alphabet, _z85alphabet)


def z85encode(s):
    """Encodes bytes in base 85 as ZeroMQ has it."""
    return b85encode(s).translate(_z85_encode_translation)


def z85decode(s):
    """Decodes base 85 as ZeroMQ has it."""
    s = _bytes_from_decode_data(s).translate(_z85_decode_translation)
    try:
        return b85decode(s)
    except ValueError as error:
        raise ValueError(error.args[0].replace('base85', 'z85')) from None


# Base 64 in lines, as mails have it.

MAXLINESIZE = 76
MAXBINSIZE = MAXLINESIZE // 4 * 3


def encode(input, output):
    """Encodes what is read from one file into another."""
    while data := input.read(MAXBINSIZE):
        while len(data) < MAXBINSIZE and (more := input.read(MAXBINSIZE - len(data))):
            data += more
        output.write(binascii.b2a_base64(data))


def decode(input, output):
    """Decodes what is read from one file into another."""
    while line := input.readline():
        output.write(binascii.a2b_base64(line))


def _input_type_check(s):
    kind = s.__class__.__name__
    try:
        view = memoryview(s)
    except TypeError as error:
        raise TypeError(f'expected bytes-like object, not {kind}') from error
    if view.format not in ('c', 'b', 'B'):
        raise TypeError(f'expected single byte elements, not {view.format!r} from {kind}')
    if view.ndim != 1:
        raise TypeError(f'expected 1-D data, not {view.ndim}-D data from {kind}')


def encodebytes(s):
    """Encodes bytes in lines."""
    _input_type_check(s)
    return b''.join(binascii.b2a_base64(s[start:start + MAXBINSIZE])
                    for start in range(0, len(s), MAXBINSIZE))


def decodebytes(s):
    """Decodes lines."""
    _input_type_check(s)
    return binascii.a2b_base64(s)


def main():
    import sys
    usage = (f'usage: {sys.argv[0]} [-h|-d|-e|-u] [file|-]\n'
             '        -h: print this help message and exit\n'
             '        -d, -u: decode\n'
             '        -e: encode (default)')
    convert = encode
    arguments = sys.argv[1:]
    while arguments and arguments[0].startswith('-') and arguments[0] != '-':
        for option in arguments.pop(0)[1:]:
            if option == 'h':
                print(usage)
                return
            if option not in 'deu':
                print(f'option -{option} not recognized\n{usage}', file=sys.stderr)
                sys.exit(2)
            convert = encode if option == 'e' else decode
    if arguments and arguments[0] != '-':
        with open(arguments[0], 'rb') as file:
            convert(file, sys.stdout.buffer)
    else:
        convert(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == '__main__':
    main()
