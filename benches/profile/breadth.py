"""Runs a little of everything that programs do, for the recorded profile: what a profile says is
never run is compiled for size.

Each line of breadth.txt is a preparation and a statement, with `=>` between them and `\\n` for
line ends. The statement runs for some milliseconds, over a counter `i`. A line with `:=` names
what several preparations begin with.
"""
import io
import os
import sys
import tempfile
import time

MILLISECONDS = 8


def lines_of(path):
    beginnings = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            name, is_beginning, text = line.rstrip("\n").partition(" := ")
            if is_beginning and name.isupper():
                beginnings[name] = text
                continue
            if line.startswith("$"):
                name = line[1:].split("\\n")[0].split()[0]
                line = beginnings[name] + line[1 + len(name):]
            preparation, _, statement = line.rstrip("\n").partition("=> ")
            parts = preparation.strip(), statement
            yield [part.replace("\\n", "\n").replace("\\\n", "\\n").replace("\\\\", "\\")
                   for part in parts]


def run(preparation, statement):
    names = {"__name__": "__main__"}
    exec(preparation, names)
    # What was prepared is local, as it is in functions.
    prepared = [name for name in names if not name.startswith("__")]
    text = f"def work(_times, {', '.join(prepared)}):\n    for i in range(_times):\n"
    text += "".join(f"        {line}\n" for line in statement.split("\n"))
    values = [names[name] for name in prepared]
    exec(text, names)
    times = 1
    end = time.perf_counter() + MILLISECONDS / 1000
    while time.perf_counter() < end:
        names["work"](times, *values)
        times = min(times * 2, 1000)


def main():
    rows = list(lines_of(os.path.join(os.path.dirname(os.path.abspath(__file__)), "breadth.txt")))
    output = sys.stdout
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for preparation, statement in rows:
            sys.stdout = io.StringIO()
            try:
                run(preparation, statement)
            except Exception as error:
                failed += 1
                print(f"{statement!r}: {error!r}", file=sys.stderr)
            finally:
                sys.stdout = output
        os.chdir("/")
    print("breadth", len(rows), "lines,", failed, "failed")


main()
