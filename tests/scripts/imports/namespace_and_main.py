# Shows: packages without __init__.py, a package with __main__.py, and what runs under which name.
import sys

import spread.part
import spread

print(
    spread.part.VALUE, type(spread.__path__).__name__,
    spread.__file__ if hasattr(spread, "__file__") else "no file", spread.__doc__,
    spread.__spec__.origin
)
import runpy
result = runpy.run_module("runnable", run_name="__main__")
print(sorted(key for key in result if not key.startswith("__")), result["__name__"])
result = runpy.run_path("runnable/helper.py", init_globals={"given": 5})
print(result["doubled"], result["__name__"])
print("runnable" in sys.modules, "runnable.helper" in sys.modules, __name__)
import __main__
print(__main__ is sys.modules["__main__"], __main__.spread is spread)
if __name__ == "__main__":
    print("this is the script")
print(sys.path[0] == __file__.rpartition("/")[0], len(sys.argv), sys.argv[0])
