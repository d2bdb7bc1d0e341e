"""Writes tables.rs and aliases.rs, from the Python that runs it (CPython 3.13: Unicode 15.1).

    python3.13 interpreter/syntax/unicode/generate.py NameAliases.txt

NameAliases.txt is the file of the Unicode Character Database, of any version from 15.1 on.
"""

import pathlib
import sys
import unicodedata

HERE = pathlib.Path(__file__).parent
assert unicodedata.unidata_version == "15.1.0"


def ranges(belongs):
    found, start = [], None
    for code in range(0x110001):
        inside = code < 0x110000 and belongs(chr(code))
        if inside and start is None:
            start = code
        elif not inside and start is not None:
            found.append((start, code - 1))
            start = None
    return found


def table(name, description, belongs):
    rows = ranges(belongs)
    lines = [f"/// {description}", f"pub(super) static {name}: [(u32, u32); {len(rows)}] = ["]
    lines += [f"    (0x{first:X}, 0x{last:X})," for first, last in rows]
    return "\n".join(lines + ["];", ""])


def unassigned(character):
    return unicodedata.category(character) == "Cn"


def write_tables():
    (HERE / "tables.rs").write_text(
        "//! Ranges of characters in Unicode 15.1, in order, both ends included.\n"
        "//! Written by generate.py.\n\n"
        + "\n".join([
            table("IDENTIFIER_START", "Characters that an identifier may start with.",
                  str.isidentifier),
            table("IDENTIFIER_CONTINUE", "Characters that an identifier may hold.",
                  lambda character: ("a" + character).isidentifier()),
            table("UNASSIGNED", "Code points that are no characters.", unassigned),
            table("UNPRINTABLE", "Characters that `repr` escapes.",
                  lambda character: not character.isprintable() and not unassigned(character)),
        ]))


def write_aliases(path):
    rows = []
    for line in pathlib.Path(path).read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        code, alias = line.split(";")[:2]
        try:
            known = unicodedata.lookup(alias) == chr(int(code, 16))
        except KeyError:
            known = False
        if known and unicodedata.name(chr(int(code, 16)), None) != alias:
            rows.append((alias, int(code, 16)))
    rows.sort()
    (HERE / "aliases.rs").write_text(
        "//! Second names of characters in Unicode 15.1, in order. Written by generate.py.\n\n"
        "/// Alias and character.\n"
        f"pub(super) static ALIASES: [(&str, char); {len(rows)}] = [\n"
        + "".join(f"    (\"{alias}\", '\\u{{{code:X}}}'),\n" for alias, code in rows)
        + "];\n")


write_tables()
write_aliases(sys.argv[1])
