"""Files and folders that last as long as they are needed."""

import errno as _errno
import functools as _functools
import io as _io
import os as _os
import sys as _sys
import types as _types
import warnings as _warnings
import weakref as _weakref
from _remove_tree import rmtree as _remove_tree
from _thread import allocate_lock as _allocate_lock

__all__ = [
    'NamedTemporaryFile', 'TemporaryFile', 'SpooledTemporaryFile', 'TemporaryDirectory', 'mkstemp',
    'mkdtemp', 'mktemp', 'TMP_MAX', 'gettempprefix', 'tempdir', 'gettempdir', 'gettempprefixb',
    'gettempdirb',
]

_bin_openflags = _text_openflags = _os.O_RDWR | _os.O_CREAT | _os.O_EXCL | _os.O_NOFOLLOW

# How many names are tried.
TMP_MAX = getattr(_os, 'TMP_MAX', 10000)

# What names begin with.
template = 'tmp'

# The folder, once somebody has asked for it; a program may set it.
tempdir = None

_once_lock = _allocate_lock()
_name_sequence = None


def _exists(fn):
    try:
        _os.lstat(fn)
    except OSError:
        return False
    return True


def _infer_return_type(*args):
    """Returns str or bytes: what the arguments are that were given."""
    kinds = {bytes if isinstance(_os.fspath(arg) if isinstance(arg, _os.PathLike) else arg, bytes)
             else str for arg in args if arg is not None}
    if len(kinds) > 1:
        raise TypeError("Can't mix bytes and non-bytes in path components.")
    if kinds:
        return kinds.pop()
    return str if tempdir is None or isinstance(tempdir, str) else bytes


def _sanitize_params(prefix, suffix, dir):
    """Fills in what was not given. Returns the type of the result, too."""
    kind = _infer_return_type(prefix, suffix, dir)
    if suffix is None:
        suffix = kind()
    if prefix is None:
        prefix = template if kind is str else _os.fsencode(template)
    if dir is None:
        dir = gettempdir() if kind is str else gettempdirb()
    return prefix, suffix, dir, kind


class _RandomNameSequence:
    """Gives names of eight characters that cannot be guessed."""

    characters = 'abcdefghijklmnopqrstuvwxyz0123456789_'

    @property
    def rng(self):
        # A child must not give the names of its parent.
        pid = _os.getpid()
        if pid != getattr(self, '_rng_pid', None):
            from random import Random
            self._rng = Random()
            self._rng_pid = pid
        return self._rng

    def __iter__(self):
        return self

    def __next__(self):
        return ''.join(self.rng.choices(self.characters, k=8))


def _candidate_tempdir_list():
    """Returns the folders in which temporary files may be."""
    named = map(_os.getenv, ('TMPDIR', 'TEMP', 'TMP'))
    folders = [*filter(None, named), '/tmp', '/var/tmp', '/usr/tmp']
    try:
        folders.append(_os.getcwd())
    except (AttributeError, OSError):
        folders.append(_os.curdir)
    return folders


def _can_write(folder, names):
    """Tells whether a file can be made in a folder, by making one."""
    for _ in range(100):
        path = _os.path.join(folder, next(names))
        try:
            descriptor = _os.open(path, _bin_openflags, 0o600)
            try:
                try:
                    _os.write(descriptor, b'blat')
                finally:
                    _os.close(descriptor)
            finally:
                _os.unlink(path)
            return True
        except FileExistsError:
            continue
        except OSError:
            return False
    return False


def _get_default_tempdir():
    names = _RandomNameSequence()
    folders = _candidate_tempdir_list()
    for folder in folders:
        if folder != _os.curdir:
            folder = _os.path.abspath(folder)
        if _can_write(folder, names):
            return folder
    raise FileNotFoundError(_errno.ENOENT, 'No usable temporary directory found in %s' % folders)


def _get_candidate_names():
    global _name_sequence
    if _name_sequence is None:
        with _once_lock:
            if _name_sequence is None:
                _name_sequence = _RandomNameSequence()
    return _name_sequence


def _new_paths(dir, pre, suf, kind):
    """Gives paths to try."""
    names = _get_candidate_names()
    for _ in range(TMP_MAX):
        name = next(names)
        yield _os.path.join(dir, pre + (_os.fsencode(name) if kind is bytes else name) + suf)


