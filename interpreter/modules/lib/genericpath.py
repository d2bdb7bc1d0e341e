"""Functions on paths that are the same on every platform."""

import stat

__all__ = [
    "commonprefix", "exists", "getatime", "getctime", "getmtime", "getsize",
    "isdevdrive", "isdir", "isfile", "isjunction", "islink", "lexists",
    "samefile", "sameopenfile", "samestat",
]


def exists(path):
    """Whether the path leads to something; broken links do not."""
    try:
        os.stat(path)
    except (OSError, ValueError):
        return False
    return True


def lexists(path):
    """Whether there is something at the path, even if a broken link."""
    try:
        os.lstat(path)
    except (OSError, ValueError):
        return False
    return True


def isfile(path):
    """Whether the path leads to a regular file."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(found.st_mode)


def isdir(s):
    """Whether the path leads to a directory."""
    try:
        found = os.stat(s)
    except (OSError, ValueError):
        return False
    return stat.S_ISDIR(found.st_mode)


def islink(path):
    """Whether there is a symbolic link at the path."""
    try:
        found = os.lstat(path)
    except (OSError, ValueError, AttributeError):
        return False
    return stat.S_ISLNK(found.st_mode)


def isjunction(path):
    """Whether there is a junction at the path, which only Windows has."""
    os.fspath(path)
    return False


def isdevdrive(path):
    """Whether the path is on a Dev Drive, which only Windows has."""
    os.fspath(path)
    return False


def getsize(filename):
    """The size of a file in bytes."""
    return os.stat(filename).st_size


def getmtime(filename):
    """When the contents changed."""
    return os.stat(filename).st_mtime


def getatime(filename):
    """When the file was read."""
    return os.stat(filename).st_atime


def getctime(filename):
    """When the metadata changed."""
    return os.stat(filename).st_ctime


def commonprefix(m):
    """The longest beginning that all items, lists or strings, share."""
    if not m:
        return ""
    if not isinstance(m[0], (list, tuple)):
        m = tuple(map(os.fspath, m))
    # If the least and the greatest share it, so do all between them.
    least, greatest = min(m), max(m)
    for index, character in enumerate(least):
        if character != greatest[index]:
            return least[:index]
    return least


def samestat(s1, s2):
    """Whether two results of stat are of the same file."""
    return s1.st_ino == s2.st_ino and s1.st_dev == s2.st_dev


def samefile(f1, f2):
    """Whether two paths, or open files, lead to the same file."""
    return samestat(os.stat(f1), os.stat(f2))


def sameopenfile(fp1, fp2):
    """Whether two file descriptors are of the same file."""
    return samestat(os.fstat(fp1), os.fstat(fp2))


def _splitext(p, sep, altsep, extsep):
    """The path without its extension, and the extension with its dot.

    Dots at the beginning of a name begin no extension.
    """
    start = p.rfind(sep)
    if altsep:
        start = max(start, p.rfind(altsep))
    start += 1
    dot = p.rfind(extsep)
    if dot >= start and p[start:dot].strip(extsep):
        return p[:dot], p[dot:]
    return p, p[:0]


def _check_arg_types(funcname, *args):
    """Raise the error that says what is wrong with arguments, if anything is."""
    kinds = set()
    for argument in args:
        if isinstance(argument, str):
            kinds.add(str)
        elif isinstance(argument, bytes):
            kinds.add(bytes)
        else:
            raise TypeError(
                f"{funcname}() argument must be str, bytes, or "
                f"os.PathLike object, not {argument.__class__.__name__!r}"
            ) from None
    if len(kinds) == 2:
        raise TypeError("Can't mix strings and bytes in path components") from None


# At the end: `os` loads `posixpath`, which takes the functions from here.
import os
