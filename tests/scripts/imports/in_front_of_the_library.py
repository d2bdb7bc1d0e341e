# Files in the program's folder stand in front of the library's modules, as far as CPython has
# those in files; errors say so where a name is missing.
import os
import subprocess
import sys
import tempfile

FILES = {
    'queue.py': 'mine = "queue"',
    'string.py': 'mine = "string"',
    'json/__init__.py': 'mine = "json"\nfrom json import decoder',
    'json/decoder.py': 'mine = "decoder"',
    'math.py': 'mine = "math"',
    'time.py': 'mine = "time"',
    'itertools.py': 'mine = "itertools"',
    'heapq/nothing.txt': '',
    'fractions.py': 'import fractions\nfractions.Fraction',
    'colorsys.py': 'x = 1',
    'thirdparty.py': 'import thirdparty\nthirdparty.array',
    'elsewhere/cyclic.py': 'import cyclic\ncyclic.value',
    'elsewhere/pack/__init__.py': 'import pack.child',
    'elsewhere/pack/child.py': 'import pack\npack.child',
    'names.py': '''
import importlib.util
import queue, string, json, json.decoder, math, time, itertools, heapq
for module in queue, string, json, json.decoder, math, time, itertools:
    print(module.__name__, getattr(module, "mine", "of the library"))
print(hasattr(heapq, "heappush"))
print(importlib.util.find_spec("queue").origin)
''',
    'errors.py': '''
import sys
sys.path.append("elsewhere")
for name in "fractions", "thirdparty", "cyclic", "pack":
    try:
        __import__(name)
    except AttributeError as error:
        print(error)
import colorsys
try:
    colorsys.rgb_to_hsv
except AttributeError as error:
    print(error)
try:
    from colorsys import rgb_to_hsv
except ImportError as error:
    print(error)
''',
}

with tempfile.TemporaryDirectory() as folder:
    folder = os.path.realpath(folder)
    for name, text in FILES.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w') as file:
            file.write(text)

    def run(*arguments):
        environment = {**os.environ, 'PYTHONDONTWRITEBYTECODE': '1'}
        done = subprocess.run([sys.executable, *arguments], cwd=folder, env=environment,
                              capture_output=True, text=True)
        last = done.stderr.strip().splitlines()[-1:]
        print((done.stdout + ''.join(last)).replace(folder, '<folder>'), end='\n\n')

    run('names.py')
    run('-m', 'names')
    run('-P', '-c', 'import queue; print(hasattr(queue, "Queue"))')
    run('-c', 'import queue; print(queue.mine)')
    run('errors.py')
    run('-m', 'errors')
    run('-I', '-c', 'import string; print(hasattr(string, "Template"))')
