"""What programs need of the operating system, under the names of POSIX.

Most comes from `posix`.
"""

import abc
import sys
import stat as st
from _collections_abc import Mapping, MutableMapping, _check_methods

import posix
import posixpath as path
from posix import *
from posix import _exit

sys.modules["os.path"] = path
from posixpath import (
    altsep, curdir, defpath, devnull, extsep, pardir, pathsep, sep)

name = "posix"
linesep = "\n"
supports_bytes_environ = True
GenericAlias = type(list[int])

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2

__all__ = [
    "altsep", "curdir", "pardir", "sep", "pathsep", "linesep", "defpath",
    "name", "path", "devnull", "SEEK_SET", "SEEK_CUR", "SEEK_END", "fsencode",
    "fsdecode", "get_exec_path", "fdopen", "extsep", "_exit",
    *[exported for exported in dir(posix) if not exported.startswith("_")],
    "makedirs", "removedirs", "renames", "walk", "fwalk", "execl", "execle",
    "execlp", "execlpe", "execvp", "execvpe", "getenv",
    "supports_bytes_environ", "environb", "getenvb", "P_WAIT", "P_NOWAIT",
    "P_NOWAITO", "spawnv", "spawnve", "spawnvp", "spawnvpe", "spawnl",
    "spawnle", "spawnlp", "spawnlpe", "popen",
]

P_WAIT = 0
P_NOWAIT = P_NOWAITO = 1

def _exists(name):
    return name in globals()


def _get_exports_list(module):
    """The public names of a module."""
    try:
        return list(module.__all__)
    except AttributeError:
        return [exported for exported in dir(module)
                if not exported.startswith("_")]


# Which functions accept what beyond a path, where the platform has the
# function that is named after HAVE_.


def _supporting(**functions):
    from posix import _have_functions
    return {
        globals()[function]
        for capability, names in functions.items()
        if f"HAVE_{capability}" in _have_functions
        for function in names.split()
        if function in globals()}


supports_dir_fd = _supporting(
    FACCESSAT="access", FCHMODAT="chmod", FCHOWNAT="chown", FSTATAT="stat",
    FUTIMESAT="utime", LINKAT="link", MKDIRAT="mkdir", MKFIFOAT="mkfifo",
    MKNODAT="mknod", OPENAT="open", READLINKAT="readlink", RENAMEAT="rename",
    SYMLINKAT="symlink", UNLINKAT="unlink rmdir", UTIMENSAT="utime")
supports_effective_ids = _supporting(FACCESSAT="access")
supports_fd = {stat} | _supporting(
    FCHDIR="chdir", FCHMOD="chmod", FCHOWN="chown",
    FDOPENDIR="listdir scandir", FEXECVE="execve", FTRUNCATE="truncate",
    FUTIMENS="utime", FUTIMES="utime", FPATHCONF="pathconf",
    FSTATVFS="statvfs")
# Not FCHMODAT: where lchmod() does not work, its flag does not either.
supports_follow_symlinks = _supporting(
    FACCESSAT="access", FCHOWNAT="chown", FSTATAT="stat", LCHFLAGS="chflags",
    LCHMOD="chmod", LCHOWN="chown", LINKAT="link", LUTIMES="utime",
    LSTAT="stat", UTIMENSAT="utime")
del _supporting


# Folders.


def _split_last(name):
    """Like path.split(), but slashes at the end do not count."""
    head, tail = path.split(name)
    return (head, tail) if tail else path.split(head)


def makedirs(name, mode=0o777, exist_ok=False):
    """Make a folder, and those above it that do not exist yet."""
    head, tail = _split_last(name)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            pass  # Someone else has made it in the meantime.
        if tail == (b"." if isinstance(tail, bytes) else "."):
            return
    try:
        mkdir(name, mode)
    except OSError:
        # Whatever the error, what matters is whether the folder is there.
        if not exist_ok or not path.isdir(name):
            raise


