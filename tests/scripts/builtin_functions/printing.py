# Shows: print with sep, end, file and flush, and what it asks of its arguments.
import io
import sys


class Loud:
    def __str__(self): return "str"
    def __repr__(self): return "repr"


class Writer:
    def __init__(self): self.parts = []
    def write(self, text): self.parts.append(text)
    def flush(self): self.parts.append("<flush>")


print()
print(1, "a", None, [Loud()], Loud(), sep="-", end="!\n")
print("a", "b", sep="")
print("a", "b", sep=None, end=None)
print(*range(3), sep=", ")
print("no newline", end="")
print("", end=" then\n")
writer = Writer()
print("x", Loud(), 5, file=writer, sep="|", flush=True)
print(file=writer)
print(writer.parts)
text = io.StringIO()
print("captured", "é", file=text)
print(repr(text.getvalue()))
print("to None", file=None)
saved, sys.stdout = sys.stdout, io.StringIO()
print("hidden")
hidden, sys.stdout = sys.stdout.getvalue(), saved
print(repr(hidden), sys.stdout is sys.__stdout__)
sys.stdout.write("written\n")
print(sys.stdout.write("count\n"))
sys.stdout.writelines(["a\n", "b\n"])
print("to standard error", file=sys.stderr)


class NoWrite: pass
class BadStr:
    def __str__(self): raise ValueError("no text")


for action in (
    lambda: print("x", sep=5), lambda: print("x", end=5), lambda: print("x", file=NoWrite()),
    lambda: print("x", file="text"), lambda: print("x", wrong=1), lambda: print("before", BadStr()),
    lambda: print("x", sep=b"")
):
    try:
        action()
    except Exception as error:
        print()
        print(f"{type(error).__name__}: {error}")
sys.stdout = None
print("nowhere")
sys.stdout = saved
del sys.stdout
try:
    print("lost")
except RuntimeError as error:
    sys.stdout = saved
    print(error)
