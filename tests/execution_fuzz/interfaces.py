"""Calls all that native modules offer with odd arguments. Arguments: SECONDS [SEED MODULE...]

Without a seed, it runs itself in processes with bounds on time and memory, a group of modules
after the other, and tells of those that end the machine, with the last call that they made. WEFT_FUZZ_SEED repeats a run.
"""
import itertools
import mmap
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import weakref

GROUPS = """
builtins types|itertools functools operator _collections|_io codecs|_json _csv _struct array
binascii zlib _bz2|_decimal math cmath _random _statistics|_sre re _string unicodedata
_asyncio _contextvars _queue threading|_pickle marshal _ast _symtable _tokenize|posix
_socket select _ssl mmap termios|sys gc _weakref _imp _opcode _abc _typing typing _warnings weft
_hashlib _blake2 _md5 _sha3 pyexpat _multiprocessing time errno pwd grp _locale
_datetime collections dataclasses copy heapq bisect|contextlib weakref traceback inspect ast dis
""".strip().replace("\n", "|").split("|")

# What would end this process rightly, wait without end, or do harm outside of it.
SKIPPED = set("""
kill killpg fork forkpty fork_exec _exit abort posix_spawn posix_spawnp execv execve system popen
close closerange dup dup2 setuid setgid setreuid setregid setresuid setresgid seteuid setegid
setgroups initgroups chroot chdir fchdir nice setpriority sched_setaffinity sched_setscheduler
sched_setparam setsid setpgid setpgrp tcsetpgrp login_tty setns unshare setrlimit prlimit sleep
clock_settime clock_settime_ns sethostname mkfifo mknod lchown fchown chown umask chmod fchmod
symlink link remove write writev pwrite pwritev sendfile splice copy_file_range truncate ftruncate
posix_fallocate lockf wait wait3 wait4 waitpid waitid read readv pread preadv open putenv unsetenv
set_blocking set_inheritable tcsetattr tcflow tcsendbreak tcdrain pidfd_open register_at_fork
_shutdown interrupt_main start_new_thread start_joinable_thread start_new exit settrace setprofile
_settraceallthreads _setprofileallthreads setrecursionlimit setswitchinterval breakpoint input
breakpointhook excepthook displayhook unraisablehook addaudithook set_asyncgen_hooks
set_int_max_str_digits set_running_loop _set_running_loop __subclasses__ __init_subclass__
__subclasshook__ mro
""".split())


class Failing:
    """Raises whatever it is asked."""

    def fail(self, *given):
        raise ValueError("odd")

    __eq__ = __hash__ = __lt__ = __index__ = __len__ = __iter__ = __bool__ = __float__ = fail
    __getitem__ = __str__ = __format__ = __call__ = __enter__ = __length_hint__ = fail


class Index:
    def __init__(self, number):
        self.number = number

    def __index__(self):
        return self.number


class Huge:
    def __len__(self):
        return 2**62

    def __getitem__(self, place):
        if place > 20:
            raise IndexError
        return place

    def __length_hint__(self):
        return 2**61


class Changing:
    """Changes a list, a dict, a set and a bytearray whenever it is asked something."""

    def __init__(self):
        self.items, self.table = [self, 1, 2], {1: 2, 2: 3}
        self.members, self.octets = {1, 2, 3}, bytearray(b"abc")

    def change(self, *given):
        self.items[:] = range(random.randrange(5))
        self.table.clear()
        self.table[random.random()] = 1
        self.members.clear()
        self.members.add(random.random())
        try:
            self.octets.clear()
        except BufferError:
            pass
        return random.choice((None, 0, 1, "x", b"x", self))

    def __eq__(self, other):
        self.change()
        return random.random() < 0.5

    __lt__ = __eq__

    def __hash__(self):
        self.change()
        return 1

    def __index__(self):
        self.change()
        return random.choice((0, 1, 3, -1))

    def __len__(self):
        self.change()
        return random.choice((0, 3, 5))

    def __iter__(self):
        self.change()
        return iter(self.items)

    def __buffer__(self, flags):
        self.change()
        return memoryview(b"abcdef")

    def __fspath__(self):
        self.change()
        return "nowhere"

    def __getitem__(self, key):
        self.change()
        return random.choice((self, 1))

    def fileno(self):
        return -1

    __next__ = __call__ = read = readline = write = change


