"""Writes interpreter/cli/start_order.ld: the functions that run when small programs start, and the
variables that they change, in the order in which they are laid out in the binary. What lies
together comes into memory together.

    python3 scripts/start_order.py target/release/weft

Asks valgrind which functions run, and what is written. The file may be older than the program: a function that it does
not name stays where the linker puts it, and a name that is gone means nothing.
"""

import bisect
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
# So many of them are asked what they write.
WRITING = 4
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


def variables(binary, program):
    """The mangled names of what is written in section .data, in its order."""
    sections = subprocess.run(["readelf", "-SW", binary], check=True, capture_output=True, text=True)
    first, length = re.search(r" \.data +PROGBITS +(\w+) \w+ (\w+)", sections.stdout).groups()
    first, end = int(first, 16), int(first, 16) + int(length, 16)
    symbols = subprocess.run(["nm", "-n", "--defined-only", binary], check=True, capture_output=True, text=True)
    rows = [line.split() for line in symbols.stdout.splitlines()]
    rows = [(int(row[0], 16), row[2]) for row in rows if row[1] in "dD" and first <= int(row[0], 16) < end]
    starts = [start for start, _ in rows]
    written = set()
    with tempfile.NamedTemporaryFile("w", suffix=".py") as script:
        script.write(program + "\n")
        script.flush()
        command = ["valgrind", "--tool=lackey", "--trace-mem=yes", "--log-fd=1", binary, script.name]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            for line in process.stdout:
                if line.startswith((" S", " M")) and first <= (place := int(line[3:].split(",")[0], 16)) < end:
                    written.add(bisect.bisect(starts, place) - 1)
    return [rows[number][1] for number in sorted(written) if number >= 0]


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
    data = {}
    for program in PROGRAMS[:WRITING]:
        for name in variables(sys.argv[1], program):
            if name.startswith(("_R", "_Z")):
                data[f"*(.data.{pattern(name)})"] = True
    lines = [
        "/* Written by scripts/start_order.py: what runs when small programs start. */",
        "SECTIONS {",
        "  .text.start : {",
        *(f"    {row}" for row in rows),
        "  }",
        "} INSERT BEFORE .text;",
        "SECTIONS {",
        "  .data.start : {",
        *(f"    {row}" for row in data),
        "  }",
        "} INSERT BEFORE .data;",
    ]
    TARGET.write_text("\n".join(lines) + "\n")
    print(len(rows), "functions,", len(data), "variables")


if __name__ == "__main__":
    main()