def removedirs(name):
    """Remove an empty folder, then those above it while they are empty."""
    rmdir(name)
    head, tail = _split_last(name)
    while head and tail:
        try:
            rmdir(head)
        except OSError:
            break
        head, tail = path.split(head)


def renames(old, new):
    """Rename, making folders that are needed and removing those left empty."""
    head, tail = path.split(new)
    if head and tail and not path.exists(head):
        makedirs(head)
    rename(old, new)
    head, tail = path.split(old)
    if head and tail:
        try:
            removedirs(head)
        except OSError:
            pass


# As followlinks, makes walk() list links to folders among the files.
_walk_symlinks_as_files = object()


def _is_dir(entry, followlinks):
    try:
        if followlinks is _walk_symlinks_as_files:
            return entry.is_dir(follow_symlinks=False) and not entry.is_junction()
        return entry.is_dir()
    except OSError:
        return False


def _is_link(entry):
    try:
        return entry.is_symlink()
    except OSError:
        return False


def walk(top, topdown=True, onerror=None, followlinks=False):
    """Go through a tree of folders.

    Yields for each folder its path, the names of the folders in it and the
    names of the other files. Top down, the caller may change the list of
    folders, which says where to go on. Errors of scandir() are passed to
    onerror or ignored.
    """
    sys.audit("os.walk", top, topdown, onerror, followlinks)
    # Paths of folders to visit, and results that are due after those above.
    pending = [fspath(top)]
    while pending:
        top = pending.pop()
        if isinstance(top, tuple):
            yield top
            continue
        folders, files, visits = [], [], []
        try:
            with scandir(top) as entries:
                for entry in entries:
                    if not _is_dir(entry, followlinks):
                        files.append(entry.name)
                        continue
                    folders.append(entry.name)
                    if not topdown and (followlinks or not _is_link(entry)):
                        visits.append(entry.path)
        except OSError as error:
            if onerror is not None:
                onerror(error)
            continue
        if topdown:
            yield top, folders, files
            # Links are looked up now, since the caller may have made some.
            for folder in reversed(folders):
                visit = path.join(top, folder)
                if followlinks or not path.islink(visit):
                    pending.append(visit)
        else:
            pending.append((top, folders, files))
            pending.extend(reversed(visits))


def fwalk(top=".", topdown=True, onerror=None, *, follow_symlinks=False,
          dir_fd=None):
    """Go through a tree of folders, safe against links made meanwhile.

    Like walk(), but yields also a descriptor of the folder, which is valid
    until the next step. The top is relative to dir_fd, if that is given.
    """
    from _os_fwalk import fwalk
    return fwalk(top, topdown, onerror, follow_symlinks=follow_symlinks,
                 dir_fd=dir_fd)


# Environment variables, and names as the system has them: bytes.


def get_exec_path(env=None):
    """The folders in which programs are looked for."""
    if env is None:
        env = environ
    import warnings
    with warnings.catch_warnings():
        # A dict with str and bytes as keys compares them.
        warnings.simplefilter("ignore", BytesWarning)
        try:
            folders = env.get("PATH")
        except TypeError:
            folders = None
        try:
            encoded = env[b"PATH"]
        except (KeyError, TypeError):
            pass
        else:
            if folders is not None:
                raise ValueError("env cannot contain 'PATH' and b'PATH' keys")
            folders = encoded
    if folders is None:
        folders = defpath
    elif isinstance(folders, bytes):
        folders = fsdecode(folders)
    return folders.split(pathsep)


