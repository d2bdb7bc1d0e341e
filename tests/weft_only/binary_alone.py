"""Scripts of tests/scripts, run where no CPython is installed: they print the same."""
import os
import subprocess
import sys

SCRIPTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../scripts')
FEATURES = ('argparse_module configparser_module csv_module difflib_module getopt_module glob_module '
            'graphlib_module gzip_module html_module http_module pathlib_module pprint_module '
            'shlex_module shutil_module statistics_module unittest_module urllib_module uuid_module').split()
ENVIRONMENT = {'WEFT_STDLIB': '/nonexistent', 'PATH': os.environ.get('PATH', '/usr/bin:/bin')}

for feature in FEATURES:
    folder = os.path.join(SCRIPTS, feature)
    running = []
    for name in sorted(os.listdir(folder)):
        if name.endswith('.py'):
            running.append((name, subprocess.Popen(
                [sys.executable, name], cwd=folder, env=ENVIRONMENT, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE)))
    for name, process in running:
        output, errors = process.communicate()
        with open(os.path.join(folder, name.removesuffix('.py') + '.out'), 'rb') as file:
            if output != file.read():
                print(feature, name, 'differs', errors.decode())
    print(feature)
