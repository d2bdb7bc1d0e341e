# Shows: names bound by imports in functions, classes, conditions and loops; sys.path.
import os
import sys
import tempfile

import math as m, json
from math import (
    pi,
    floor as down,
)


class WithImports:
    from math import sqrt
    import string as text
    def use(self): return self.text.digits, WithImports.sqrt(16)


def lazily():
    from collections import deque as d
    return d([1]), "d" in globals()


print(m.floor(2.5), down(2.5), json.dumps([1]), round(pi, 3), WithImports().use(), lazily())
for name in ("math", "no_such_module_here"):
    try:
        __import__(name)
        print("found", name)
    except ModuleNotFoundError as error:
        print(error, error.name)
try:
    import no_such_module_here as fallback
except ImportError:
    fallback = None
print(fallback)
with tempfile.TemporaryDirectory() as folder:
    with open(os.path.join(folder, "made_here.py"), "w") as file:
        file.write("print('running', __name__)\nvalue = 42\n_hidden = 1\ndef f(): return value\n")
    sys.path.insert(0, folder)
    import made_here
    import made_here as second_name
    from made_here import *
    from made_here import f as g, _hidden
    print(
        made_here.value, value, second_name is made_here, g(), "made_here" in sys.modules,
        os.path.basename(made_here.__file__), made_here.__name__
    )
    made_here.value = 7
    print(value, g(), f())
    del sys.modules["made_here"]
    import made_here as again
    print(again is made_here, again.value)
    sys.path.remove(folder)
if True:
    import string
print(string.digits, sys.modules[__name__].__name__, "os" in dir())
for source in (
    "from math import *, pi", "import math.", "from math import", "from import x",
    "import a as b.c", "from . import *\ndef f():\n from x import *", "from x import (a, b",
    "import *", "from __future__ import nope", "x = 1\nfrom __future__ import annotations",
    "from x import a,", "import a-b", "from .. import a as 5"
):
    try:
        compile(source, "", "exec")
        print(source, "compiles")
    except SyntaxError as error:
        print(repr(source), "->", error.msg)