class _Environ(MutableMapping):
    """The environment variables; what is changed here is changed there."""

    def __init__(self, data, encodekey, decodekey, encodevalue, decodevalue):
        self.encodekey = encodekey
        self.decodekey = decodekey
        self.encodevalue = encodevalue
        self.decodevalue = decodevalue
        self._data = data

    def __getitem__(self, key):
        try:
            value = self._data[self.encodekey(key)]
        except KeyError:
            # The error shows the key as it was given.
            raise KeyError(key) from None
        return self.decodevalue(value)

    def __setitem__(self, key, value):
        key = self.encodekey(key)
        value = self.encodevalue(value)
        putenv(key, value)
        self._data[key] = value

    def __delitem__(self, key):
        encoded = self.encodekey(key)
        unsetenv(encoded)
        try:
            del self._data[encoded]
        except KeyError:
            raise KeyError(key) from None

    def __iter__(self):
        for key in list(self._data):
            yield self.decodekey(key)

    def __len__(self):
        return len(self._data)

    def __repr__(self):
        shown = [f"{self.decodekey(key)!r}: {self.decodevalue(value)!r}"
                 for key, value in self._data.items()]
        return f"environ({{{', '.join(shown)}}})"

    def copy(self):
        """A dict of the variables."""
        return dict(self)

    def setdefault(self, key, value):
        if key not in self:
            self[key] = value
        return self[key]

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return {**self, **dict(other)}

    def __ror__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return {**dict(other), **self}


def _make_functions():
    """The functions between str and bytes, for variables and for file names."""
    encoding = sys.getfilesystemencoding()
    errors = sys.getfilesystemencodeerrors()

    def encode(value):
        if not isinstance(value, str):
            raise TypeError(f"str expected, not {type(value).__name__}")
        return value.encode(encoding, "surrogateescape")

    def decode(value):
        return value.decode(encoding, "surrogateescape")

    def check_bytes(value):
        if not isinstance(value, bytes):
            raise TypeError(f"bytes expected, not {type(value).__name__}")
        return value

    def fsencode(filename):
        """A path as bytes."""
        filename = fspath(filename)
        if isinstance(filename, str):
            return filename.encode(encoding, errors)
        return filename

    def fsdecode(filename):
        """A path as str."""
        filename = fspath(filename)
        if isinstance(filename, bytes):
            return filename.decode(encoding, errors)
        return filename

    variables = posix.environ
    return (_Environ(variables, encode, decode, encode, decode),
            _Environ(variables, check_bytes, bytes, check_bytes, bytes),
            fsencode, fsdecode)


environ, environb, fsencode, fsdecode = _make_functions()
del _make_functions


def getenv(key, default=None):
    """The value of an environment variable, or the default."""
    return environ.get(key, default)


def getenvb(key, default=None):
    """The value of an environment variable in bytes, or the default."""
    return environb.get(key, default)


# Starting other programs.


def execl(file, *args):
    """Replace the process by a program, with these arguments."""
    execv(file, args)


def execle(file, *args):
    """Replace the process by a program; the last argument is its environment."""
    execve(file, args[:-1], args[-1])


def execlp(file, *args):
    """Replace the process by a program that is looked for in $PATH."""
    execvp(file, args)


def execlpe(file, *args):
    """Like execlp(); the last argument is the environment."""
    execvpe(file, args[:-1], args[-1])


def execvp(file, args):
    """Like execlp(), with a list of arguments."""
    _execvpe(file, args)


def execvpe(file, args, env):
    """Like execlpe(), with a list of arguments."""
    _execvpe(file, args, env)


def _execvpe(file, args, env=None):
    if env is None:
        execute, rest, env = execv, (args,), environ
    else:
        execute, rest = execve, (args, env)
    if path.dirname(file):
        execute(file, *rest)
        return
    error = None
    for folder in get_exec_path(env):
        try:
            execute(path.join(fsencode(folder), fsencode(file)), *rest)
        except (FileNotFoundError, NotADirectoryError) as absent:
            last = absent
        except OSError as refused:
            # That there is a program which cannot be run tells more than that
            # another folder has none.
            last = refused
            if error is None:
                error = refused
    raise last if error is None else error


def _spawnvef(mode, file, args, env, func):
    if not isinstance(args, (tuple, list)):
        raise TypeError("argv must be a tuple or a list")
    if not args or not args[0]:
        raise ValueError("argv first element cannot be empty")
    pid = fork()
    if not pid:
        try:
            if env is None:
                func(file, args)
            else:
                func(file, args, env)
        except:
            _exit(127)
    if mode == P_NOWAIT:
        return pid
    while True:
        _, status = waitpid(pid, 0)
        if not WIFSTOPPED(status):
            return waitstatus_to_exitcode(status)


