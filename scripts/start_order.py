"""Writes interpreter/cli/start_order.ld: the functions that run when small programs start, in the
order in which they are laid out in the binary. What lies together comes into memory together.

    python3 scripts/start_order.py target/release/weft

Asks valgrind which functions run. The file may be older than the program: a function that it does
not name stays where the linker puts it, and a name that is gone means nothing.
"""

import collections
import pathlib
import re
import subprocess
import sys
import tempfile

PROGRAMS = [
    "pass",
    "print('a')",
    "import asyncio\nasync def main(): pass\nasyncio.run(main())",
    "import asyncio\nasync def main(): await asyncio.gather(*[asyncio.sleep(0) for _ in range(3)])\n"
    "asyncio.run(main())",
    "import json, re, dataclasses, enum, typing, logging, functools, collections, itertools",
    "import json, re\nprint(json.loads(json.dumps({'a': [1, 2.5, None]})), re.findall('[a-c]+', 'abcd'))",
]
TARGET = pathlib.Path(__file__).parent.parent / "interpreter/cli/start_order.ld"
# Where a function may lie; what of it never ran while the profile was recorded lies in `.text.split`.
PARTS = [".text", ".text.hot", ".text.unlikely"]
# A name that so many functions share tells little: they stand last.
SHARED = 10


def functions(binary, program):
    """The mangled names of what runs."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "out")
        script = pathlib.Path(folder, "program.py")
        script.write_text(program + "\n")
        subprocess.run(
            ["valgrind", "--tool=callgrind", "--demangle=no", f"--callgrind-out-file={out}", binary, script],
            check=True,
            capture_output=True,
        )
        names = re.findall(r"^c?fn=\(\d+\) (\S+)$", out.read_text(), re.MULTILINE)
    return sorted({name.split("'")[0] for name in names})


def pattern(name):
    """The name, without what changes from build to build."""
    name = re.sub(r"Cs[0-9A-Za-z]+_", "Cs*_", name)
    name = re.sub(r"17h[0-9a-f]{16}E.*$", "17h*", name)
    return name


def members():
    """The member of the C library's archive in which each function stands."""
    asked = subprocess.run(["cc", "-print-file-name=libc.a"], check=True, capture_output=True, text=True)
    names = subprocess.run(["nm", "-A", "--defined-only", asked.stdout.strip()], capture_output=True, text=True)
    rows = (line.split(":", 2)[1:] for line in names.stdout.splitlines())
    return {rest.split()[-1]: member for member, rest in rows if rest.split()[-2] in "tTiW"}


def main():
    symbols = subprocess.run(["nm", sys.argv[1]], check=True, capture_output=True, text=True)
    shared = collections.Counter(pattern(line.split()[-1]) for line in symbols.stdout.splitlines())
    of_c = members()
    rows = {}
    for program in PROGRAMS:
        for name in functions(sys.argv[1], program):
            if name[0] in "(0":
                continue
            plain = not name.startswith(("_R", "_Z"))
            parts = " ".join(f"{part}.{pattern(name)}" for part in PARTS)
            row = f"*libc.a:{of_c[name]}(.text .text.*)" if plain and name in of_c else f"*({parts})"
            rows[row] = shared[pattern(name)] > SHARED
    rows = sorted(rows, key=rows.get)
    lines = [
        "/* Written by scripts/start_order.py: what runs when small programs start. */",
        "SECTIONS {",
        "  .text.start : {",
        *(f"    {row}" for row in rows),
        "  }",
        "} INSERT BEFORE .text;",
    ]
    TARGET.write_text("\n".join(lines) + "\n")
    print(len(rows), "functions")


if __name__ == "__main__":
    main()
