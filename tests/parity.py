#!/usr/bin/env python3
"""Compare `weft dis` with `python3.13 -m dis` over a sample of CPython's own library.

usage: python3.13 tests/parity.py [--weft PATH] [--sample N] [--seed S] [--flags=-C] [PATH ...]

Run it with the CPython 3.13 that is to be matched. PATH is a file or a folder; without one, the
library of that CPython is taken. The status is 0 when every listing is the same, but for
addresses and the order within a frozenset.
"""
import argparse
import contextlib
import dis
import io
import pathlib
import random
import re
import subprocess
import sys
import warnings

ROOT = pathlib.Path(__file__).resolve().parent.parent


def hide_what_varies(listing):
    """The listing without addresses, and with the members of each frozenset sorted."""
    listing = re.sub(r"0x[0-9a-f]{6,}", "0x", listing)
    return re.sub(
        r"frozenset\(\{(.*)\}\)",
        lambda match: "frozenset({%s})" % ", ".join(sorted(match[1].split(", "))),
        listing,
    )


def reference_listing(path, flags):
    """What CPython prints, or None where it refuses the program."""
    output = io.StringIO()
    try:
        code = compile(path.read_bytes(), str(path), "exec")
    except (SyntaxError, ValueError):
        return None
    with contextlib.redirect_stdout(output):
        dis.dis(code, show_caches="-C" in flags, show_offsets="-O" in flags)
    return output.getvalue()


def weft_listing(weft, path, flags):
    """What Weft prints, or None where it refuses the program; a crash is an error."""
    run = subprocess.run([weft, "dis", "-W", "ignore", *flags, path], capture_output=True, timeout=120)
    if run.returncode not in (0, 1):
        sys.exit(f"{path}: weft ended with status {run.returncode}: {run.stderr.decode()[-500:]}")
    return run.stdout.decode() if run.returncode == 0 else None


def first_difference(wanted, had):
    """The number of the first line that differs, with both lines."""
    pairs = zip(wanted.splitlines() + ["<end>"], had.splitlines() + ["<end>"])
    return next((number, *pair) for number, pair in enumerate(pairs, 1) if pair[0] != pair[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", type=pathlib.Path)
    parser.add_argument("--weft", default=ROOT / "target/release/weft")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--flags", default="")
    options = parser.parse_args()
    if sys.version_info[:2] != (3, 13):
        sys.exit("run this with CPython 3.13")
    warnings.simplefilter("ignore")

    files = []
    for path in options.paths or [pathlib.Path(dis.__file__).parent]:
        files += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    if options.sample and options.sample < len(files):
        files = random.Random(options.seed).sample(files, options.sample)

    flags, differing = options.flags.split(), 0
    for path in files:
        wanted = reference_listing(path, flags)
        had = weft_listing(options.weft, path, flags)
        if (wanted is None) != (had is None):
            differing += 1
            print(f"{path}: {'weft' if had is None else 'CPython'} alone refuses it")
        elif wanted is not None and hide_what_varies(wanted) != hide_what_varies(had):
            differing += 1
            number, left, right = first_difference(hide_what_varies(wanted), hide_what_varies(had))
            print(f"{path}: line {number}\n  CPython {left}\n  weft    {right}")
    print(f"{len(files) - differing} of {len(files)} files are listed as CPython lists them")
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()
