"""Prints what starts of small programs cost: CPU time, elapsed time, resident memory, page faults.

    python3 benches/start_up.py target/release/weft /path/to/python3.13

Each program is started by turns under each interpreter; the least figure of all turns counts. The
last interpreter is the one that the others are compared with.
"""

import os
import pathlib
import sys
import tempfile
import time

TURNS = 40
PROGRAMS = {
    "pass": "pass",
    "print": "print('a')",
    "empty asyncio.run": "import asyncio\nasync def main(): pass\nasyncio.run(main())",
    "import json, re": "import json, re",
    "import dataclasses, enum, typing": "import dataclasses, enum, typing",
    "import logging": "import logging",
}


def start(binary, script):
    """CPU seconds, elapsed seconds, kilobytes and page faults of one start."""
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    begin = time.perf_counter()
    process = os.posix_spawn(binary, [binary, script], os.environ, file_actions=quiet)
    _, status, usage = os.wait4(process, 0)
    elapsed = time.perf_counter() - begin
    if status:
        sys.exit(f"{binary} {script} ended with {status}")
    return usage.ru_utime + usage.ru_stime, elapsed, usage.ru_maxrss, usage.ru_minflt


def resident(binary, script):
    """The most resident memory, as the process itself has it: that of `wait4` begins with ours."""
    program = pathlib.Path(script).read_text() + "\nfor line in open('/proc/self/status'):\n    if line.startswith('VmHWM'): print(line.split()[1])\n"
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write(program)
        file.flush()
        with os.popen(f"{binary} {file.name}") as output:
            return int(output.read().split()[-1])


def main():
    binaries = sys.argv[1:]
    print(f"{'program':34}{'interpreter':40}{'CPU ms':>8}{'elapsed':>9}{'MB':>6}{'faults':>8}{'times':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for name, text in PROGRAMS.items():
            script = str(pathlib.Path(folder, "program.py"))
            pathlib.Path(script).write_text(text + "\n")
            least = {binary: [float("inf")] * 4 for binary in binaries}
            for _ in range(TURNS):
                for binary in binaries:
                    least[binary] = list(map(min, least[binary], start(binary, script)))
            for binary in binaries:
                cpu, elapsed, _, faults = least[binary]
                times = least[binaries[-1]][0] / cpu
                memory = resident(binary, script) / 1024
                print(f"{name:34}{binary[-38:]:40}{cpu * 1e3:8.2f}{elapsed * 1e3:9.2f}{memory:6.1f}{faults:8}{times:7.1f}")


if __name__ == "__main__":
    main()
