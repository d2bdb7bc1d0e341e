#!/usr/bin/env python3
"""Make the expected outputs of the tests anew, with CPython 3.13.

usage: python3 tests/make_goldens.py [syntax_errors|dis|scripts[/FEATURE]]...

Without a kind, all are made. The interpreter is the one that the variable CPYTHON313 names, or
python3.13 on the PATH, or pyenv's. The outputs were made with 3.13.0, whose messages differ in
places from those of later releases.

syntax_errors   tests/syntax_errors/<topic>.txt holds programs, each after a line `### title`.
                <topic>.expected gets what CPython prints for each of them, and the places.
                `(no newline at end)` in a title leaves out the program's last newline;
                `(escaped)` says that `\\xHH` in the program stands for a byte.
dis             Beside tests/dis/**/<name>.py, <name>.dis gets the output of `python -m dis`,
                without addresses.
scripts         Beside tests/scripts/<feature>/<name>.py, <name>.out gets what the script prints,
                <name>.err what it writes to standard error, without the path of this
                repository, and <name>.status its exit status: these two only where there is
                something to tell. <name>.in is the standard input. `scripts/lists` makes those
                of one feature.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parent


def find_interpreter():
    """The path of CPython 3.13."""
    pyenv = pathlib.Path(os.environ.get("PYENV_ROOT", pathlib.Path.home() / ".pyenv"))
    installed = sorted(pyenv.glob("versions/3.13.*/bin/python3.13"))
    candidates = [os.environ.get("CPYTHON313"), shutil.which("python3.13"), *installed]
    for candidate in filter(None, candidates):
        question = [candidate, "-c", "import sys; print(sys.version_info[:2] == (3, 13))"]
        answer = subprocess.run(question, capture_output=True, text=True)
        if answer.stdout.strip() == "True":
            return candidate
    sys.exit("There is no CPython 3.13: set CPYTHON313 to its path.")


def read_programs(path):
    """The titles and the sources, in bytes, of a file of programs."""
    for part in re.split(r"^### ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        title, source = part.split("\n", 1)
        source = source.encode("utf-8")
        if title.endswith("(no newline at end)"):
            source = source.removesuffix(b"\n")
        if title.endswith("(escaped)"):
            unescape = lambda match: bytes.fromhex(match[1].decode("ascii"))
            source = re.sub(rb"\\x([0-9a-f]{2})", unescape, source)
        yield title, source


def make_syntax_errors(interpreter):
    for path in sorted((TESTS / "syntax_errors").glob("*.txt")):
        sources = [source.hex() for _, source in read_programs(path)]
        outputs = subprocess.run(
            [interpreter, __file__, "--compile"],
            input="\n".join(sources), capture_output=True, text=True, check=True, encoding="utf-8",
        ).stdout.split("\0")
        titles = (title for title, _ in read_programs(path))
        expected = "".join(f"### {title}\n{output}" for title, output in zip(titles, outputs))
        path.with_suffix(".expected").write_text(expected, encoding="utf-8")


def compile_programs():
    """Compiles sources from standard input; runs in CPython 3.13."""
    import linecache
    import tempfile
    import traceback
    import warnings

    os.chdir(tempfile.mkdtemp())
    for line in sys.stdin.read().split("\n"):
        source = bytes.fromhex(line)
        path = pathlib.Path("program.py")
        path.write_bytes(source)
        output = []
        with warnings.catch_warnings(record=True, action="always") as caught:
            try:
                compile(source, path.name, "exec", dont_inherit=True)
                output.append("compiles\n")
            except Exception as error:
                output.extend(traceback.format_exception_only(error))
                if isinstance(error, SyntaxError) and error.lineno is not None:
                    place = f"at {error.lineno}:{error.offset}"
                    if error.end_lineno is not None:
                        place += f"-{error.end_lineno}:{error.end_offset or 0}"
                    output.append(place + "\n")
        linecache.clearcache()
        shown = [
            warnings.formatwarning(one.message, one.category, one.filename, one.lineno)
            for one in caught
        ]
        sys.stdout.buffer.write(("".join(shown + output) + "\0").encode("utf-8"))
    path.unlink()
    os.rmdir(os.getcwd())


def make_dis(interpreter):
    for script in sorted((TESTS / "dis").rglob("*.py")):
        listing = subprocess.run(
            [interpreter, "-W", "ignore", "-m", "dis", script.name],
            cwd=script.parent, capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": "0"},
        ).stdout
        listing = re.sub(r" at 0x[0-9a-f]+", " at 0xADDRESS", listing)
        script.with_suffix(".dis").write_text(listing)


def make_scripts(interpreter, feature="*"):
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    environment |= {"PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}
    environment.pop("FORCE_COLOR", None)
    repository = re.escape(str(TESTS.parent))
    unstable = re.compile(rf"\b0x[0-9a-f]{{12}}\b|{repository}|/lib/python3|<frozen ")
    for script in sorted((TESTS / "scripts").glob(f"{feature}/*.py")):
        given = script.with_suffix(".in")
        run = subprocess.run(
            [interpreter, script.name], cwd=script.parent, env=environment, timeout=20,
            input=given.read_bytes() if given.exists() else b"", capture_output=True,
        )
        output = run.stdout.decode("utf-8", "replace")
        errors = run.stderr.decode("utf-8", "replace").replace(f"{TESTS.parent}/", "")
        status = f"{run.returncode}\n" if run.returncode else ""
        script.with_suffix(".out").write_text(output, encoding="utf-8")
        for suffix, text in (".err", errors), (".status", status):
            if text:
                script.with_suffix(suffix).write_text(text, encoding="utf-8")
            else:
                script.with_suffix(suffix).unlink(missing_ok=True)
        if found := unstable.search(output + errors):
            print(f"{script}: {found[0]} is not the same everywhere", file=sys.stderr)


KINDS = {"syntax_errors": make_syntax_errors, "dis": make_dis, "scripts": make_scripts}


def main():
    if sys.argv[1:] == ["--compile"]:
        return compile_programs()
    wanted = [argument.partition("/") for argument in sys.argv[1:] or KINDS]
    if any(kind not in KINDS or (feature and kind != "scripts") for kind, _, feature in wanted):
        sys.exit(__doc__)
    interpreter = find_interpreter()
    for kind, _, feature in wanted:
        KINDS[kind](interpreter, *filter(None, [feature]))


if __name__ == "__main__":
    main()
