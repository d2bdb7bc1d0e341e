"""Functions on paths as POSIX has them: the module os.path."""

__all__ = [
    "normcase", "isabs", "join", "splitdrive", "splitroot", "split", "splitext",
    "basename", "dirname", "commonprefix", "getsize", "getmtime",
    "getatime", "getctime", "islink", "exists", "lexists", "isdir", "isfile",
    "ismount", "expanduser", "expandvars", "normpath", "abspath",
    "samefile", "sameopenfile", "samestat",
    "curdir", "pardir", "sep", "pathsep", "defpath", "altsep", "extsep",
    "devnull", "realpath", "supports_unicode_filenames", "relpath",
    "commonpath", "isjunction", "isdevdrive",
]

# Before the imports: `os` takes these from here while this module is loaded.
curdir = "."
pardir = ".."
extsep = "."
sep = "/"
pathsep = ":"
defpath = "/bin:/usr/bin"
altsep = None
devnull = "/dev/null"

import os
import sys
import stat
import genericpath
from genericpath import *

supports_unicode_filenames = sys.platform == "darwin"


def _get_sep(path):
    return b"/" if isinstance(path, bytes) else "/"


def _get_names(path):
    """The separator, "." and ".." in the type of the path."""
    return (b"/", b".", b"..") if isinstance(path, bytes) else ("/", ".", "..")


def normcase(s):
    """The path with its case normalized, which means nothing here."""
    return os.fspath(s)


def isabs(s):
    """Whether the path begins at the root."""
    s = os.fspath(s)
    return s.startswith(_get_sep(s))


def join(a, *p):
    """Join parts of a path; one that is absolute drops those before it."""
    a = os.fspath(a)
    separator = _get_sep(a)
    path = a
    try:
        for part in map(os.fspath, p):
            if part.startswith(separator) or not path:
                path = part
            elif path.endswith(separator):
                path += part
            else:
                path += separator + part
    except (TypeError, AttributeError, BytesWarning):
        genericpath._check_arg_types("join", a, *p)
        raise
    return path


def split(p):
    """What stands before the last slash, and what stands after it."""
    p = os.fspath(p)
    separator = _get_sep(p)
    start = p.rfind(separator) + 1
    head = p[:start]
    # A head of slashes only is the root, and keeps them.
    return head.rstrip(separator) or head, p[start:]


def splitext(p):
    """The path without its extension, and the extension with its dot."""
    p = os.fspath(p)
    if isinstance(p, bytes):
        return genericpath._splitext(p, b"/", None, b".")
    return genericpath._splitext(p, "/", None, ".")


def splitdrive(p):
    """The drive, which is always empty here, and the path."""
    p = os.fspath(p)
    return p[:0], p


try:
    from posix import _path_splitroot_ex as splitroot
except ImportError:
    def splitroot(p):
        """The drive (always empty), the root and the rest of a path."""
        p = os.fspath(p)
        separator = _get_sep(p)
        # POSIX gives a meaning to two leading slashes, but not to three.
        slashes = len(p) - len(p.lstrip(separator))
        root = 2 if slashes == 2 else min(slashes, 1)
        return p[:0], p[:root], p[root:]


def basename(p):
    """What stands after the last slash."""
    p = os.fspath(p)
    return p[p.rfind(_get_sep(p)) + 1:]


def dirname(p):
    """What stands before the last slash."""
    p = os.fspath(p)
    separator = _get_sep(p)
    head = p[:p.rfind(separator) + 1]
    return head.rstrip(separator) or head


def ismount(path):
    """Whether another file system is mounted at the path."""
    try:
        here = os.lstat(path)
    except (OSError, ValueError):
        return False
    if stat.S_ISLNK(here.st_mode):
        return False
    path = os.fspath(path)
    parent = join(path, _get_names(path)[2])
    try:
        above = os.lstat(parent)
    except OSError:
        try:
            above = os.lstat(realpath(parent))
        except OSError:
            return False
    # The root is its own parent.
    return here.st_dev != above.st_dev or here.st_ino == above.st_ino


def _home_of(user):
    """The home folder of a user, by default the current one, or None."""
    try:
        if not user:
            if "HOME" in os.environ:
                return os.environ["HOME"]
            import pwd
            return pwd.getpwuid(os.getuid()).pw_dir
        import pwd
        return pwd.getpwnam(os.fsdecode(user)).pw_dir
    except (ImportError, KeyError):
        return None


