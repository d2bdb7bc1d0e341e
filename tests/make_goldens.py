#!/usr/bin/env python3
"""Make the committed goldens anew, with CPython 3.13.

usage: python3 tests/make_goldens.py [KIND ...]

Each KIND is a folder beside this file; without one, all are made. CPython is found by
CPYTHON313, PATH or pyenv.
"""
import glob
import os
import pathlib
import re
import shutil
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parent


def find_cpython():
    """The path of a CPython 3.13."""
    candidates = [os.environ.get("CPYTHON313"), shutil.which("python3.13")]
    candidates += glob.glob(os.path.expanduser("~/.pyenv/versions/3.13*/bin/python3.13"))
    for path in candidates:
        if path and "shims" not in path and os.access(path, os.X_OK):
            return path
    sys.exit("no CPython 3.13: set CPYTHON313")


def make_dis(cpython):
    """x.dis beside each x.py: its listing, without addresses."""
    for script in sorted((TESTS / "dis").rglob("*.py")):
        run = subprocess.run(
            [cpython, "-W", "ignore", "-m", "dis", script.name],
            cwd=script.parent,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": "0"},
        )
        listing = re.sub(r" at 0x[0-9a-f]+", " at 0xADDRESS", run.stdout)
        script.with_suffix(".dis").write_text(listing)


KINDS = {"dis": make_dis}


def main():
    cpython = find_cpython()
    for kind in sys.argv[1:] or KINDS:
        if kind not in KINDS:
            sys.exit(f"no goldens of the kind {kind!r}: there are {', '.join(KINDS)}")
        KINDS[kind](cpython)


if __name__ == "__main__":
    main()
