# Shows: importlib: import_module, reload, find_spec, invalidate_caches, and finders of one's own.
import importlib
import importlib.util
import os, sys

first = importlib.import_module("counting.module")
print(
    first.count, first.__name__, importlib.import_module("counting.module") is first,
    importlib.import_module(".module", "counting") is first
)
first.extra = "kept"
again = importlib.reload(first)
print(again is first, again.count, again.extra)
spec = importlib.util.find_spec("counting.module")
print(
    spec.name, spec.origin.rpartition("/")[2], spec.parent, spec.has_location,
    spec.submodule_search_locations, type(spec.loader).__name__
)
print(
    importlib.util.find_spec("no_such_module"), importlib.util.find_spec("sys").origin,
    len(importlib.util.find_spec("counting").submodule_search_locations)
)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
print(module is first, module.count, sys.modules["counting.module"] is first)
for action in (
    lambda: importlib.import_module(".x"), lambda: importlib.import_module("..x", "counting"),
    lambda: importlib.import_module("counting.none"), lambda: importlib.reload(5),
    lambda: importlib.reload(type(sys)("x")), lambda: importlib.util.find_spec("no_such.below"),
    lambda: importlib.util.find_spec(".module")
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


class Maker:
    @staticmethod
    def find_spec(name, path, target=None):
        if name.startswith("made_"):
            print("finding", name, path)
            return importlib.util.spec_from_loader(name, Maker)

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        exec("value = __name__.upper()", vars(module))


sys.meta_path.insert(0, Maker)
import made_up
from made_of import value
print(made_up.value, value, made_up, made_up.__spec__.loader is Maker)
sys.meta_path.remove(Maker)
importlib.invalidate_caches()
try:
    import made_again
except ModuleNotFoundError as error:
    print(error)
original = __import__
__builtins__.__import__ = lambda name, *rest: print("import", name) or original(name, *rest)
import math
from os import sep
__builtins__.__import__ = original
