"""Writes tables.rs and aliases.rs, from the Python that runs it (CPython 3.13: Unicode 15.1).

    python3.13 interpreter/unicode/generate.py NameAliases.txt

NameAliases.txt is the file of the Unicode Character Database, of any version from 15.1 on.
"""

import pathlib
import sys
import textwrap
import unicodedata

HERE = pathlib.Path(__file__).parent
assert unicodedata.unidata_version == "15.1.0"

# Each property of a character has its table: its name, what it says, and Python's answer.
PROPERTIES = [
    ("PRINTABLE", "What `repr` shows as it is.",
     str.isprintable),
    ("IDENTIFIER_START", "What an identifier may start with.",
     str.isidentifier),
    ("IDENTIFIER_CONTINUE", "What an identifier may have after its start.",
     lambda character: ("a" + character).isidentifier()),
    ("ASSIGNED", "All that Unicode has given a meaning.",
     lambda character: unicodedata.category(character) != "Cn"),
]


def changes(has_property):
    """The code points at which the answer changes; it is false before the first."""
    found, before = [], False
    for code in range(sys.maxunicode + 1):
        now = has_property(chr(code))
        if now != before:
            found.append(code)
        before = now
    return found


def aliases(path):
    """The second names that this Python knows, in order, with their code points."""
    found = []
    for line in path.read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        code, alias = line.split(";")[:2]
        character = chr(int(code, 16))
        try:
            known = unicodedata.lookup(alias) == character
        except KeyError:
            known = False
        if known and unicodedata.name(character, None) != alias:
            found.append((alias, ord(character)))
    return sorted(found)


def array(name, description, element, entries):
    """A table in Rust, with as many entries a line as fit."""
    # Spaces within an entry must not break a line.
    joined = " ".join(entry.replace(" ", "\0") + "," for entry in entries)
    lines = textwrap.wrap(joined, 96, break_long_words=False, break_on_hyphens=False)
    body = "".join(f"    {line}\n" for line in lines).replace("\0", " ")
    return (f"/// {description}\n#[rustfmt::skip]\n"
            f"pub(crate) static {name}: [{element}; {len(entries)}] = [\n{body}];\n")


def write(name, subject, arrays):
    head = f"//! {subject} Written by generate.py.\n\n"
    (HERE / name).write_text(head + "\n".join(arrays), encoding="ascii", newline="\n")


def main():
    write("tables.rs", "Ascending code points at which a property changes, from no at first.",
          [array(name, description, "u32", [f"0x{code:X}" for code in changes(has_property)])
           for name, description, has_property in PROPERTIES])
    write("aliases.rs", "Second names of characters.",
          [array("ALIASES", "Alias and character, in order.", "(&str, char)",
                 [f"(\"{alias}\", '\\u{{{code:X}}}')"
                  for alias, code in aliases(pathlib.Path(sys.argv[1]))])])


main()