def _mkstemp_inner(dir, pre, suf, flags, output_type):
    """Makes a file that nobody else has. Returns its descriptor and its path."""
    for path in _new_paths(_os.path.abspath(dir), pre, suf, output_type):
        _sys.audit('tempfile.mkstemp', path)
        try:
            return _os.open(path, flags, 0o600), path
        except FileExistsError:
            pass
    raise FileExistsError(_errno.EEXIST, 'No usable temporary file name found')


# What users call.


def gettempprefix():
    """Returns what names begin with."""
    return _os.fsdecode(template)


def gettempprefixb():
    """Returns what names begin with, as bytes."""
    return _os.fsencode(template)


def _gettempdir():
    global tempdir
    if tempdir is None:
        with _once_lock:
            if tempdir is None:
                tempdir = _get_default_tempdir()
    return tempdir


def gettempdir():
    """Returns the folder for temporary files."""
    return _os.fsdecode(_gettempdir())


def gettempdirb():
    """Returns the folder for temporary files, as bytes."""
    return _os.fsencode(_gettempdir())


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    """Makes a file that only this user can read and write. Returns its descriptor and path.

    Whoever calls this removes the file.
    """
    prefix, suffix, dir, kind = _sanitize_params(prefix, suffix, dir)
    return _mkstemp_inner(dir, prefix, suffix, _text_openflags if text else _bin_openflags, kind)


def mkdtemp(suffix=None, prefix=None, dir=None):
    """Makes a folder that only this user can use. Returns its path.

    Whoever calls this removes the folder.
    """
    prefix, suffix, dir, kind = _sanitize_params(prefix, suffix, dir)
    for path in _new_paths(dir, prefix, suffix, kind):
        _sys.audit('tempfile.mkdtemp', path)
        try:
            _os.mkdir(path, 0o700)
        except FileExistsError:
            continue
        return _os.path.abspath(path)
    raise FileExistsError(_errno.EEXIST, 'No usable temporary directory name found')


def mktemp(suffix='', prefix=template, dir=None):
    """Returns a path at which nothing is now; somebody else may use it first."""
    if dir is None:
        dir = gettempdir()
    for path in _new_paths(dir, prefix, suffix, str):
        if not _exists(path):
            return path
    raise FileExistsError(_errno.EEXIST, 'No usable temporary filename found')


class _TemporaryFileCloser:
    """Closes and removes a file once. It has the finalizer, so that the wrapper needs none."""

    cleanup_called = False
    close_called = False

    def __init__(self, file, name, delete=True, delete_on_close=True):
        self.file = file
        self.name = name
        self.delete = delete
        self.delete_on_close = delete_on_close

    def cleanup(self, unlink=_os.unlink):
        if self.cleanup_called:
            return
        self.cleanup_called = True
        try:
            if not self.close_called:
                self.close_called = True
                self.file.close()
        finally:
            if self.delete:
                try:
                    unlink(self.name)
                except FileNotFoundError:
                    pass

    def close(self):
        if self.close_called:
            return
        self.close_called = True
        try:
            self.file.close()
        finally:
            if self.delete and self.delete_on_close:
                self.cleanup()

    def __del__(self):
        self.cleanup()


class _TemporaryFileWrapper:
    """A file that is removed when it is closed; all else is the file's."""

    def __init__(self, file, name, delete=True, delete_on_close=True):
        self.file = file
        self.name = name
        self._closer = _TemporaryFileCloser(file, name, delete, delete_on_close)

    def __getattr__(self, name):
        value = getattr(self.__dict__['file'], name)
        if callable(value):
            # A method that somebody keeps keeps the file.
            method = value

            @_functools.wraps(method)
            def value(*args, **kwargs):
                return method(*args, **kwargs)

            value._closer = self._closer
        if not isinstance(value, int):
            # Numbers may change, like whether it is closed.
            setattr(self, name, value)
        return value

    def __enter__(self):
        self.file.__enter__()
        return self

    def __exit__(self, exc, value, tb):
        result = self.file.__exit__(exc, value, tb)
        self._closer.cleanup()
        return result

    def close(self):
        """Closes the file, and removes it if that was asked for."""
        self._closer.close()

    def __iter__(self):
        # Not the file's own iterator, so that this object lives as long.
        yield from iter(self.file)