def expanduser(path):
    """Replace ~ or ~user at the beginning by the home folder, if it is known."""
    path = os.fspath(path)
    if not path.startswith(b"~" if isinstance(path, bytes) else "~"):
        return path
    separator = _get_sep(path)
    end = path.find(separator, 1)
    if end < 0:
        end = len(path)
    home = _home_of(path[1:end])
    if home is None:
        return path
    if isinstance(path, bytes):
        home = os.fsencode(home)
    return home.rstrip(separator) + path[end:] or separator


_varprog = None
_varprogb = None


def expandvars(path):
    """Replace $name and ${name} by environment variables that are set."""
    global _varprog, _varprogb
    path = os.fspath(path)
    if isinstance(path, bytes):
        if b"$" not in path:
            return path
        if not _varprogb:
            import re
            _varprogb = re.compile(rb"\$(\w+|\{[^}]*\})", re.ASCII)
        pattern, environ, brace = _varprogb, os.environb, b"{"
    else:
        if "$" not in path:
            return path
        if not _varprog:
            import re
            _varprog = re.compile(r"\$(\w+|\{[^}]*\})", re.ASCII)
        pattern, environ, brace = _varprog, os.environ, "{"

    def value(match):
        name = match[1]
        if name.startswith(brace):
            name = name[1:-1]
        try:
            return environ[name]
        except KeyError:
            return match[0]

    return pattern.sub(value, path)


try:
    from posix import _path_normpath as normpath
except ImportError:
    def normpath(path):
        """The path without empty parts, "." and, where it can be, ".."."""
        path = os.fspath(path)
        separator, here, up = _get_names(path)
        if not path:
            return here
        _, root, rest = splitroot(path)
        parts = []
        for part in rest.split(separator):
            if not part or part == here:
                continue
            if part != up or (not root and not parts) or (
                    parts and parts[-1] == up):
                parts.append(part)
            elif parts:
                parts.pop()
        return root + separator.join(parts) or here


def abspath(path):
    """The normalized path from the root on."""
    path = os.fspath(path)
    separator = _get_sep(path)
    if not path.startswith(separator):
        folder = os.getcwdb() if isinstance(path, bytes) else os.getcwd()
        path = join(folder, path)
    return normpath(path)


def realpath(filename, *, strict=False):
    """The path from the root on, without symbolic links.

    If strict, a part that does not exist or a loop of links is an OSError.
    """
    filename = os.fspath(filename)
    separator, here, up = _get_names(filename)
    if filename.startswith(separator):
        path = separator
    else:
        path = os.getcwdb() if isinstance(filename, bytes) else os.getcwd()
    # Parts to come, the next one last. A link that has been followed lies
    # below the parts of its target, as a tuple of one.
    pending = filename.split(separator)
    pending.reverse()
    # Where links lead; None while their parts are still to come.
    targets = {}
    while pending:
        part = pending.pop()
        if type(part) is tuple:
            targets[part[0]] = path
            continue
        if not part or part == here:
            continue
        if part == up:
            path = path[:path.rindex(separator)] or separator
            continue
        longer = path + part if path == separator else path + separator + part
        try:
            if not stat.S_ISLNK(os.lstat(longer).st_mode):
                path = longer
                continue
            if longer in targets:
                path = targets[longer]
                if path is None:
                    # A loop. The call raises the error that says so.
                    if strict:
                        os.stat(longer)
                    path = longer
                continue
            target = os.readlink(longer)
        except OSError:
            if strict:
                raise
            path = longer
            continue
        targets[longer] = None
        if target.startswith(separator):
            path = separator
        pending.append((longer,))
        pending.extend(reversed(target.split(separator)))
    return path


def relpath(path, start=None):
    """The path from one folder, by default the current one, to another place."""
    path = os.fspath(path)
    if not path:
        raise ValueError("no path specified")
    separator, here, up = _get_names(path)
    start = here if start is None else os.fspath(start)
    try:
        begin = [part for part in abspath(start).split(separator) if part]
        end = [part for part in abspath(path).split(separator) if part]
        shared = len(commonprefix([begin, end]))
        parts = [up] * (len(begin) - shared) + end[shared:]
        return separator.join(parts) or here
    except (TypeError, AttributeError, BytesWarning, DeprecationWarning):
        genericpath._check_arg_types("relpath", path, start)
        raise


def commonpath(paths):
    """The longest path that all paths begin with."""
    paths = tuple(map(os.fspath, paths))
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    separator, here, _ = _get_names(paths[0])
    try:
        if len({path.startswith(separator) for path in paths}) > 1:
            raise ValueError("Can't mix absolute and relative paths")
        parts = [[part for part in path.split(separator) if part and part != here]
                 for path in paths]
        common = separator.join(commonprefix(parts))
        return separator + common if isabs(paths[0]) else common
    except (TypeError, AttributeError):
        genericpath._check_arg_types("commonpath", *paths)
        raise
