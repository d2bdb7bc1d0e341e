"""Compares Weft's stream echo with uvloop's, on CPython.

usage: python3.13 benches/uvloop_echo.py [WEFT [RUNS]]

The interpreter that runs this needs the package uvloop, from PyPI. Both run the program
benches/programs/asyncio/stream_echo.py in turn; the times are those of the processor, and the
least of all runs counts. A ratio above 1 says that Weft is faster.
"""
import os
import pathlib
import sys
import tempfile

PROGRAM = pathlib.Path(__file__).parent / "programs" / "asyncio" / "stream_echo.py"


def run(command):
    """Runs a program; the processor time that it took."""
    actions = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    if status:
        sys.exit(f"{command} failed")
    return usage.ru_utime + usage.ru_stime


def main():
    weft = sys.argv[1] if len(sys.argv) > 1 else "target/release/weft"
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    try:
        import uvloop
    except ImportError:
        sys.exit("the package uvloop is not installed")
    # Long enough for the imports not to count.
    source = PROGRAM.read_text().replace("ROUNDS = 50", "ROUNDS = 200")
    with tempfile.TemporaryDirectory() as folder:
        plain, other = (os.path.join(folder, name) for name in ("plain.py", "with_uvloop.py"))
        pathlib.Path(plain).write_text(source)
        pathlib.Path(other).write_text(
            "import uvloop\n" + source.replace("asyncio.run(", "uvloop.run("))
        times = [(run([weft, plain]), run([sys.executable, other])) for _ in range(runs)]
    ours, theirs = (min(column) for column in zip(*times))
    print(f"weft {ours:.3f} s, uvloop {uvloop.__version__} {theirs:.3f} s: {theirs / ours:.2f}")


main()
