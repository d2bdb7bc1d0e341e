"""Writes the tables of the module unicodedata, as the oracle's unicodedata knows them.

usage: python3.13 generate.py, in this folder
"""

import unicodedata

LAST = 0x10FFFF


def record(point):
    character = chr(point)
    return (
        unicodedata.category(character),
        unicodedata.bidirectional(character) or "-",
        unicodedata.combining(character),
        unicodedata.east_asian_width(character),
        unicodedata.mirrored(character),
    )


def write_records():
    """A line for each run of code points with the same properties: the first, then these."""
    with open("records.txt", "w") as out:
        before = None
        for point in range(LAST + 1):
            found = record(point)
            if found != before:
                print(f"{point:X}", *found, file=out)
                before = found


def write_decompositions():
    """A line for each decomposition: the code point, then the oracle's text."""
    with open("decompositions.txt", "w") as out:
        for point in range(LAST + 1):
            found = unicodedata.decomposition(chr(point))
            if found:
                print(f"{point:X} {found}", file=out)


write_records()
write_decompositions()