def changing(name):
    """What a `Changing` changes, with it inside."""
    one = Changing()
    what = getattr(one, name)
    if name == "items":
        what[:] = [one, 1, one]
    elif name == "table":
        what[one] = one
    elif name == "members":
        what.add(one)
    return what


def itself():
    items = [1]
    items.append(items)
    return items


def deep(wrap):
    value = wrap(())
    for _ in range(50_000):
        value = wrap((value,))
    return value


def exported():
    octets = bytearray(b"abcdef")
    exported.view = memoryview(octets)
    return octets


def released():
    view = memoryview(b"abc")
    view.release()
    return view


def function(a, b=2, *c, d=4, **e):
    return a


def generator():
    yield (yield 1)


class Sub(int):
    pass


PLAIN = [
    None, True, 0, 1, -1, 2, 7, 255, 256, 0xD800, 1114112, 2**31 - 1, 2**31, -2**31, 2**32, 2**61,
    2**62, 2**63 - 1, 2**63, -2**63, -2**63 - 1, 2**64, 10**40, 1 << 5000, 0.0, -0.0, 1.5, 1e308,
    5e-324, float("inf"), float("nan"), 9.3e18, 1j, "", "x", "abc", "é", "\ud800", "\U0010ffff",
    "a\0b", "x" * 5000, "%s%d", "{0.x[1]!r:>{1}}", "utf-8", "strict", "rb", "(a*)*b", "-0x1f",
    'a,b\n"c', "__class__", "9999999999999999999s", "iiqd", b"", b"x", b"\xff\xfe\0", b"abc" * 1000,
    b"\x80\x04\x95", (), (1,), (1, 2), (1, 2, 3), (None, None), (int, str), range(5), range(2**70),
    slice(None), slice(-2**70, 2**70, -2**65), slice("a", None, 0), object, int, str, type, list,
    dict, bytes, BaseException, ValueError, len, function, sys, super, int.__add__, Ellipsis,
    NotImplemented, list[int], int | str, Changing, Sub(3),
]
MADE = [
    object, lambda: [1, 2, 3], itself, lambda: deep(list), lambda: deep(tuple), dict, set, list,
    lambda: {"a": 1}, lambda: {"a": 1}.items(), lambda: bytearray(b"abc"), exported, released,
    lambda: memoryview(b"abcdefgh")[::2], lambda: memoryview(bytearray(8)).cast("B", (2, 4)),
    lambda: iter([1, 2, 3]), generator, lambda: map(str, [1, 2]), lambda: zip([1], [2]),
    Failing, Failing, Huge, lambda: Index(0), lambda: Index(-1), lambda: Index(2**70), Changing,
    Changing, lambda: changing("items"), lambda: changing("table"), lambda: changing("members"),
    lambda: changing("octets"), lambda: lambda *given, **named: None, lambda: lambda: 1 / 0,
    sys._getframe, itertools.count, lambda: weakref.ref(Failing()), lambda: weakref.proxy(len),
    lambda: ExceptionGroup("g", [ValueError(1)]), lambda: function.__code__, property,
]
NAMES = ["key", "default", "encoding", "errors", "maxsplit", "sep", "name", "strict", "step"]


def odd(depth=0):
    if depth < 2 and random.random() < 0.1:
        return random.choice((list, tuple))(odd(depth + 1) for _ in range(random.randrange(4)))
    return random.choice(PLAIN) if random.random() < 0.6 else random.choice(MADE)()


def shown(value):
    if type(value) in (int, float, str, bytes, bool, type(None)):
        return repr(value)[:60]
    return f"<{type(value).__name__}>"


