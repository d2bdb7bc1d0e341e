#!/usr/bin/env python3
"""Holds the client that is built in against the real package `openai` from PyPI, under CPython.

usage: python3 tests/real_openai.py [--weft PATH]

Both run the same programs and must print the same, but for times, process ids and the order in
which processes print: the article's listings (or, without those, the programs of
scripts/article), the tests of the client, and a client of a service on FastAPI. Without CPython
3.13 or without PyPI, the comparison is skipped. The packages are kept in target/real_openai.
"""
import argparse
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
LISTINGS = ROOT.parent / 'shared/article'
SERVICE = 'https://api.groq.com/openai/v1'
PACKAGES = ['openai', 'fastapi', 'uvicorn']
ENVIRONMENT = {**os.environ, 'GROQ_API_KEY': 'k', 'NO_COLOR': '1', 'PYTHON_COLORS': '0',
               'PYTHONDONTWRITEBYTECODE': '1'}


def skip(reason):
    print('skipped:', reason)
    sys.exit(0)


def find_cpython():
    """CPython 3.13: this one, that of CPYTHON313 or the PATH, or pyenv's."""
    pyenv = pathlib.Path.home() / '.pyenv/versions'
    candidates = [os.environ.get('CPYTHON313'), sys.executable, shutil.which('python3.13'),
                  *sorted(map(str, pyenv.glob('3.13.*/bin/python3.13')))]
    for candidate in filter(None, candidates):
        shown = subprocess.run([candidate, '-c', 'import sys; print(sys.version_info[:2], '
                                'sys.implementation.name)'], capture_output=True, text=True)
        if shown.stdout.strip() == '(3, 13) cpython':
            return candidate
    skip('there is no CPython 3.13')


def python_with_openai():
    """The interpreter of a virtual environment with the packages."""
    folder = ROOT / 'target/real_openai'
    python = folder / 'bin/python'
    imports = [python, '-c', 'import ' + ', '.join(PACKAGES)]
    if not python.exists() or subprocess.run(imports, capture_output=True).returncode != 0:
        subprocess.run([find_cpython(), '-m', 'venv', folder], check=True)
        done = subprocess.run([python, '-m', 'pip', 'install', '--quiet', *PACKAGES],
                              capture_output=True, text=True)
        if done.returncode != 0:
            skip('the packages cannot be had: ' + done.stderr.strip().splitlines()[-1])
    return str(python)


def output_of(command, folder=None, environment=ENVIRONMENT):
    done = subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    return f'{done.stdout.decode()}status {done.returncode}\n'


def without_what_varies(output):
    """Without times and process ids, and the lines in which both stand in one order."""
    output = re.sub(r'\d+\.\d+ seconds', 'N seconds', output)
    output = re.sub(r'PID \d+', 'PID', output)
    # Processes that share an output may end their lines at the same time.
    output = re.sub(r'(?i)\[(inner|outer)\] PID', r'\n\g<0>', output)
    lines = [line for line in output.splitlines() if line]
    timed = sorted(line for line in lines if line.startswith(('Time taken for', '[')))
    return [line for line in lines if line not in timed] + timed


def first_difference(one, other):
    for left, right in zip([*one, '<end>'], [*other, '<end>']):
        if left != right:
            return f'    CPython: {left[:300]}\n    Weft:    {right[:300]}'
    return '    one is longer'


class Comparison:
    def __init__(self, weft, cpython):
        self.weft = weft
        self.cpython = cpython
        self.failed = 0

    def compare(self, name, *command, **options):
        wanted, had = (without_what_varies(output_of([interpreter, *command], **options))
                       for interpreter in (self.cpython, self.weft))
        same = wanted == had
        self.failed += not same
        print(f"{'same' if same else 'DIFFERENT'}: {name}", flush=True)
        if not same:
            print(first_difference(wanted, had))


def listings(comparison, url, folder):
    for path in sorted(LISTINGS.glob('[01]*.py')):
        copy = pathlib.Path(folder) / path.name
        copy.write_text(path.read_text().replace(SERVICE, url))
        comparison.compare(f'listing {path.name}', copy.name, folder=folder)


def programs(comparison, url):
    environment = {**ENVIRONMENT, 'OPENAI_BASE_URL': url}
    for path in sorted((ROOT / 'scripts/article').glob('*.py')):
        # What the chain of awaits consists of is the client's own affair.
        if path.stem not in ('run', 'service', 'await_chain_to_its_future'):
            comparison.compare(f'program {path.name}', path.name, folder=path.parent,
                               environment=environment)


def service(comparison):
    with socket.create_server(('127.0.0.1', 0)) as free:
        port = free.getsockname()[1]
    folder = ROOT / 'tests/real_openai'
    server = subprocess.Popen([comparison.cpython, folder / 'service.py', str(port)])
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(('127.0.0.1', port)) == 0:
                    break
            time.sleep(0.1)
        comparison.compare('a client of FastAPI', str(folder / 'client.py'),
                           f'http://127.0.0.1:{port}/v1')
    finally:
        server.terminate()
        server.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--weft', default=str(ROOT / 'target/release/weft'))
    weft = str(pathlib.Path(parser.parse_args().weft).resolve())
    comparison = Comparison(weft, python_with_openai())
    server = subprocess.Popen(
        [weft, ROOT / 'scripts/llm_server.py', '--latency', '0.2', '--while-stdin'],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    url = server.stdout.readline().decode().strip()
    with tempfile.TemporaryDirectory() as folder:
        listings(comparison, url, folder)
    programs(comparison, url)
    server.communicate()
    for name in ('openai_client.py', 'openai_faults.py', 'openai_parsing.py'):
        comparison.compare(f'test {name}', name, folder=ROOT / 'tests/weft_only')
    service(comparison)
    print(f'{comparison.failed} differ' if comparison.failed else 'all print the same')
    sys.exit(comparison.failed > 0)


if __name__ == '__main__':
    main()
