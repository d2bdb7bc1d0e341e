"""Starting other programs: the families exec and spawn, and popen.

Part of `os`, which loads it at first use.
"""

import os
from os import P_NOWAIT

__name__ = "os"

# Functions are looked up in `os` when they are called: programs replace them.


def execl(file, *args):
    """Replace the process by a program, with these arguments."""
    os.execv(file, args)


def execle(file, *args):
    """Replace the process by a program; the last argument is its environment."""
    os.execve(file, args[:-1], args[-1])


def execlp(file, *args):
    """Replace the process by a program that is looked for in $PATH."""
    os.execvp(file, args)


def execlpe(file, *args):
    """Like execlp(); the last argument is the environment."""
    os.execvpe(file, args[:-1], args[-1])


def execvp(file, args):
    """Like execlp(), with a list of arguments."""
    os._execvpe(file, args)


def execvpe(file, args, env):
    """Like execlpe(), with a list of arguments."""
    os._execvpe(file, args, env)


def _execvpe(file, args, env=None):
    if env is None:
        execute, rest, env = os.execv, (args,), os.environ
    else:
        execute, rest = os.execve, (args, env)
    if os.path.dirname(file):
        execute(file, *rest)
        return
    error = None
    for folder in os.get_exec_path(env):
        try:
            execute(os.path.join(os.fsencode(folder), os.fsencode(file)), *rest)
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
    pid = os.fork()
    if not pid:
        try:
            if env is None:
                func(file, args)
            else:
                func(file, args, env)
        except:
            os._exit(127)
    if mode == P_NOWAIT:
        return pid
    while True:
        _, status = os.waitpid(pid, 0)
        if not os.WIFSTOPPED(status):
            return os.waitstatus_to_exitcode(status)


# With P_NOWAIT as the mode they return the id of the process at once. With
# P_WAIT they return its exit code, or minus the signal that has ended it.


def spawnv(mode, file, args):
    """Run a program, with a list of arguments."""
    return _spawnvef(mode, file, args, None, os.execv)


def spawnve(mode, file, args, env):
    """Run a program in an environment, with a list of arguments."""
    return _spawnvef(mode, file, args, env, os.execve)


def spawnvp(mode, file, args):
    """Run a program that is looked for in $PATH, with a list of arguments."""
    return _spawnvef(mode, file, args, None, os.execvp)


def spawnvpe(mode, file, args, env):
    """spawnvp() with an environment."""
    return _spawnvef(mode, file, args, env, os.execvpe)


def spawnl(mode, file, *args):
    """Run a program, with these arguments."""
    return os.spawnv(mode, file, args)


def spawnle(mode, file, *args):
    """Run a program; the last argument is its environment."""
    return os.spawnve(mode, file, args[:-1], args[-1])


def spawnlp(mode, file, *args):
    """Run a program that is looked for in $PATH, with these arguments."""
    return os.spawnvp(mode, file, args)


def spawnlpe(mode, file, *args):
    """Like spawnlp(); the last argument is the environment."""
    return os.spawnvpe(mode, file, args[:-1], args[-1])


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
