"""What programs need of the operating system, under the names of POSIX.

Most comes from `posix`. The mappings of environment variables are in
`_os_environ`, which is loaded at first use: they need the abstract base
classes, and many programs need only paths.
"""

import abc
import sys
import stat as st

import posix
import posixpath as path
from posix import *
from posix import _exit

# The variables in bytes: this module has a mapping of its own.
globals().pop("environ", None)

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

_ENVIRON = ("environ", "environb", "_Environ")


def __getattr__(name):
    if name not in _ENVIRON:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import _os_environ
    value = globals()[name] = getattr(_os_environ, name)
    return value


def __dir__():
    return sorted({*globals(), *_ENVIRON})


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
    capabilities = getattr(posix, "_have_functions", ())
    return {
        globals()[function]
        for capability, names in functions.items()
        if f"HAVE_{capability}" in capabilities
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
        env = _get_environ()
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


def _make_path_functions():
    encoding = sys.getfilesystemencoding()
    errors = sys.getfilesystemencodeerrors()

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

    return fsencode, fsdecode


fsencode, fsdecode = _make_path_functions()
del _make_path_functions


def _get_environ():
    # Programs may have put something else in its place.
    found = globals().get("environ")
    return __getattr__("environ") if found is None else found


def getenv(key, default=None):
    """The value of an environment variable, or the default."""
    return _get_environ().get(key, default)


def getenvb(key, default=None):
    """The value of an environment variable in bytes, or the default."""
    found = globals().get("environb")
    return (__getattr__("environb") if found is None else found).get(key, default)


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
        execute, rest, env = execv, (args,), _get_environ()
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
            from _collections_abc import _check_methods
            return _check_methods(subclass, "__fspath__")
        return NotImplemented

    __class_getitem__ = classmethod(GenericAlias)


def process_cpu_count():
    """How many CPUs the calling thread may use."""
    # The option -X cpu_count decides if it is given.
    if "sched_getaffinity" in globals() and sys._get_cpu_count_config() < 0:
        return len(sched_getaffinity(0))
    return cpu_count()


del posix
