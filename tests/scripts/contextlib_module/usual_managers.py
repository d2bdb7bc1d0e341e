# Shows: context managers for usual purposes: changed directories, timing by steps, locks, nesting.
import io
import os
import sys
import tempfile
from contextlib import AbstractContextManager, ContextDecorator, ExitStack, chdir, contextmanager, redirect_stderr, redirect_stdout


@contextmanager
def attribute(target, **values):
    saved = {name: getattr(target, name) for name in values}
    for name, value in values.items():
        setattr(target, name, value)
    try:
        yield target
    finally:
        for name, value in saved.items():
            setattr(target, name, value)


class Settings:
    debug, level = False, 1


with attribute(Settings, debug=True, level=5) as changed:
    print(changed.debug, Settings.level)
print(Settings.debug, Settings.level)
here = os.getcwd()
with tempfile.TemporaryDirectory() as folder, chdir(folder):
    open("made", "w").close()
    print(os.listdir(), os.getcwd() != here)
print(os.getcwd() == here, os.path.exists(folder))


class Indent:
    level = 0
    def __enter__(self):
        self.level += 1
        return self
    def __exit__(self, *details):
        self.level -= 1
    def print(self, text):
        print("  " * self.level + text)


with Indent() as out:
    out.print("one")
    with out:
        out.print("two")
        with out:
            out.print("three")
    out.print("one again")


class Steps(AbstractContextManager, ContextDecorator):
    def __init__(self): self.log = []
    def __exit__(self, kind, value, traceback):
        self.log.append(kind.__name__ if kind else "ok")
        return kind is not None and issubclass(kind, ArithmeticError)


steps = Steps()
with steps as same:
    pass
with steps:
    1 / 0
try:
    with steps:
        [].pop()
except IndexError:
    pass
print(same is steps, steps.log)
with redirect_stdout(io.StringIO()) as out, redirect_stderr(sys.stdout):
    print("one")
    print("two", file=sys.stderr)
print(repr(out.getvalue()))
with ExitStack() as stack:
    files = [stack.enter_context(io.StringIO(text)) for text in ("a", "b")]
    print([file.read() for file in files])
print([file.closed for file in files])
with open(os.devnull) as f, open(os.devnull, "w") as g:
    print(f.read() == "", g.write("text"), f.closed)
print(f.closed, g.closed)