def _name_raw(file, name):
    raw = getattr(file, 'buffer', file)
    getattr(raw, 'raw', raw).name = name
    return file


def NamedTemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None,
                       prefix=None, dir=None, delete=True, *, errors=None, delete_on_close=True):
    """Makes a file that has a name, and opens it. It is removed when it is closed."""
    prefix, suffix, dir, kind = _sanitize_params(prefix, suffix, dir)
    if 'b' not in mode:
        encoding = _io.text_encoding(encoding)
    path = None

    def opener(*args):
        nonlocal path
        descriptor, path = _mkstemp_inner(dir, prefix, suffix, _bin_openflags, kind)
        return descriptor

    try:
        file = _io.open(dir, mode, buffering=buffering, newline=newline, encoding=encoding,
                        errors=errors, opener=opener)
        try:
            return _TemporaryFileWrapper(_name_raw(file, path), path, delete, delete_on_close)
        except:
            file.close()
            raise
    except:
        if path is not None:
            _os.unlink(path)
        raise


# Whether the system can make files without a name.
_O_TMPFILE_WORKS = hasattr(_os, 'O_TMPFILE')


def TemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None,
                  dir=None, *, errors=None):
    """Makes a file without a name, and opens it."""
    global _O_TMPFILE_WORKS
    if 'b' not in mode:
        encoding = _io.text_encoding(encoding)
    prefix, suffix, dir, kind = _sanitize_params(prefix, suffix, dir)
    descriptor = None

    def unnamed(*args):
        nonlocal descriptor
        flags = (_bin_openflags | _os.O_TMPFILE) & ~_os.O_CREAT
        descriptor = _os.open(dir, flags, 0o600)
        return descriptor

    def unlinked(*args):
        nonlocal descriptor
        descriptor, path = _mkstemp_inner(dir, prefix, suffix, _bin_openflags, kind)
        try:
            _os.unlink(path)
        except BaseException:
            _os.close(descriptor)
            raise
        return descriptor

    def opened(opener):
        file = _io.open(dir, mode, buffering=buffering, newline=newline, encoding=encoding,
                        errors=errors, opener=opener)
        return _name_raw(file, descriptor)

    if _O_TMPFILE_WORKS:
        try:
            return opened(unnamed)
        except IsADirectoryError:
            # An old kernel.
            _O_TMPFILE_WORKS = False
        except OSError:
            # This file system cannot do it.
            pass
    return opened(unlinked)


class SpooledTemporaryFile(_io.IOBase):
    """A file in memory that goes to a real one when it becomes large, or a descriptor is needed."""

    _rolled = False

    def __init__(self, max_size=0, mode='w+b', buffering=-1, encoding=None, newline=None,
                 suffix=None, prefix=None, dir=None, *, errors=None):
        self._file = _io.BytesIO()
        if 'b' not in mode:
            encoding = _io.text_encoding(encoding)
            self._file = _io.TextIOWrapper(self._file, encoding=encoding, errors=errors,
                                           newline=newline)
        self._max_size = max_size
        self._rolled = False
        self._TemporaryFileArgs = {
            'mode': mode, 'buffering': buffering, 'suffix': suffix, 'prefix': prefix,
            'encoding': encoding, 'newline': newline, 'dir': dir, 'errors': errors}

    __class_getitem__ = classmethod(_types.GenericAlias)

    def _check(self, file):
        if not self._rolled and self._max_size and file.tell() > self._max_size:
            self.rollover()

    def rollover(self):
        """Goes to a real file."""
        if self._rolled:
            return
        memory = self._file
        file = self._file = TemporaryFile(**self._TemporaryFileArgs)
        del self._TemporaryFileArgs
        position = memory.tell()
        if hasattr(file, 'buffer'):
            file.buffer.write(memory.detach().getvalue())
        else:
            file.write(memory.getvalue())
        file.seek(position, 0)
        self._rolled = True

    def __enter__(self):
        if self._file.closed:
            raise ValueError('Cannot enter context with closed file')
        return self

    def __exit__(self, exc, value, tb):
        self._file.close()

    def __iter__(self):
        return self._file.__iter__()

    def __del__(self):
        if not self.closed:
            _warnings.warn(f'Unclosed file {self!r}', ResourceWarning, stacklevel=2, source=self)
            self.close()

    def fileno(self):
        self.rollover()
        return self._file.fileno()

    @property
    def closed(self):
        return self._file.closed

    @property
    def encoding(self):
        return self._file.encoding

    @property
    def errors(self):
        return self._file.errors

    @property
    def newlines(self):
        return self._file.newlines

    @property
    def mode(self):
        try:
            return self._file.mode
        except AttributeError:
            return self._TemporaryFileArgs['mode']

    @property
    def name(self):
        return getattr(self._file, 'name', None)

    def truncate(self, size=None):
        if size is None:
            return self._file.truncate()
        if size > self._max_size:
            self.rollover()
        return self._file.truncate(size)

    def write(self, s):
        file = self._file
        result = file.write(s)
        self._check(file)
        return result

    def writelines(self, iterable):
        file = self._file
        result = file.writelines(iterable)
        self._check(file)
        return result


