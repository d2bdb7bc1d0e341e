"""Writes multibyte/*.txt, the tables of the encodings of several bytes, from those of the Python
that runs it (CPython 3.13).

    python3.13 interpreter/unicode/encodings/generate_multibyte.py

Each line of a table begins with a letter:

    = NAME              starts from another table, whose rows stay where no row takes their place
    I HEX               the bytes that are the start of longer sequences
    R PREFIX FIRST TEXT characters of the sequences of the prefix and one byte, from FIRST on;
                        the first sequence that means a character, a short one before longer ones,
                        is what the character is encoded as
    P SEQUENCE TEXT     a sequence that stands for two characters
    L FIRST START COUNT characters of sequences of four bytes, by their number
    E TEXT SEQUENCE     encoding a character gives another sequence; - if there is none
"""

import pathlib

FOLDER = pathlib.Path(__file__).parent / "multibyte"
HOLE = "\ufffe"
# Each table after the one that it starts from.
TABLES = {"gb18030": None, "gbk": "gb18030", "gb2312": "gbk", "big5": None, "big5hkscs": "big5",
          "cp950": "big5", "shift_jis": None, "cp932": "shift_jis", "shift_jis_2004": "shift_jis",
          "shift_jisx0213": "shift_jis_2004", "euc_jp": None, "euc_jis_2004": None,
          "euc_jisx0213": "euc_jis_2004", "cp949": None, "euc_kr": "cp949", "johab": None}
FOUR_BYTES = 39420


def decoded(name, sequence):
    try:
        return sequence.decode(name)
    except UnicodeDecodeError:
        return None


def is_incomplete(name, sequence):
    try:
        sequence.decode(name)
    except UnicodeDecodeError as error:
        return error.reason.startswith("incomplete")
    return False


class Table:
    def __init__(self, name):
        self.name = name
        self.rows = {}
        self.pairs = {}
        self.long = []
        self.leads = [byte for byte in range(256) if is_incomplete(name, bytes([byte]))]
        self.row(b"")
        for lead in self.leads:
            self.row(bytes([lead]))
            if is_incomplete(name, bytes([lead, 0xA1])):
                for second in range(0xA1, 0xFF):
                    self.row(bytes([lead, second]))
        if name == "gb18030":
            self.long = [decoded(name, four_bytes(number)) for number in range(FOUR_BYTES)]

    def row(self, prefix):
        found = {}
        for byte in range(256):
            sequence = prefix + bytes([byte])
            text = decoded(self.name, sequence)
            if text is None or not prefix and byte < 0x80 and text == chr(byte):
                continue
            if len(text) == 2 and prefix and decoded(self.name, prefix) is None:
                if not is_incomplete(self.name, prefix):
                    continue
                self.pairs[sequence] = text
            elif len(text) == 1:
                found[byte] = text
        if found:
            self.rows[prefix] = found

    def in_order(self):
        """The rows, those of short sequences first."""
        return sorted(self.rows.items(), key=lambda row: (len(row[0]), row[0]))

    def encodings(self):
        """The first sequence that means each character."""
        known = {chr(byte): bytes([byte]) for byte in range(0x80)}
        for prefix, found in self.in_order():
            for byte, text in found.items():
                known.setdefault(text, prefix + bytes([byte]))
        for number, text in enumerate(self.long):
            known.setdefault(text, four_bytes(number))
        return known


def four_bytes(number):
    number, fourth = divmod(number, 10)
    number, third = divmod(number, 126)
    first, second = divmod(number, 10)
    return bytes([first + 0x81, second + 0x30, third + 0x81, fourth + 0x30])


def encoded(name, text):
    try:
        sequence = text.encode(name)
    except UnicodeEncodeError:
        return None
    # The syllables that are made of letters are the machine's work.
    return None if len(sequence) == 8 else sequence


def row_line(prefix, found):
    first = min(found)
    text = "".join(found.get(byte, HOLE) for byte in range(first, max(found) + 1))
    return f"R {prefix.hex() or '-'} {first:02x} {text}"


def long_lines(characters):
    start = 0
    for number in range(1, len(characters) + 1):
        previous = ord(characters[number - 1])
        if number == len(characters) or ord(characters[number]) != previous + 1:
            yield f"L {start} {ord(characters[start]):x} {number - start}"
            start = number


def write(name, base):
    table = Table(name)
    lines = [f"= {base.name}"] if base else []
    lines.append(f"I {bytes(table.leads).hex()}")
    for prefix, found in table.in_order():
        if not base or base.rows.get(prefix) != found:
            lines.append(row_line(prefix, found))
    for prefix in base.rows.keys() - table.rows.keys() if base else ():
        lines.append(f"R {prefix.hex() or '-'} 00 ")
    lines += [f"P {sequence.hex()} {text}" for sequence, text in table.pairs.items()]
    lines += long_lines(table.long)
    known = table.encodings()
    for character in map(chr, (*range(0xD800), *range(0xE000, 0x110000))):
        wanted = encoded(name, character)
        if name == "gb18030" and character > "\uffff":
            continue
        if known.get(character) != wanted:
            lines.append(f"E {character} {wanted.hex() if wanted else '-'}")
    (FOLDER / f"{name}.txt").write_text("\n".join(lines) + "\n")
    return table


made = {}
for name, base in TABLES.items():
    made[name] = write(name, made.get(base))
