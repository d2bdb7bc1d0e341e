# Shows: names of built-in modules can be deleted before anybody has read them, and stay away.
import builtins
import posix
import sys

for module, names in (
    (sys, ["stdlib_module_names", "builtin_module_names", "float_info", "getsizeof", "monitoring"]),
    (posix, ["sched_param", "O_RDONLY", "getpid"]),
    (builtins, ["memoryview", "EncodingWarning"]),
):
    for name in names:
        delattr(module, name)
        print(name, hasattr(module, name), name in vars(module), name in dir(module))
        try:
            delattr(module, name)
        except AttributeError as error:
            print(error)
del sys.intern
try:
    sys.intern
except AttributeError as error:
    print(error)
