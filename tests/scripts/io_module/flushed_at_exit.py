"""A file that is open at the end, in a cycle with what uses it, is flushed."""

import os
import subprocess
import sys
import tempfile

PROGRAM = """
import sys
log = open(sys.argv[1], "w")
def note(text):
    print(text, file=log)
note("written")
sys.unraisablehook = lambda event: note(event)
"""
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "log")
    subprocess.run([sys.executable, "-c", PROGRAM, path], check=True)
    with open(path) as file:
        print(file.read())
