# Shows: the built-in exceptions: their bases, arguments, attributes and texts.
import builtins

names = sorted(
    name for name,
    value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)
)
for name in names:
    cls = getattr(builtins, name)
    print(name, "<-", ", ".join(base.__name__ for base in cls.__bases__))
print(OSError is IOError is EnvironmentError)
for error in (
    Exception(), Exception("one"), Exception("one", 2), KeyError("k"), KeyError(), KeyError(1, 2),
    OSError(2, "No such thing"), OSError(2, "text", "file"), OSError(13, "denied", "a", None, "b"),
    OSError("only"), OSError(), OSError(99999, "unknown"), StopIteration(5), SystemExit(3),
    SystemExit(), SystemExit("bye"), ImportError("m", name="n", path="p"), NameError("n", name="x"),
    AttributeError("a", name="x", obj=5), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"),
    UnicodeEncodeError("ascii", "é", 0, 1, "bad"), UnicodeTranslateError("é", 0, 1, "bad"),
    UnicodeDecodeError("x", b"abc", 0, 3, "worse"), SyntaxError("msg", ("file", 1, 2, "text")),
    SyntaxError("just"), SyntaxError(), ExceptionGroup("g", [ValueError(1)]), AssertionError([1])
):
    print(type(error).__name__, "|", str(error), "|", repr(error), "|", error.args)
error = OSError(2, "text", "file", None, "second")
print(type(error).__name__, error.errno, error.strerror, error.filename, error.filename2)
error = UnicodeEncodeError("ascii", "aé", 1, 2, "bad")
print(error.encoding, error.object, error.start, error.end, error.reason)
error = SyntaxError("msg", ("file", 1, 2, "text", 3, 4))
print(
    error.msg, error.filename, error.lineno, error.offset, error.text, error.end_lineno,
    error.end_offset, error.print_file_and_line
)
print(
    StopIteration(1, 2).value, SystemExit(1, 2).code, ImportError(name="x").name,
    [type(OSError(n, "")).__name__ for n in (1, 2, 4, 10, 11, 13, 17, 20, 21, 32, 104, 110, 111)]
)
for action in (
    lambda: ImportError(wrong=1), lambda: NameError(wrong=1), lambda: ValueError(key=1),
    lambda: UnicodeDecodeError(1), lambda: UnicodeEncodeError("a", b"b", 0, 1, "c"),
    lambda: SyntaxError("m", (1, 2)), lambda: ExceptionGroup("x"), lambda: ExceptionGroup("x", []),
    lambda: ExceptionGroup("x", [5]), lambda: ExceptionGroup(5, [ValueError()]),
    lambda: ExceptionGroup("x", [KeyboardInterrupt()]), lambda: BaseException.__new__(int),
    lambda: setattr(ValueError, "x", 1)
):
    try:
        print(repr(action()))
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
