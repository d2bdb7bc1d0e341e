# Shows: what sys tells that is the same for every Python 3.13.
import sys

print(
    sys.version_info[:2], sys.version_info >= (3, 13), sys.version_info.releaselevel,
    sys.hexversion >> 16 == 0x030D, sys.byteorder, sys.maxsize, sys.maxunicode,
    sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.api_version
)
print(
    sys.float_info.max, sys.int_info.bits_per_digit > 0, sys.hash_info.width, sys.flags.optimize,
    sys.flags.dont_write_bytecode, sys.flags.utf8_mode in (0, 1), sys.getrecursionlimit(),
    sys.argv[1:], type(sys.path).__name__, sys.platform
)
print(
    sys.modules["sys"] is sys, "builtins" in sys.builtin_module_names,
    "os" in sys.stdlib_module_names, "weft_none" in sys.stdlib_module_names,
    sys.intern("abc") is sys.intern("abc"), sys.is_finalizing(), sys.getswitchinterval(),
    sys.dont_write_bytecode, sys.warnoptions
)
print(
    sys.stdout.encoding, sys.stdout.errors, sys.stderr.errors, sys.stdout.line_buffering,
    sys.stdout.name, sys.stdin.name, sys.stdout.fileno(), sys.__stdout__ is sys.stdout,
    sys.stdout.isatty(), sys.getrefcount([]) >= 1, sys.getsizeof([]) > 0,
    sys.getsizeof([1]) > sys.getsizeof([])
)
sys.setrecursionlimit(500)
print(sys.getrecursionlimit())
sys.setswitchinterval(0.01)
print(sys.getswitchinterval())
for action in (
    lambda: sys.setrecursionlimit(0), lambda: sys.setrecursionlimit("a"),
    lambda: sys.setrecursionlimit(1), lambda: sys.intern(5), lambda: sys.getsizeof(),
    lambda: sys.exit(1, 2), lambda: sys.setswitchinterval(0), lambda: sys.version_info.__class__(1),
    lambda: setattr(sys.version_info, "major", 4), lambda: sys.flags.__class__(),
    lambda: sys.displayhook(), lambda: sys.getrefcount()
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
sys.displayhook(5)
print(__builtins__._)
sys.displayhook(None)
print(
    __builtins__._, sys.implementation.name != "", sys.implementation.cache_tag != "",
    sys.copyright[:9], sys.last_exc if hasattr(sys, "last_exc") else "no last exception"
)
events = []
sys.addaudithook(lambda event, arguments: events.append(event) if event == "weft.test" else None)
sys.audit("weft.test", 1, 2)
print(events)
