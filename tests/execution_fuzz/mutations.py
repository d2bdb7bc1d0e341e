"""Runs mutated programs, and tells of those that end the machine. Arguments: SECONDS CORPUS...

The programs are mutated by tokens, so that most of them stay programs: values become odd ones,
statements come in that change things behind the program's back. They run in processes of their
own, with a bound on time and memory. A file of CPython's tests (one in a folder `test`) is taken
apart, and a piece of it runs. The program at hand, and each that fails, stands in the folder that
WEFT_FUZZ_FOUND names, or else in a temporary one.
"""
import io
import keyword
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tokenize

PRELUDE = '''
class _Changing:
    items = [1, 2, 3]; table = {1: 2}; count = 0
    def change(self):
        _Changing.count += 1
        if _Changing.count > 200: raise RecursionError("enough")
        self.items.clear(); self.items.extend((self, 1))
        self.table.clear(); self.table[_Changing.count] = self
        return _Changing.count % 3 == 0
    def __eq__(self, other): return self.change()
    def __hash__(self): self.change(); return 1
    def __lt__(self, other): return self.change()
    def __index__(self): self.change(); return _Changing.count % 5 - 1
    def __len__(self): self.change(); return _Changing.count % 4
    def __iter__(self): self.change(); return iter(self.items)
    def __next__(self):
        if self.change(): raise StopIteration
        return self
    def __bool__(self): return self.change()
    def __call__(self, *given, **named): self.change(); return self
    def __getattr__(self, name):
        if name.startswith("__"): raise AttributeError(name)
        self.change(); return self
    def __getitem__(self, key): self.change(); return self
    def __setitem__(self, key, value): self.change()
    def __add__(self, other): self.change(); return self
    __radd__ = __mul__ = __sub__ = __mod__ = __or__ = __and__ = __add__
    def __enter__(self): self.change(); return self
    def __exit__(self, *error): return self.change()
    def __get__(self, instance, owner): self.change(); return self
    def __set__(self, instance, value): self.change()
    def __await__(self): return self
    def __aiter__(self): return self
    def __anext__(self): return self
    def __repr__(self): return str(self.change())
    def __del__(self): _Changing.count += 1
    def send(self, value): return self
    def throw(self, *error): raise error[0]
class _Stop(BaseException): pass
def _raise(*given, **named): raise _Stop
def _endless():
    while True: yield 1
def _itself():
    items = [1]; items.append(items); return items
def _deep():
    items = []
    for _ in range(50_000): items = [items]
    return items
_shared = _endless()
'''.strip()

VALUES = r'''
None|0|-1|1|2|(1<<31)|(1<<63)|(-1<<63)|(1<<200)|2**62|''|'a'|'\ud800'|'é\0'|b''|b'\xff'|()|(1,)|[]|[1,2]
{}|{1:2}|set()|True|0.0|float('nan')|float('inf')|1j|_Changing()|_Changing()|_Changing
_Changing.items|_Changing.table|_itself()|_deep()|_raise|_Stop|_Stop()|_endless()|_shared|int|type
object()|object|str|range(10)|slice(None)|Ellipsis|(lambda *a, **k: None)|(lambda *a: a)
bytearray(b"abc")|memoryview(bytearray(8))|iter([1,2])|len|super|property()|BaseException
ExceptionGroup("g",[ValueError()])|NotImplemented|__import__("sys")|__import__("gc").collect()
globals()|locals()|__import__("sys")._getframe()|list[int]|frozenset((1,2))|compile("1","","eval")
'x'*100000'''.strip().replace("\n", "|").split("|")

