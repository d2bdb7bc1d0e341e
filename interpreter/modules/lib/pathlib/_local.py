"""The paths of this machine."""

import io
import os
import posixpath
import sys
from _collections_abc import Sequence

from glob import _StringGlobber
from pathlib._abc import PathBase, PurePathBase, UnsupportedOperation

try:
    import ntpath
except ImportError:
    from pathlib import _windows as ntpath

__all__ = ['PurePath', 'PurePosixPath', 'PureWindowsPath', 'Path', 'PosixPath', 'WindowsPath']


class _PathParents(Sequence):
    """The folders that a path is in, made when they are asked for."""

    __slots__ = '_path', '_drv', '_root', '_tail'

    def __init__(self, path):
        self._path = path
        self._drv = path.drive
        self._root = path.root
        self._tail = path._tail

    def __len__(self):
        return len(self._tail)

    def __getitem__(self, idx):
        count = len(self._tail)
        if isinstance(idx, slice):
            return tuple([self[each] for each in range(*idx.indices(count))])
        if not -count <= idx < count:
            raise IndexError(idx)
        end = count - 1 - (idx + count if idx < 0 else idx)
        return self._path._from_parsed_parts(self._drv, self._root, self._tail[:end])

    def __repr__(self):
        return f'<{type(self._path).__name__}.parents>'


def _compared(name):
    """The method that compares the parts of paths of one kind."""
    def method(self, other):
        if not isinstance(other, PurePath) or self.parser is not other.parser:
            return NotImplemented
        return getattr(self._parts_normcase, name)(other._parts_normcase)

    method.__name__ = name
    return method


def _deprecated_arguments(name, what):
    import warnings
    warnings.warn(f'support for supplying more than one {what} to pathlib.PurePath.{name}() is '
                  'deprecated and scheduled for removal in Python 3.14', DeprecationWarning,
                  stacklevel=3)


