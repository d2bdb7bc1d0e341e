"""Writes records.rs, tables.rs and aliases.rs, from the Python that runs it.

    python3.13 interpreter/unicode/generate.py NameAliases.txt

The Python is CPython 3.13, which has Unicode 15.1. NameAliases.txt is the file of the Unicode
Character Database, of any version from 15.1 on.
"""

import _sre
import fractions
import itertools
import pathlib
import sys
import textwrap
import unicodedata

HERE = pathlib.Path(__file__).parent
assert unicodedata.unidata_version == "15.1.0"


def is_cased(character):
    return (character + "a").title()[-1] == "a"


def is_case_ignorable(character):
    """What the rule of the final sigma looks through."""
    skipped_or_cased = ("a\u03A3" + character + "a").lower()[1] == "\u03C3"
    cased = ("a\u03A3" + character).lower()[1] == "\u03C3"
    return skipped_or_cased and not cased


# Each yes-or-no property of a character: its name, what it says, and Python's answer.
FLAGS = [
    ("PRINTABLE", "What `repr` shows as it is.", str.isprintable),
    ("IDENTIFIER_START", "What an identifier may start with.", str.isidentifier),
    ("IDENTIFIER_CONTINUE", "What an identifier may have after its start.",
     lambda character: ("a" + character).isidentifier()),
    ("ASSIGNED", "All that Unicode has given a meaning.",
     lambda character: unicodedata.category(character) != "Cn"),
    ("ALPHABETIC", "Letters, `str.isalpha`.", str.isalpha),
    ("DECIMAL", "Digits of decimal numbers, `str.isdecimal`.", str.isdecimal),
    ("DIGIT", "Digits of any kind, `str.isdigit`.", str.isdigit),
    ("NUMERIC", "What has a value as a number, `str.isnumeric`.", str.isnumeric),
    ("SPACE", "White space, `str.isspace`.", str.isspace),
    ("LOWERCASE", "Lowercase letters.", str.islower),
    ("UPPERCASE", "Uppercase letters.", str.isupper),
    ("TITLECASE", "Titlecase letters, as U+01C5.",
     lambda character: character.istitle() and not character.isupper()),
    ("CASED", "After what a word goes on, for `str.title`.", is_cased),
    ("CASE_IGNORABLE", "What the rule of the final sigma looks through.", is_case_ignorable),
]
SPECIAL = "SPECIAL"


def mappings(character):
    """The character in lower case, title case, upper case and folded."""
    return character.lower(), character.title(), character.upper(), character.casefold()


def is_special(character):
    simple = chr(_sre.unicode_tolower(ord(character)))
    return (any(len(mapped) != 1 for mapped in mappings(character))
            or character.lower() != simple)


def record(character):
    """The flags, the value as a digit, and the distances to the other cases."""
    flags = sum(1 << bit for bit, flag in enumerate(FLAGS) if flag[2](character))
    code = ord(character)
    lower = _sre.unicode_tolower(code) - code
    if is_special(character):
        flags |= 1 << len(FLAGS)
        return flags, unicodedata.digit(character, 0), lower, 0, 0, 0
    others = [ord(mapped) - code for mapped in mappings(character)[1:]]
    return flags, unicodedata.digit(character, 0), lower, *others


def records():
    """The distinct records, and each run of characters with the same one."""
    numbers, runs = {}, []
    answers = (record(chr(code)) for code in range(sys.maxunicode + 1))
    for found, run in itertools.groupby(answers):
        runs.append((sum(1 for _ in run), numbers.setdefault(found, len(numbers))))
    return list(numbers), runs


def specials():
    """Characters of which a mapping is not one character, with all of their mappings."""
    return [(ord(character), *mappings(character))
            for character in map(chr, range(sys.maxunicode + 1)) if is_special(character)]


def numeric_runs():
    """Runs of characters whose values ascend evenly: first, last, and the first's value as a
    fraction, with the step from one numerator to the next."""
    found = []
    for code in range(sys.maxunicode + 1):
        value = unicodedata.numeric(chr(code), None)
        if value is None:
            continue
        value = fractions.Fraction(value).limit_denominator(1000)
        top, bottom = value.numerator, value.denominator
        if found:
            first, last, first_top, first_bottom, step = found[-1]
            if code == last + 1 and bottom == first_bottom:
                if first == last:
                    found[-1] = (first, code, first_top, bottom, top - first_top)
                    continue
                if top == first_top + step * (code - first):
                    found[-1] = (first, code, first_top, bottom, step)
                    continue
        found.append((code, code, top, bottom, 0))
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


def array(name, description, element, entries, keyword="static"):
    """A table in Rust, with as many entries a line as fit."""
    # Spaces within an entry must not break a line.
    joined = " ".join(entry.replace(" ", "\0") + "," for entry in entries)
    lines = textwrap.wrap(joined, 96, break_long_words=False, break_on_hyphens=False)
    body = "".join(f"    {line}\n" for line in lines).replace("\0", " ")
    return (f"/// {description}\n#[rustfmt::skip]\n"
            f"pub(crate) {keyword} {name}: [{element}; {len(entries)}] = [\n{body}];\n")


def write(name, subject, arrays):
    head = f"//! {subject} Written by generate.py.\n\n"
    (HERE / name).write_text(head + "\n".join(arrays), encoding="ascii", newline="\n")


def literal(text):
    return '"' + "".join(f"\\u{{{ord(character):X}}}" for character in text) + '"'


def main():
    distinct, runs = records()
    flags = [f"/// {description}\npub(crate) const {name}: u16 = 1 << {bit};\n"
             for bit, (name, description, _)
             in enumerate([*FLAGS, (SPECIAL, "What has an entry in `MAPPINGS`.", None)])]
    write("records.rs", "What Unicode says of each code point, in runs of the same.",
          ["\n".join(flags),
           array("RECORDS", "Flags, digit value, distances to lower, title, upper, folded.",
                 "(u16, u8, i32, i32, i32, i32)", [str(entry) for entry in distinct]),
           array("RUNS", "Lengths of runs of code points, each with the number of its record.",
                 "(u32, u16)", [f"({length},{number})" for length, number in runs])])
    write("tables.rs", "Case mappings to several characters, and values of numerals.",
          [array("MAPPINGS", "Lower case, title case, upper case and folded.",
                 "(u32, &str, &str, &str, &str)",
                 [f"({code:#X}, {', '.join(map(literal, mapped))})".replace("0X", "0x")
                  for code, *mapped in specials()]),
           array("NUMERALS", "First, last, numerator, denominator, and step of the numerator.",
                 "(u32, u32, i64, i64, i64)",
                 [str(run) for run in numeric_runs()])])
    write("aliases.rs", "Second names of characters.",
          [array("ALIASES", "Alias and character, in order.", "(&str, char)",
                 [f"(\"{alias}\", '\\u{{{code:X}}}')"
                  for alias, code in aliases(pathlib.Path(sys.argv[1]))])])


main()
