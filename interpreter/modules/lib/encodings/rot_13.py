"""Rot-13: each letter is replaced by the one 13 further, from str to str."""

from encodings._define import without_state

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_TURNED = _LETTERS[13:] + _LETTERS[:13]
rot13_map = str.maketrans(_LETTERS + _LETTERS.upper(), _TURNED + _TURNED.upper())


def _turn(input, errors="strict"):
    return str.translate(input, rot13_map), len(input)


without_state(globals(), "rot-13", _turn, _turn, is_text=False)


def rot13(infile, outfile):
    outfile.write(_turn(infile.read())[0])


if __name__ == "__main__":
    import sys
    rot13(sys.stdin, sys.stdout)