class PurePath(PurePathBase):
    """A path in the syntax of this machine, or of another one, that is only looked at."""

    # All but the first are made when they are asked for.
    __slots__ = ('_raw_paths', '_drv', '_root', '_tail_cached', '_str', '_str_normcase_cached',
                 '_parts_normcase_cached', '_hash')

    parser = os.path
    _globber = _StringGlobber

    def __new__(cls, *args, **kwargs):
        return object.__new__(PurePosixPath if cls is PurePath else cls)

    def __init__(self, *args):
        paths = []
        for arg in args:
            if isinstance(arg, PurePath):
                if arg.parser is ntpath and self.parser is posixpath:
                    paths += [path.replace('\\', '/') for path in arg._raw_paths]
                else:
                    paths += arg._raw_paths
                continue
            try:
                path = os.fspath(arg)
            except TypeError:
                path = arg
            if not isinstance(path, str):
                raise TypeError('argument should be a str or an os.PathLike object where '
                                f'__fspath__ returns a str, not {type(path).__name__!r}')
            paths.append(path)
        self._raw_paths = paths

    def joinpath(self, *pathsegments):
        return self.with_segments(self, *pathsegments)

    def __truediv__(self, key):
        try:
            return self.with_segments(self, key)
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            return self.with_segments(key, self)
        except TypeError:
            return NotImplemented

    def __reduce__(self):
        return type(self), tuple(self._raw_paths)

    def __repr__(self):
        return f'{type(self).__name__}({self.as_posix()!r})'

    def __fspath__(self):
        return str(self)

    def __bytes__(self):
        return os.fsencode(self)

    @property
    def _str_normcase(self):
        """The text that counts when paths are compared."""
        try:
            return self._str_normcase_cached
        except AttributeError:
            text = str(self)
            self._str_normcase_cached = text if self.parser is posixpath else text.lower()
            return self._str_normcase_cached

    def __hash__(self):
        try:
            return self._hash
        except AttributeError:
            self._hash = hash(self._str_normcase)
            return self._hash

    def __eq__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._str_normcase == other._str_normcase and self.parser is other.parser

    @property
    def _parts_normcase(self):
        try:
            return self._parts_normcase_cached
        except AttributeError:
            self._parts_normcase_cached = self._str_normcase.split(self.parser.sep)
            return self._parts_normcase_cached

    __lt__ = _compared('__lt__')
    __le__ = _compared('__le__')
    __gt__ = _compared('__gt__')
    __ge__ = _compared('__ge__')

    def __str__(self):
        try:
            return self._str
        except AttributeError:
            self._str = self._format_parsed_parts(self.drive, self.root, self._tail) or '.'
            return self._str

    @classmethod
    def _format_parsed_parts(cls, drv, root, tail):
        text = drv + root + cls.parser.sep.join(tail)
        if not (drv or root) and tail and cls.parser.splitdrive(tail[0])[0]:
            # A name that would be taken for a drive.
            return f'.{cls.parser.sep}{text}'
        return text

    def _from_parsed_parts(self, drv, root, tail):
        path = self._from_parsed_string(self._format_parsed_parts(drv, root, tail))
        path._drv = drv
        path._root = root
        path._tail_cached = tail
        return path

    def _from_parsed_string(self, path_str):
        path = self.with_segments(path_str)
        path._str = path_str or '.'
        return path

    @classmethod
    def _parse_path(cls, path):
        """The drive, the root and the other parts."""
        if not path:
            return '', '', []
        separator, other = cls.parser.sep, cls.parser.altsep
        if other:
            path = path.replace(other, separator)
        drive, root, rest = cls.parser.splitroot(path)
        if not root and drive.startswith(separator) and not drive.endswith(separator):
            parts = drive.split(separator)
            # A share of a server, or one of a device, is nothing without its root.
            if len(parts) == 6 or len(parts) == 4 and parts[2] not in '?.':
                root = separator
        return drive, root, [sys.intern(str(part)) for part in rest.split(separator)
                             if part and part != '.']

    @property
    def _raw_path(self):
        paths = self._raw_paths
        if len(paths) == 1:
            return paths[0]
        return self.parser.join(*paths) if paths else ''

    def _parse(self):
        self._drv, self._root, self._tail_cached = self._parse_path(self._raw_path)

    @property
    def drive(self):
        try:
            return self._drv
        except AttributeError:
            self._parse()
            return self._drv

    @property
    def root(self):
        try:
            return self._root
        except AttributeError:
            self._parse()
            return self._root

    @property
    def _tail(self):
        try:
            return self._tail_cached
        except AttributeError:
            self._parse()
            return self._tail_cached

    @property
    def anchor(self):
        return self.drive + self.root

    @property
    def parts(self):
        anchor = self.anchor
        return (anchor, *self._tail) if anchor else tuple(self._tail)

    @property
    def parent(self):
        tail = self._tail
        return self._from_parsed_parts(self.drive, self.root, tail[:-1]) if tail else self

    @property
    def parents(self):
        return _PathParents(self)

    @property
    def name(self):
        tail = self._tail
        return tail[-1] if tail else ''

    def with_name(self, name):
        parser = self.parser
        if name in ('', '.') or parser.sep in name or parser.altsep and parser.altsep in name:
            raise ValueError(f'Invalid name {name!r}')
        if not self._tail:
            raise ValueError(f'{self!r} has an empty name')
        return self._from_parsed_parts(self.drive, self.root, [*self._tail[:-1], name])

    def relative_to(self, other, /, *_deprecated, walk_up=False):
        if _deprecated:
            _deprecated_arguments('relative_to', 'positional argument')
            other = self.with_segments(other, *_deprecated)
        elif not isinstance(other, PurePath):
            other = self.with_segments(other)
        step, parents = 0, self.parents
        for path in (other, *other.parents):
            if path == self or path in parents:
                tail = ['..'] * step + self._tail[len(path._tail):]
                return self._from_parsed_parts('', '', tail)
            if not walk_up:
                raise ValueError(f'{str(self)!r} is not in the subpath of {str(other)!r}')
            if path.name == '..':
                raise ValueError(f"'..' segment in {str(other)!r} cannot be walked")
            step += 1
        raise ValueError(f'{str(self)!r} and {str(other)!r} have different anchors')

    def is_relative_to(self, other, /, *_deprecated):
        if _deprecated:
            _deprecated_arguments('is_relative_to', 'argument')
            other = self.with_segments(other, *_deprecated)
        elif not isinstance(other, PurePath):
            other = self.with_segments(other)
        return other == self or other in self.parents

    def is_absolute(self):
        if self.parser is posixpath:
            return any(path.startswith('/') for path in self._raw_paths)
        return self.parser.isabs(self)

    def is_reserved(self):
        """Whether Windows keeps the name for itself."""
        import warnings
        warnings.warn('pathlib.PurePath.is_reserved() is deprecated and scheduled for removal in '
                      'Python 3.15. Use os.path.isreserved() to detect reserved paths on Windows.',
                      DeprecationWarning, stacklevel=2)
        return self.parser is ntpath and ntpath.isreserved(self)

    def as_uri(self):
        if not self.is_absolute():
            raise ValueError("relative path can't be expressed as a file URI")
        drive = self.drive
        start, path = 'file://', str(self)
        if len(drive) == 2 and drive[1] == ':':
            start, path = f'file:///{drive}', self.as_posix()[2:]
        elif drive:
            start, path = 'file:', self.as_posix()
        from urllib.parse import quote_from_bytes
        return start + quote_from_bytes(os.fsencode(path))

    @property
    def _pattern_str(self):
        text = str(self)
        return '' if text == '.' else text


