"""Copying, moving and removing files and folders."""

import collections as _collections
import errno as _errno
import fnmatch as _fnmatch
import os
import stat as _stat_module
import sys

from _archives import (
    ReadError, RegistryError, _get_gid, _get_uid, get_archive_formats, get_unpack_formats,
    make_archive, register_archive_format, register_unpack_format, unpack_archive,
    unregister_archive_format, unregister_unpack_format)
from _remove_tree import _Removal

__all__ = [
    'copyfileobj', 'copyfile', 'copymode', 'copystat', 'copy', 'copy2', 'copytree', 'move',
    'rmtree', 'Error', 'SpecialFileError', 'ExecError', 'make_archive', 'get_archive_formats',
    'register_archive_format', 'unregister_archive_format', 'get_unpack_formats',
    'register_unpack_format', 'unregister_unpack_format', 'unpack_archive', 'ignore_patterns',
    'chown', 'which', 'get_terminal_size', 'SameFileError', 'disk_usage',
]

COPY_BUFSIZE = 64 * 1024

# Whether the system copies between files; found out when it does not.
_USE_CP_SENDFILE = hasattr(os, 'sendfile') and sys.platform.startswith('linux')
# Whether folders can be removed by descriptors.
_use_fd_functions = ({os.open, os.stat, os.unlink, os.rmdir} <= os.supports_dir_fd
                     and os.scandir in os.supports_fd and os.stat in os.supports_follow_symlinks)


class Error(OSError):
    """Something could not be copied or moved; for a folder, with a list of all that."""


class SameFileError(Error):
    """A file cannot be copied onto itself."""


class SpecialFileError(OSError):
    """What was to be copied is no regular file."""


class ExecError(OSError):
    """A command could not be run."""


class _GiveupOnFastCopy(Exception):
    """The files are to be copied in the ordinary way."""


def copyfileobj(fsrc, fdst, length=0):
    """Copies from one file object to another."""
    length = length or COPY_BUFSIZE
    read, write = fsrc.read, fdst.write
    while block := read(length):
        write(block)


def _fastcopy_sendfile(fsrc, fdst):
    """Has the system copy."""
    global _USE_CP_SENDFILE
    try:
        source, target = fsrc.fileno(), fdst.fileno()
    except Exception as error:
        raise _GiveupOnFastCopy(error)
    try:
        size = max(os.fstat(source).st_size, 2 ** 23)
    except OSError:
        size = 2 ** 27
    offset = 0
    while True:
        try:
            sent = os.sendfile(target, source, offset, size)
        except OSError as error:
            error.filename, error.filename2 = fsrc.name, fdst.name
            if error.errno == _errno.ENOTSOCK:
                _USE_CP_SENDFILE = False
                raise _GiveupOnFastCopy(error)
            if error.errno == _errno.ENOSPC:
                raise error from None
            if offset == 0 and os.lseek(target, 0, os.SEEK_CUR) == 0:
                raise _GiveupOnFastCopy(error)
            raise error
        if sent == 0:
            return
        offset += sent


def _samefile(src, dst):
    try:
        if isinstance(src, os.DirEntry):
            return os.path.samestat(src.stat(), os.stat(dst))
        return os.path.samefile(src, dst)
    except OSError:
        return False


def _stat(fn):
    return fn.stat() if isinstance(fn, os.DirEntry) else os.stat(fn)


def _islink(fn):
    return fn.is_symlink() if isinstance(fn, os.DirEntry) else os.path.islink(fn)


def _refuse_pipe(path):
    try:
        mode = _stat(path).st_mode
    except OSError:
        return
    if _stat_module.S_ISFIFO(mode):
        name = path.path if isinstance(path, os.DirEntry) else path
        raise SpecialFileError(f'`{name}` is a named pipe')