STATEMENTS = r'''
del {n}|raise _Stop|yield|return {v}|break|continue|{n} = {v}|{n} += {v}|for {n} in {v}: pass
with {v}: pass|import gc; gc.collect()|try: raise\nexcept: pass|global {n}|locals()[{v}] = {v}
assert {v}|{n}.__class__ = _Changing|{n}.__dict__ = {{}}|{n}.__dict__.clear()
globals().pop("{n}", None)|_Changing.items.append({n})|{n}.__init__({v})|type({n}).x = {v}
{n}.{m} = {v}|del {n}.{m}|__builtins__.{n} = {v}|yield from {v}|await {v}|_shared.send({n})
_shared.throw(_Stop)|_shared.close()|{n}, *{m} = {v}|{n} = {m}|nonlocal {n}|raise {v} from {n}
match {n}:\n case {{"a": _}}: pass\n case [_, *_]: pass\n case _Changing(): pass
{n}[{v}] = {v}|del {n}[{v}]|{n}.__code__ = (lambda: 0).__code__|{n}.__bases__ = (_Changing,)
{n}.__defaults__ = ()|{n}.__setstate__({v})|async with {v}: pass|class {n}({v}): pass
@{v}\ndef {n}(): pass|print({n}, {v})'''.strip().replace("\n", "|").replace("\\n", "\n").split("|")

OPERATORS = ["+", "-", "*", "/", "//", "%", "**", "<<", "==", "<", "|", "&", "@"]

# What a program with odd values may not do to this machine.
HARM = re.compile(
    r"\b(fork|kill|_exit|abort|setrlimit|killpg|exec[lv]\w*|rmtree|unlink|remove|rmdir|reboot"
    r"|setuid|chroot|alarm|setitimer|pause|input|ctypes|_testcapi|raise_signal|faulthandler"
    r"|interrupt_main|system|Popen|multiprocessing|chmod|closerange|_testinternalcapi"
    r"|subprocess|sleep|dup2|symlink|fcntl|set_wakeup_fd|pthread_kill|rename|truncate)\b")


def is_name(token):
    return token.type == tokenize.NAME and not keyword.iskeyword(token.string)


class Mutation:
    """Changes of one text, by its tokens."""

    def __init__(self, text):
        self.tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
        self.text, self.lines, self.edits = text, text.splitlines(True), []
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))
        self.names = [token.string for token in self.tokens if is_name(token)] or ["x"]

    def span(self, token):
        (row, column), (end_row, end_column) = token.start, token.end
        last = len(self.starts) - 1
        return (self.starts[min(row - 1, last)] + column,
                self.starts[min(end_row - 1, last)] + end_column)

    def replace(self, wanted, by):
        tokens = [token for token in self.tokens if wanted(token)]
        if tokens:
            self.edits.append((*self.span(random.choice(tokens)), by))

    def odd_value(self):
        values = VALUES if random.random() < 0.7 else self.names
        self.replace(
            lambda token: is_name(token) or token.type in (tokenize.NUMBER, tokenize.STRING),
            random.choice(values))

    def operator(self):
        self.replace(
            lambda token: token.type == tokenize.OP and token.string in OPERATORS,
            random.choice(OPERATORS))

    def statement(self):
        beginnings = (tokenize.NEWLINE, tokenize.NL, tokenize.INDENT, tokenize.DEDENT)
        followers = ("else", "elif", "except", "finally", "case")
        tokens = [token for before, token in zip(self.tokens, self.tokens[1:])
                  if before.type in beginnings and token.type == tokenize.NAME
                  and token.string not in followers]
        if not tokens:
            return
        token = random.choice(tokens)
        indent = self.lines[token.start[0] - 1][:token.start[1]]
        if indent.strip():
            return
        statement = random.choice(STATEMENTS).format(
            n=random.choice(self.names), m=random.choice(self.names), v=random.choice(VALUES))
        at = self.span(token)[0]
        self.edits.append((at, at, statement.replace("\n", "\n" + indent) + "\n" + indent))

    def line(self):
        if not self.lines:
            return
        index = random.randrange(len(self.lines))
        if random.random() < 0.5:
            self.edits.append((self.starts[index], self.starts[index + 1], ""))
        else:
            at = self.starts[random.randrange(len(self.lines))]
            self.edits.append((at, at, self.lines[index]))

    def result(self):
        text = self.text
        for start, end, by in sorted(self.edits, reverse=True):
            text = text[:start] + by + text[end:]
        return text