os.PathLike.register(PurePath)


class PurePosixPath(PurePath):
    """A path in the syntax of Unix."""

    parser = posixpath
    __slots__ = ()


class PureWindowsPath(PurePath):
    """A path in the syntax of Windows."""

    parser = ntpath
    __slots__ = ()


class Path(PathBase, PurePath):
    """A path of this machine."""

    __slots__ = ()

    as_uri = PurePath.as_uri

    @classmethod
    def _unsupported_msg(cls, attribute):
        return f'{cls.__name__}.{attribute} is unsupported on this system'

    def __new__(cls, *args, **kwargs):
        return object.__new__(PosixPath if cls is Path else cls)

    def __init__(self, *args, **kwargs):
        if kwargs:
            import warnings
            warnings._deprecated(
                'pathlib.PurePath(**kwargs)',
                'support for supplying keyword arguments to pathlib.PurePath is deprecated and '
                'scheduled for removal in Python {remove}', remove=(3, 14))
        super().__init__(*args)

    def stat(self, *, follow_symlinks=True):
        return os.stat(self, follow_symlinks=follow_symlinks)

    def is_mount(self):
        return os.path.ismount(self)

    def is_junction(self):
        return os.path.isjunction(self)

    def open(self, mode='r', buffering=-1, encoding=None, errors=None, newline=None):
        if 'b' not in mode:
            encoding = io.text_encoding(encoding)
        return io.open(self, mode, buffering, encoding, errors, newline)

    def read_text(self, encoding=None, errors=None, newline=None):
        # Warnings of missing encodings are to name the caller.
        return PathBase.read_text(self, io.text_encoding(encoding), errors, newline)

    def write_text(self, data, encoding=None, errors=None, newline=None):
        return PathBase.write_text(self, data, io.text_encoding(encoding), errors, newline)

    def iterdir(self):
        folder = str(self)
        with os.scandir(folder) as entries:
            paths = [entry.path for entry in entries]
        return self._from_strings(folder, paths)

    def _from_strings(self, folder, paths):
        """Paths of what was found in a folder; './' is no part of them."""
        if folder == '.':
            paths = (path[2:] for path in paths)
        return map(self._from_parsed_string, paths)

    def glob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        sys.audit('pathlib.Path.glob', self, pattern)
        if not isinstance(pattern, PurePath):
            pattern = self.with_segments(pattern)
        if pattern.anchor:
            raise NotImplementedError('Non-relative patterns are unsupported')
        parts = pattern._tail.copy()
        if not parts:
            raise ValueError(f'Unacceptable pattern: {pattern!r}')
        if pattern._raw_path[-1] in (self.parser.sep, self.parser.altsep):
            parts.append('')
        last, folder = parts[-1], str(self)
        paths = self._glob_selector(parts[::-1], case_sensitive, recurse_symlinks)(folder)
        if folder == '.':
            paths = (path[2:] for path in paths)
        if last == '':
            paths = (path[:-1] for path in paths)
        elif last == '**':
            anchor = len(self.anchor)
            paths = (path[:-1] if len(path) > anchor and path.endswith(self.parser.sep) else path
                     for path in paths)
        return map(self._from_parsed_string, paths)

    def rglob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        sys.audit('pathlib.Path.rglob', self, pattern)
        if not isinstance(pattern, PurePath):
            pattern = self.with_segments(pattern)
        return self.glob('**' / pattern, case_sensitive=case_sensitive,
                         recurse_symlinks=recurse_symlinks)

    def walk(self, top_down=True, on_error=None, follow_symlinks=False):
        sys.audit('pathlib.Path.walk', self, on_error, follow_symlinks)
        root = str(self)
        if not follow_symlinks:
            follow_symlinks = os._walk_symlinks_as_files
        for path, folders, files in os.walk(root, top_down, on_error, follow_symlinks):
            yield self._from_parsed_string(path[2:] if root == '.' else path), folders, files

    def absolute(self):
        if self.is_absolute():
            return self
        here = os.getcwd()
        if not self._tail:
            return self._from_parsed_string(here)
        drive, root, rest = os.path.splitroot(here)
        above = rest.split(self.parser.sep) if rest else []
        return self._from_parsed_parts(drive, root, above + self._tail)

    def resolve(self, strict=False):
        return self.with_segments(os.path.realpath(self, strict=strict))

    def owner(self, *, follow_symlinks=True):
        import pwd
        return pwd.getpwuid(self.stat(follow_symlinks=follow_symlinks).st_uid).pw_name

    def group(self, *, follow_symlinks=True):
        import grp
        return grp.getgrgid(self.stat(follow_symlinks=follow_symlinks).st_gid).gr_name

    def readlink(self):
        return self.with_segments(os.readlink(self))

    def touch(self, mode=0o666, exist_ok=True):
        if exist_ok:
            try:
                os.utime(self, None)
                return
            except OSError:
                pass
        flags = os.O_CREAT | os.O_WRONLY | (0 if exist_ok else os.O_EXCL)
        os.close(os.open(self, flags, mode))

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        try:
            os.mkdir(self, mode)
        except FileNotFoundError:
            if not parents or self.parent == self:
                raise
            self.parent.mkdir(parents=True, exist_ok=True)
            self.mkdir(mode, parents=False, exist_ok=exist_ok)
        except OSError:
            # Systems give different errors where something is there.
            if not exist_ok or not self.is_dir():
                raise

    def chmod(self, mode, *, follow_symlinks=True):
        os.chmod(self, mode, follow_symlinks=follow_symlinks)

    def unlink(self, missing_ok=False):
        try:
            os.unlink(self)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rmdir(self):
        os.rmdir(self)

    def rename(self, target):
        os.rename(self, target)
        return self.with_segments(target)

    def replace(self, target):
        os.replace(self, target)
        return self.with_segments(target)

    def symlink_to(self, target, target_is_directory=False):
        os.symlink(target, self, target_is_directory)

    def hardlink_to(self, target):
        os.link(target, self)

    def expanduser(self):
        if self.anchor or not self._tail or self._tail[0][:1] != '~':
            return self
        home = os.path.expanduser(self._tail[0])
        if home[:1] == '~':
            raise RuntimeError('Could not determine home directory.')
        drive, root, tail = self._parse_path(home)
        return self._from_parsed_parts(drive, root, tail + self._tail[1:])

    @classmethod
    def from_uri(cls, uri):
        if not uri.startswith('file:'):
            raise ValueError(f"URI does not start with 'file:': {uri!r}")
        path = uri[5:]
        if path.startswith('///'):
            path = path[2:]
        elif path.startswith('//localhost/'):
            path = path[11:]
        if path.startswith('///') or path[:1] == '/' and path[2:3] in ':|':
            path = path[1:]
        if path[1:2] == '|':
            path = f'{path[:1]}:{path[2:]}'
        from urllib.parse import unquote_to_bytes
        path = cls(os.fsdecode(unquote_to_bytes(path)))
        if not path.is_absolute():
            raise ValueError(f'URI is not absolute: {uri!r}')
        return path


class PosixPath(Path, PurePosixPath):
    """A path of this machine, which is a Unix."""

    __slots__ = ()


class WindowsPath(Path, PureWindowsPath):
    """A path of a machine with Windows, which this is not."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        raise UnsupportedOperation(f'cannot instantiate {cls.__name__!r} on your system')


def _inherit_docs(*kinds):
    """Methods say what those say that they replace."""
    for kind in kinds:
        for name, attribute in vars(kind).items():
            attribute = getattr(attribute, '__func__', attribute)
            inherited = getattr(PathBase, name, None)
            if not name.startswith('_') and inherited is not None and (
                    callable(attribute) or isinstance(attribute, property)):
                attribute.__doc__ = inherited.__doc__


_inherit_docs(PurePath, Path)