# With P_NOWAIT as the mode they return the id of the process at once. With
# P_WAIT they return its exit code, or minus the signal that has ended it.


def spawnv(mode, file, args):
    """Run a program, with a list of arguments."""
    return _spawnvef(mode, file, args, None, execv)


def spawnve(mode, file, args, env):
    """Run a program in an environment, with a list of arguments."""
    return _spawnvef(mode, file, args, env, execve)


def spawnvp(mode, file, args):
    """Run a program that is looked for in $PATH, with a list of arguments."""
    return _spawnvef(mode, file, args, None, execvp)


def spawnvpe(mode, file, args, env):
    """spawnvp() with an environment."""
    return _spawnvef(mode, file, args, env, execvpe)


def spawnl(mode, file, *args):
    """Run a program, with these arguments."""
    return spawnv(mode, file, args)


def spawnle(mode, file, *args):
    """Run a program; the last argument is its environment."""
    return spawnve(mode, file, args[:-1], args[-1])


def spawnlp(mode, file, *args):
    """Run a program that is looked for in $PATH, with these arguments."""
    return spawnvp(mode, file, args)


def spawnlpe(mode, file, *args):
    """Like spawnlp(); the last argument is the environment."""
    return spawnvpe(mode, file, args[:-1], args[-1])


def popen(cmd, mode="r", buffering=-1):
    """Run a command of the shell; return a file to read from it or write to it."""
    if not isinstance(cmd, str):
        raise TypeError(f"invalid cmd type ({type(cmd)}, expected string)")
    if mode not in ("r", "w"):
        raise ValueError(f"invalid mode {mode!r}")
    if buffering == 0 or buffering is None:
        raise ValueError("popen() does not support unbuffered streams")
    from subprocess import PIPE, Popen
    stream = "stdout" if mode == "r" else "stdin"
    process = Popen(cmd, shell=True, text=True, bufsize=buffering,
                    **{stream: PIPE})
    return _wrap_close(getattr(process, stream), process)


class _wrap_close:
    """The file that popen() returns: closing it waits for the command."""

    def __init__(self, stream, proc):
        self._stream = stream
        self._proc = proc

    def close(self):
        self._stream.close()
        returncode = self._proc.wait()
        # As a status of wait() has it.
        return returncode << 8 if returncode else None

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def __iter__(self):
        return iter(self._stream)


# Files and paths.


def fdopen(fd, mode="r", buffering=-1, encoding=None, *args, **kwargs):
    """open() for a file descriptor."""
    if not isinstance(fd, int):
        raise TypeError(f"invalid fd type ({type(fd)}, expected integer)")
    import io
    if "b" not in mode:
        encoding = io.text_encoding(encoding)
    return io.open(fd, mode, buffering, encoding, *args, **kwargs)


def _fspath(path):
    """fspath() in the language itself."""
    if isinstance(path, (str, bytes)):
        return path
    kind = type(path)
    method = getattr(kind, "__fspath__", None)
    if method is None:
        raise TypeError("expected str, bytes or os.PathLike object, "
                        f"not {kind.__name__}")
    text = method(path)
    if isinstance(text, (str, bytes)):
        return text
    raise TypeError(f"expected {kind.__name__}.__fspath__() to return str or "
                    f"bytes, not {type(text).__name__}")


class PathLike(abc.ABC):
    """Whoever has __fspath__, which gives a path as str or bytes."""

    __slots__ = ()

    @abc.abstractmethod
    def __fspath__(self):
        """The path."""
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is PathLike:
            return _check_methods(subclass, "__fspath__")
        return NotImplemented

    __class_getitem__ = classmethod(GenericAlias)


if "sched_getaffinity" in globals() and sys._get_cpu_count_config() < 0:
    def process_cpu_count():
        """How many CPUs the calling thread may use."""
        return len(sched_getaffinity(0))
else:
    process_cpu_count = cpu_count

del posix
