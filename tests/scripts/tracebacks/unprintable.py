# Shows: exceptions whose text cannot be made, is empty, or has many lines.
import traceback


class Broken(Exception):
    def __str__(self):
        raise ValueError("no text")


class BrokenRepr(Exception):
    def __str__(self):
        return 5


class Empty(Exception):
    def __str__(self):
        return ""


class Outer:
    class Inner(Exception):
        pass


for error in (Broken(), BrokenRepr(), Empty("x"), Outer.Inner("nested"), ValueError("two\nlines"), ValueError(""), ValueError(None), KeyError("quoted\n"), ValueError("é日😀"), StopIteration(), ImportError("m")):
    print(*traceback.format_exception_only(error), end="")
Local = type("Local", (Exception,), {"__module__": "some.module"})
print(*traceback.format_exception_only(Local("with module")), end="")
raise Broken