def copyfile(src, dst, *, follow_symlinks=True):
    """Copies what is in a file. Returns the path of the copy."""
    sys.audit('shutil.copyfile', src, dst)
    if _samefile(src, dst):
        raise SameFileError(f'{src!r} and {dst!r} are the same file')
    _refuse_pipe(src)
    _refuse_pipe(dst)
    if not follow_symlinks and _islink(src):
        os.symlink(os.readlink(src), dst)
        return dst
    with open(src, 'rb') as source:
        try:
            with open(dst, 'wb') as target:
                if _USE_CP_SENDFILE:
                    try:
                        _fastcopy_sendfile(source, target)
                        return dst
                    except _GiveupOnFastCopy:
                        pass
                copyfileobj(source, target)
        except IsADirectoryError as error:
            if os.path.exists(dst):
                raise
            raise FileNotFoundError(f'Directory does not exist: {dst}') from error
    return dst


def copymode(src, dst, *, follow_symlinks=True):
    """Copies the permissions."""
    sys.audit('shutil.copymode', src, dst)
    look, change = _stat, os.chmod
    if not follow_symlinks and _islink(src) and os.path.islink(dst):
        if not hasattr(os, 'lchmod'):
            return
        look, change = os.lstat, os.lchmod
    change(dst, _stat_module.S_IMODE(look(src).st_mode))


def _copyxattr(src, dst, *, follow_symlinks=True):
    """Copies the extended attributes, where there can be some."""
    absent = _errno.ENOTSUP, _errno.ENODATA, _errno.EINVAL
    try:
        names = os.listxattr(src, follow_symlinks=follow_symlinks)
    except OSError as error:
        if error.errno not in absent:
            raise
        return
    for name in names:
        try:
            value = os.getxattr(src, name, follow_symlinks=follow_symlinks)
            os.setxattr(dst, name, value, follow_symlinks=follow_symlinks)
        except OSError as error:
            if error.errno not in (*absent, _errno.EPERM, _errno.EACCES):
                raise


if not hasattr(os, 'listxattr'):
    def _copyxattr(*args, **kwargs):
        """There are no extended attributes."""


def _ignored(*args, **kwargs):
    """For what the system cannot do to a link."""


def copystat(src, dst, *, follow_symlinks=True):
    """Copies the permissions, the times and the extended attributes."""
    sys.audit('shutil.copystat', src, dst)
    follow = follow_symlinks or not (_islink(src) and os.path.islink(dst))

    def lookup(name):
        function = getattr(os, name, _ignored)
        return function if follow or function in os.supports_follow_symlinks else _ignored

    if isinstance(src, os.DirEntry):
        facts = src.stat(follow_symlinks=follow)
    else:
        facts = lookup('stat')(src, follow_symlinks=follow)
    lookup('utime')(dst, ns=(facts.st_atime_ns, facts.st_mtime_ns), follow_symlinks=follow)
    # Before the permissions, which might forbid it.
    _copyxattr(src, dst, follow_symlinks=follow)
    try:
        lookup('chmod')(dst, _stat_module.S_IMODE(facts.st_mode), follow_symlinks=follow)
    except NotImplementedError:
        pass
    if hasattr(facts, 'st_flags'):
        try:
            lookup('chflags')(dst, facts.st_flags, follow_symlinks=follow)
        except OSError as error:
            if error.errno not in (_errno.EOPNOTSUPP, _errno.ENOTSUP):
                raise


def _into(src, dst):
    return os.path.join(dst, os.path.basename(src)) if os.path.isdir(dst) else dst


