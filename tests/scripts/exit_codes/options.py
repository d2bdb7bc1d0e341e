"""Options and variables that the interpreter refuses, heeds, or shows; where standard error is gone."""
import os
import subprocess
import sys


def run(*arguments, given='', **variables):
    child = subprocess.run([sys.executable, *arguments], input=given, capture_output=True, text=True,
                           env={**os.environ, **variables})
    print(arguments, variables, child.returncode, repr(child.stdout), repr(child.stderr))


LIMITS = 'import sys; print(sys.get_int_max_str_digits(), sys.flags.int_max_str_digits)'
run('-X', 'int_max_str_digits=700', '-c', LIMITS)
run('-X', 'int_max_str_digits=0', '-c', LIMITS)
run('-X', 'int_max_str_digits=5', '-c', LIMITS)
run('-X', 'int_max_str_digits', '-c', LIMITS)
run('-X', 'int_max_str_digits=x', '-c', LIMITS)
run('-c', LIMITS, PYTHONINTMAXSTRDIGITS='800')
run('-c', LIMITS, PYTHONINTMAXSTRDIGITS='-1')
run('-E', '-c', LIMITS, PYTHONINTMAXSTRDIGITS='-1')
run('-X', 'int_max_str_digits=700', '-c', LIMITS, PYTHONINTMAXSTRDIGITS='800')
UTF8 = 'import sys; print(sys.flags.utf8_mode)'
run('-X', 'utf8', '-c', UTF8)
run('-X', 'utf8=0', '-c', UTF8, PYTHONUTF8='1')
run('-X', 'utf8=3', '-c', UTF8)
run('-c', UTF8, PYTHONUTF8='1')
run('-c', UTF8, PYTHONUTF8='x')
FILTERS = 'import sys; print(sys.flags.dev_mode, sys.warnoptions)'
run('-X', 'dev', '-W', 'ignore', '-c', FILTERS)
run('-c', FILTERS, PYTHONDEVMODE='1', PYTHONWARNINGS='error')

run('-c', 'import sys; sys.stderr = None; 1/0')
run('-c', 'import sys; sys.stderr = None; sys.exit("told nevertheless")')
run('-c', 'import sys; del sys.stderr; sys.exit("told nevertheless")')
run('-i', '-c', 'x = 1', given='print(x)\n')
run('-q', '-i', given='1 + 1\nif 1:\n  print(3)')
