"""Runs tests: weft -m unittest."""

import sys

from unittest.main import main

if sys.argv[0].endswith('__main__.py'):
    import os
    sys.argv[0] = f'{os.path.basename(sys.executable)} -m unittest'

__unittest = True

main(module=None)