def copy(src, dst, *, follow_symlinks=True):
    """Copies a file with its permissions. Returns the path of the copy."""
    dst = _into(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copymode(src, dst, follow_symlinks=follow_symlinks)
    return dst


def copy2(src, dst, *, follow_symlinks=True):
    """Copies a file with all that is known of it. Returns the path of the copy."""
    dst = _into(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copystat(src, dst, follow_symlinks=follow_symlinks)
    return dst


def ignore_patterns(*patterns):
    """For copytree: ignores names that match patterns."""
    def _ignore_patterns(path, names):
        return {name for pattern in patterns for name in _fnmatch.filter(names, pattern)}

    return _ignore_patterns


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2,
             ignore_dangling_symlinks=False, dirs_exist_ok=False):
    """Copies a folder with all that is in it. Returns the path of the copy."""
    sys.audit('shutil.copytree', src, dst)
    with os.scandir(src) as listing:
        entries = list(listing)
    ignored = ()
    if ignore is not None:
        ignored = ignore(os.fspath(src), [entry.name for entry in entries])
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    errors = []
    # These look at an entry without another system call.
    takes_entries = copy_function in (copy, copy2)

    def copy_folder(source, target):
        copytree(source, target, symlinks, ignore, copy_function, ignore_dangling_symlinks,
                 dirs_exist_ok)

    for entry in entries:
        if entry.name in ignored:
            continue
        source, target = os.path.join(src, entry.name), os.path.join(dst, entry.name)
        given = entry if takes_entries else source
        try:
            if entry.is_symlink():
                leads_to = os.readlink(source)
                if symlinks:
                    os.symlink(leads_to, target)
                    copystat(given, target, follow_symlinks=False)
                    continue
                if ignore_dangling_symlinks and not os.path.exists(leads_to):
                    continue
            if entry.is_dir():
                copy_folder(given, target)
            else:
                copy_function(given, target)
        except Error as error:
            errors.extend(error.args[0])
        except OSError as error:
            errors.append((source, target, str(error)))
    try:
        copystat(src, dst)
    except OSError as error:
        errors.append((src, dst, str(error)))
    if errors:
        raise Error(errors)
    return dst


def _rmtree_safe_fd(path, dir_fd, onexc):
    _Removal(onexc).remove(path, dir_fd, path)


def _rmtree_unsafe(path, onexc):
    """Removes a folder by paths."""
    def attempt(function, target):
        try:
            function(target)
        except FileNotFoundError:
            pass
        except OSError as error:
            onexc(function, target, error)

    def cannot_list(error):
        if not isinstance(error, FileNotFoundError):
            onexc(os.scandir, error.filename, error)

    for folder, folders, files in os.walk(path, topdown=False, onerror=cannot_list,
                                          followlinks=os._walk_symlinks_as_files):
        for name in folders:
            attempt(os.rmdir, os.path.join(folder, name))
        for name in files:
            attempt(os.unlink, os.path.join(folder, name))
    attempt(os.rmdir, path)


def _error_handler(ignore_errors, onerror, onexc):
    if ignore_errors:
        return lambda function, path, error: None
    if onexc is not None:
        return onexc

    def handle(function, path, error):
        if onerror is None:
            raise error
        details = (None, None, None)
        if error is not None:
            details = type(error), error, error.__traceback__
        return onerror(function, path, details)

    return handle


def rmtree(path, ignore_errors=False, onerror=None, *, onexc=None, dir_fd=None):
    """Removes a folder with all that is in it."""
    sys.audit('shutil.rmtree', path, dir_fd)
    onexc = _error_handler(ignore_errors, onerror, onexc)
    if _use_fd_functions:
        _rmtree_safe_fd(os.fsdecode(path) if isinstance(path, bytes) else path, dir_fd, onexc)
        return
    if dir_fd is not None:
        raise NotImplementedError('dir_fd unavailable on this platform')
    try:
        is_link = _stat_module.S_ISLNK(os.lstat(path).st_mode)
    except OSError as error:
        onexc(os.lstat, path, error)
        return
    if is_link:
        try:
            raise OSError('Cannot call rmtree on a symbolic link')
        except OSError as error:
            onexc(os.path.islink, path, error)
        return
    _rmtree_unsafe(path, onexc)


rmtree.avoids_symlink_attacks = _use_fd_functions


def move(src, dst, copy_function=copy2):
    """Moves a file or a folder. Returns the path where it is now."""
    sys.audit('shutil.move', src, dst)
    target = dst
    if os.path.isdir(dst):
        if _samefile(src, dst) and not os.path.islink(src):
            # Only the case of its name is to change.
            os.rename(src, dst)
            return None
        target = os.path.join(dst, os.path.basename(os.fspath(src).rstrip(os.path.sep)))
        if os.path.exists(target):
            raise Error(f"Destination path '{target}' already exists")
    try:
        os.rename(src, target)
        return target
    except OSError:
        # On another file system, perhaps.
        pass
    if os.path.islink(src):
        os.symlink(os.readlink(src), target)
        os.unlink(src)
    elif os.path.isdir(src):
        if _destinsrc(src, dst):
            raise Error(f"Cannot move a directory '{src}' into itself '{dst}'.")
        copytree(src, target, copy_function=copy_function, symlinks=True)
        rmtree(src)
    else:
        copy_function(src, target)
        os.unlink(src)
    return target


def _destinsrc(src, dst):
    source, target = [path if path.endswith(os.path.sep) else path + os.path.sep
                      for path in (os.path.abspath(src), os.path.abspath(dst))]
    return target.startswith(source)


_ntuple_diskusage = _collections.namedtuple('usage', 'total used free')


def disk_usage(path):
    """How much of the file system of a path is used, in bytes."""
    facts = os.statvfs(path)
    used = (facts.f_blocks - facts.f_bfree) * facts.f_frsize
    return _ntuple_diskusage(facts.f_blocks * facts.f_frsize, used,
                             facts.f_bavail * facts.f_frsize)


def chown(path, user=None, group=None, *, dir_fd=None, follow_symlinks=True):
    """Gives a file to a user, a group or both, by their names or numbers."""
    sys.audit('shutil.chown', path, user, group)
    if user is None and group is None:
        raise ValueError('user and/or group must be set')
    uid = -1 if user is None else user
    if isinstance(user, str):
        uid = _get_uid(user)
        if uid is None:
            raise LookupError(f'no such user: {user!r}')
    gid = -1 if group is None else group
    if not isinstance(gid, int):
        gid = _get_gid(group)
        if gid is None:
            raise LookupError(f'no such group: {group!r}')
    os.chown(path, uid, gid, dir_fd=dir_fd, follow_symlinks=follow_symlinks)


def get_terminal_size(fallback=(80, 24)):
    """The columns and lines of the terminal, or those that the environment says."""
    def wanted(name):
        try:
            return int(os.environ[name])
        except (KeyError, ValueError):
            return 0

    columns, lines = wanted('COLUMNS'), wanted('LINES')
    if columns <= 0 or lines <= 0:
        try:
            size = os.get_terminal_size(sys.__stdout__.fileno())
        except (AttributeError, ValueError, OSError):
            size = os.terminal_size(fallback)
        columns = columns if columns > 0 else size.columns or fallback[0]
        lines = lines if lines > 0 else size.lines or fallback[1]
    return os.terminal_size((columns, lines))


def _access_check(fn, mode):
    return os.path.exists(fn) and os.access(fn, mode) and not os.path.isdir(fn)


def _search_path():
    path = os.environ.get('PATH', None)
    if path is None:
        try:
            path = os.confstr('CS_PATH')
        except (AttributeError, ValueError):
            path = os.defpath
    return path


def which(cmd, mode=os.F_OK | os.X_OK, path=None):
    """The path of a command; None where there is none."""
    folder, name = os.path.split(cmd)
    if folder:
        folders = [folder]
    else:
        path = _search_path() if path is None else path
        if not path:
            return None
        if isinstance(cmd, bytes):
            folders = os.fsencode(path).split(os.fsencode(os.pathsep))
        else:
            folders = os.fsdecode(path).split(os.pathsep)
    for folder in dict.fromkeys(folders):
        candidate = os.path.join(folder, name)
        if _access_check(candidate, mode):
            return candidate
    return None