def _delegate(name):
    def method(self, *args):
        return getattr(self._file, name)(*args)

    method.__name__ = name
    method.__qualname__ = f'SpooledTemporaryFile.{name}'
    return method


for _name in ('close', 'flush', 'isatty', 'readable', 'read', 'read1', 'readinto', 'readinto1',
              'readline', 'readlines', 'seekable', 'seek', 'tell', 'writable', 'detach'):
    setattr(SpooledTemporaryFile, _name, _delegate(_name))
# IOBase's abstract methods are these now.
del _name


def _dont_follow_symlinks(func, path, *args):
    if func in _os.supports_follow_symlinks:
        func(path, *args, follow_symlinks=False)
    elif not _os.path.islink(path):
        func(path, *args)


def _resetperms(path):
    if hasattr(_os, 'chflags'):
        _dont_follow_symlinks(_os.chflags, path, 0)
    _dont_follow_symlinks(_os.chmod, path, 0o700)


class TemporaryDirectory:
    """A folder that is removed at the end of a with statement, or with this object."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *,
                 delete=True):
        self.name = mkdtemp(suffix, prefix, dir)
        self._ignore_cleanup_errors = ignore_cleanup_errors
        self._delete = delete
        self._finalizer = _weakref.finalize(
            self, self._cleanup, self.name, warn_message=f'Implicitly cleaning up {self!r}',
            ignore_errors=ignore_cleanup_errors, delete=delete)

    @classmethod
    def _rmtree(cls, name, ignore_errors=False, repeated=False):
        def onexc(function, path, error):
            if isinstance(error, FileNotFoundError):
                return
            if not isinstance(error, PermissionError) or repeated and path == name:
                if not ignore_errors:
                    raise error
                return
            # With other permissions it may work.
            try:
                if path != name:
                    _resetperms(_os.path.dirname(path))
                _resetperms(path)
                try:
                    _os.unlink(path)
                except IsADirectoryError:
                    cls._rmtree(path, ignore_errors=ignore_errors)
                except PermissionError:
                    # That is what some systems say of folders.
                    if _os.path.isdir(path):
                        cls._rmtree(path, ignore_errors=ignore_errors, repeated=path == name)
                    elif not ignore_errors:
                        raise
            except FileNotFoundError:
                pass

        _remove_tree(name, onexc=onexc)

    @classmethod
    def _cleanup(cls, name, warn_message, ignore_errors=False, delete=True):
        if delete:
            cls._rmtree(name, ignore_errors=ignore_errors)
            _warnings.warn(warn_message, ResourceWarning)

    def __repr__(self):
        return f'<{self.__class__.__name__} {self.name!r}>'

    def __enter__(self):
        return self.name

    def __exit__(self, exc, value, tb):
        if self._delete:
            self.cleanup()

    def cleanup(self):
        """Removes the folder."""
        if self._finalizer.detach() or _os.path.exists(self.name):
            self._rmtree(self.name, ignore_errors=self._ignore_cleanup_errors)

    __class_getitem__ = classmethod(_types.GenericAlias)
