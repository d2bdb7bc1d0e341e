"""Writes tables.rs from the encodings of the Python that runs it (CPython 3.13).

    python3.13 interpreter/unicode/encodings/generate.py
"""

import codecs
import encodings
import pathlib
import pkgutil
from encodings.aliases import aliases

HERE = pathlib.Path(__file__).parent
MODULES = sorted(module.name for module in pkgutil.iter_modules(encodings.__path__)
                 if module.name not in ("aliases", "mbcs", "oem", "charmap"))
ASCII = "".join(map(chr, range(128)))


def decoded(name, byte):
    try:
        return bytes([byte]).decode(name)
    except UnicodeDecodeError:
        return "\ufffe"


def charmap(name):
    module = __import__("encodings." + name, fromlist=["encodings"])
    if not hasattr(module, "decoding_table") and not hasattr(module, "decoding_map"):
        return None
    return "".join(decoded(name, byte) for byte in range(256))


def literal(text):
    return '"' + "".join(
        "\\" + c if c in '"\\' else c if c.isprintable() else f"\\u{{{ord(c):x}}}"
        for c in text) + '"'


def write():
    names = {name: name for name in MODULES} | {
        alias: name for alias, name in aliases.items() if name in MODULES}
    text_names = {name for name in MODULES if codecs.lookup(name)._is_text_encoding}
    maps = {name: table for name in sorted(text_names) if (table := charmap(name))}
    lines = ["//! The encodings of Python's `encodings` package. Written by generate.py.", "",
             "/// Each name and alias, in order, with the name of the encoding.",
             f"pub(super) static NAMES: [(&str, &str); {len(names)}] = ["]
    lines += [f'    ("{alias}", "{name}"),' for alias, name in sorted(names.items())]
    lines += ["];", "", "/// The encodings that are not of text.",
              f"pub(super) static NOT_TEXT: [&str; {len(MODULES) - len(text_names)}] = ["]
    lines += [f'    "{name}",' for name in MODULES if name not in text_names]
    lines += ["];", "",
              "/// The characters of each encoding of single bytes: of all bytes, or of those from",
              "/// 0x80 on where the others are ASCII. U+FFFE stands for an undefined byte.",
              f"pub(super) static CHARACTERS: [(&str, &str); {len(maps)}] = ["]
    for name, table in maps.items():
        lines.append(f'    ("{name}", {literal(table.removeprefix(ASCII))}),')
    lines += ["];", ""]
    (HERE / "tables.rs").write_text("\n".join(lines))


write()