def mutated(text):
    mutation = Mutation(text)
    kinds = [mutation.odd_value, mutation.statement, mutation.operator, mutation.line]
    for _ in range(random.choice((1, 1, 2, 3, 5, 8))):
        random.choices(kinds, (4, 3, 1, 1))[0]()
    return mutation.result()


def piece_of_test(text):
    """What a module of CPython's tests imports, one thing that it defines, and the end."""
    parts = re.split(r"(?m)^(?=class |def |@)", text)
    imports = [line for line in parts[0].splitlines()
               if re.match(r"(import|from) (?!\.)", line) and "(" not in line]
    body = random.choice(parts[1:] or parts)
    if len(body) > 8000:
        head, *methods = re.split(r"(?m)^(?=    def )", body)
        body = head + "".join(random.sample(methods, min(4, len(methods))))
    end = '\nimport unittest\nif __name__ == "__main__": unittest.main(argv=["x"], exit=False)\n'
    return "\n".join(imports), body, end


def make_program(path):
    """A mutation of the program; None if it cannot or should not run."""
    try:
        text = path.read_text("utf-8")
        head, body, end = piece_of_test(text) if "test" in path.parent.name else ("", text, "")
        if len(body) > 40_000 or HARM.search(body):
            return None
        body = mutated(body)
    except (OSError, ValueError, SyntaxError, tokenize.TokenError):
        return None
    if HARM.search(body):
        return None
    prelude = "" if "__future__" in body else PRELUDE
    return f"{prelude}\n{head}\n{body}{end}"


def limit():
    for kind, most in ((resource.RLIMIT_AS, 2 << 30), (resource.RLIMIT_CORE, 0),
                       (resource.RLIMIT_CPU, 6), (resource.RLIMIT_FSIZE, 1 << 24)):
        resource.setrlimit(kind, (most, most))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def ends_in_time(process):
    """Whether it ends by itself or when it is interrupted, as CPython would."""
    for patience in (5, 3, 5):
        try:
            process.wait(patience)
            return True
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
    return False


def problem_of(program, folder):
    """Runs a program; says how it ended the machine, if it did."""
    place = folder / "run"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    with open(folder / "errors", "w+b") as errors:
        process = subprocess.Popen(
            [sys.executable, str(program)], cwd=place, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=errors, preexec_fn=limit, start_new_session=True)
        ended = ends_in_time(process)
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        status = process.wait()
        errors.seek(0)
        said = errors.read()
    if b"panicked at" in said:
        return said[said.find(b"panicked"):][:300].decode(errors="replace")
    # A program may die of what was sent, and of its limit of time.
    expected = (-signal.SIGKILL, -signal.SIGINT, -signal.SIGXCPU)
    if ended and status < 0 and status not in expected:
        return f"signal {-status}"
    return None


def main():
    random.seed(os.environ.get("WEFT_FUZZ_SEED"))
    deadline = time.monotonic() + float(sys.argv[1])
    roots = [pathlib.Path(root) for root in sys.argv[2:]]
    files = [
        # Those of CPython's tests that are there because they end CPython itself are left out.
        path for root in roots for path in ([root] if root.is_file() else sorted(root.rglob("*.py")))
        if path.parent.name != "crashers"]
    found = pathlib.Path(os.environ.get("WEFT_FUZZ_FOUND") or tempfile.mkdtemp())
    folder = pathlib.Path(tempfile.mkdtemp())
    count = failed = 0
    while time.monotonic() < deadline:
        path = random.choice(files)
        text = make_program(path)
        if text is None:
            continue
        program = found / "program.py"
        program.write_text(text, "utf-8", "surrogatepass")
        count += 1
        problem = problem_of(program, folder)
        if problem is not None:
            failed += 1
            kept = program.rename(found / f"failed-{count}-{path.name}")
            print(kept, problem, flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    print(count, "programs")
    sys.exit(failed > 0)


main()
