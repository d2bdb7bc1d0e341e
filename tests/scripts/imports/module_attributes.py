# Shows: module objects: __getattr__ and __dir__ of a module, attributes, __all__ that is wrong.
import sys
import types

import lazy.attributes as lazy

print(lazy.known, lazy.made_up, lazy.made_up, dir(lazy))
from lazy.attributes import another
print(another)
try:
    lazy.refused
except AttributeError as error:
    print(error)
try:
    from lazy.attributes import refused
except ImportError as error:
    print(str(error).partition(" (/")[0])
try:
    from lazy.wrong_all import *
except AttributeError as error:
    print(error)
module = types.ModuleType("fresh")
print(module, module.__doc__, vars(module))
module.x = 1
del module.x
for action in (
    lambda: module.x, lambda: types.ModuleType(), lambda: types.ModuleType(5),
    lambda: delattr(module, "x"), lambda: module(), lambda: len(module),
    lambda: setattr(module, "__dict__", {}), lambda: sys.no_such, lambda: lazy.known.x
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


class Counting(types.ModuleType):
    count = 0

    @property
    def answer(self):
        Counting.count += 1
        return 42


lazy.__class__ = Counting
print(lazy.answer, lazy.answer, Counting.count, type(lazy).__name__)
del module.__name__
try:
    module.x
except AttributeError as error:
    print(error)
print(repr(module))
from lazy.no_all import *
print(visible, "_hidden" in globals(), "sys_of_no_all" in globals())