class TooLong(BaseException):
    pass


def too_long(number, frame):
    raise TooLong


class Caller:
    """Calls, and writes each call into shared memory before."""

    def __init__(self, last):
        self.last = last

    def call(self, label, what):
        arguments = [odd() for _ in range(random.choices(range(6), (2, 6, 6, 4, 1, 1))[0])]
        named = {random.choice(NAMES): odd()} if random.random() < 0.1 else {}
        text = f"{label}({', '.join(map(shown, arguments))}, {named.keys()})"
        self.last[:4096] = text.encode("utf-8", "backslashreplace")[:4096].ljust(4096)
        signal.setitimer(signal.ITIMER_REAL, 0.4, 0.4)
        try:
            result = what(*arguments, **named)
            if random.random() < 0.1:
                repr(result)
            return result
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def attempt(self, label, what):
        try:
            return self.call(label, what)
        except BaseException:
            return None

    def explore(self, value, label, depth=0):
        """Calls methods of a value, and of what they give."""
        names = [name for name in dir(type(value)) if name not in SKIPPED]
        for _ in range(random.randrange(2, 25) if names else 0):
            name = random.choice(names)
            method = getattr(value, name, None)
            if not callable(method):
                if random.random() < 0.3:
                    self.attempt(f"{label}.{name} =", lambda *given: setattr(value, name, odd()))
                continue
            result = self.attempt(f"{label}.{name}", method)
            if depth < 2 and random.random() < 0.3 and not isinstance(result, (int, str, type)):
                self.explore(result, f"{label}.{name}()", depth + 1)

    def run(self, targets, seconds):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                label, target = random.choice(targets)
                result = self.attempt(label, target)
                if result is not None and not isinstance(result, (type, type(sys))):
                    self.explore(result, f"{label}()")
                self.explore(odd(), "odd", 1)
            except (Exception, TooLong):
                continue


def child(seconds, seed, modules):
    random.seed(seed)
    signal.signal(signal.SIGALRM, too_long)
    targets = []
    for name in modules:
        try:
            module = __import__(name)
        except ImportError:
            continue
        targets += [(f"{name}.{what}", value) for what, value in vars(module).items()
                    if callable(value) and what not in SKIPPED]
    Caller(mmap.mmap(200, 4096)).run(targets, seconds)
    os._exit(0)


def limit():
    for kind, most in ((resource.RLIMIT_AS, 3 << 30), (resource.RLIMIT_CORE, 0),
                       (resource.RLIMIT_FSIZE, 1 << 24)):
        resource.setrlimit(kind, (most, most))


def run_group(modules, seconds):
    """Runs a child; says how it ended the machine, if it did."""
    seed = random.randrange(1 << 30)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as last:
        last.truncate(4096)
        # The child finds the memory that it shares at this number.
        os.dup2(last.fileno(), 200, inheritable=True)
        command = [sys.executable, os.path.abspath(__file__), str(seconds), str(seed), *modules]
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, preexec_fn=limit, start_new_session=True, pass_fds=[200])
        try:
            said = process.communicate(timeout=seconds + 60)[1]
        except subprocess.TimeoutExpired:
            process.kill()
            said = process.communicate()[1] + b"hangs"
        last.seek(0)
        call = last.read(4096).decode(errors="replace").strip(" \0")
    if process.returncode != 0 or b"panicked at" in said:
        return f"{seed} {' '.join(modules)}: {process.returncode} {call}\n{said[-400:].decode()}"
    return None


def main():
    seconds, *rest = sys.argv[1:]
    if rest:
        child(float(seconds), int(rest[0]), rest[1:])
    random.seed(os.environ.get("WEFT_FUZZ_SEED"))
    failed = 0
    for group in GROUPS:
        problem = run_group(group.split(), float(seconds) / len(GROUPS))
        if problem is not None:
            failed += 1
            print(problem, flush=True)
    print(len(GROUPS), "groups of modules")
    sys.exit(failed > 0)


main()
