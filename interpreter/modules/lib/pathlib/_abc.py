"""What paths can do that are not those of this machine: in archives, on servers.

Everything rests on a parser of their syntax, and on a few methods that a class has to have."""

import functools
from errno import EBADF, ELOOP, ENOENT, ENOTDIR
from stat import S_ISBLK, S_ISCHR, S_ISDIR, S_ISFIFO, S_ISLNK, S_ISREG, S_ISSOCK

from glob import _Globber, _no_recurse_symlinks

__all__ = ['UnsupportedOperation']

_ABSENT = ENOENT, ENOTDIR, EBADF, ELOOP


@functools.cache
def _is_case_sensitive(parser):
    return parser.normcase('Aa') == 'Aa'


class UnsupportedOperation(NotImplementedError):
    """The paths of a class cannot do what was asked."""


def _unsupported(name, doc, wrap=None):
    """A method, or a classmethod or property, that a class has to replace."""
    shown = name if wrap is property else f'{name}()'

    def method(self, *args, **kwargs):
        raise UnsupportedOperation(self._unsupported_msg(shown))

    method.__name__ = name
    method.__doc__ = doc
    return wrap(method) if wrap else method


class ParserBase:
    """The syntax of paths."""

    @classmethod
    def _unsupported_msg(cls, attribute):
        return f'{cls.__name__}.{attribute} is unsupported'

    sep = _unsupported('sep', 'What stands between the parts.', property)
    join = _unsupported('join', 'The path of several ones.')
    split = _unsupported('split', 'The folder and the name of a path.')
    splitdrive = _unsupported('splitdrive', 'The drive of a path, and the rest.')
    normcase = _unsupported('normcase', 'The path, in one case if case does not count.')
    isabs = _unsupported('isabs', 'Whether a path is absolute.')


class PurePathBase:
    """A path that is only looked at."""

    __slots__ = '_raw_path', '_resolving'

    parser = ParserBase()
    _globber = _Globber

    def __init__(self, path, *paths):
        self._raw_path = self.parser.join(path, *paths) if paths else path
        if not isinstance(self._raw_path, str):
            raise TypeError(f'path should be a str, not {type(self._raw_path).__name__!r}')
        self._resolving = False

    def with_segments(self, *pathsegments):
        """A path of the same kind. Classes whose paths know of more replace this."""
        return type(self)(*pathsegments)

    def __str__(self):
        return self._raw_path

    def as_posix(self):
        """The path with forward slashes."""
        return str(self).replace(self.parser.sep, '/')

    @property
    def drive(self):
        """The drive, or ''."""
        return self.parser.splitdrive(self.anchor)[0]

    @property
    def root(self):
        """The root, or ''."""
        return self.parser.splitdrive(self.anchor)[1]

    @property
    def anchor(self):
        """The drive and the root, or ''."""
        return self._stack[0]

    @property
    def name(self):
        """The last part, if there is one."""
        return self.parser.split(self._raw_path)[1]

    def _stem_and_suffix(self):
        name = self.name
        dot = name.rfind('.')
        return (name[:dot], name[dot:]) if 0 < dot < len(name) - 1 else (name, '')

    @property
    def suffix(self):
        """What the name has from its last dot on."""
        return self._stem_and_suffix()[1]

    @property
    def suffixes(self):
        """What the name has from each dot to the next."""
        name = self.name
        if name.endswith('.'):
            return []
        return [f'.{part}' for part in name.lstrip('.').split('.')[1:]]

    @property
    def stem(self):
        """The name without its suffix."""
        return self._stem_and_suffix()[0]

    def with_name(self, name):
        """The path with another name."""
        folder = self.parser.split(self._raw_path)[0]
        if self.parser.split(name)[0]:
            raise ValueError(f'Invalid name {name!r}')
        return self.with_segments(folder, name)

    def with_stem(self, stem):
        """The path with another stem."""
        suffix = self.suffix
        if suffix and not stem:
            # The suffix alone would be a stem.
            raise ValueError(f'{self!r} has a non-empty suffix')
        return self.with_name(stem + suffix)

    def with_suffix(self, suffix):
        """The path with another suffix."""
        stem = self.stem
        if not stem:
            raise ValueError(f'{self!r} has an empty name')
        if suffix and (suffix == '.' or not suffix.startswith('.')):
            raise ValueError(f'Invalid suffix {suffix!r}')
        return self.with_name(stem + suffix)

    def _rests(self, other):
        """What is left of the parts of two paths behind the start that they share, last first."""
        anchor, parts = self._stack
        other_anchor, other_parts = other._stack
        while parts and other_parts and parts[-1] == other_parts[-1]:
            parts.pop()
            other_parts.pop()
        return anchor == other_anchor, parts, other_parts

    def relative_to(self, other, *, walk_up=False):
        """The path as seen from another one, with '..' only if asked for."""
        if not isinstance(other, PurePathBase):
            other = self.with_segments(other)
        same_anchor, parts, other_parts = self._rests(other)
        if not same_anchor:
            raise ValueError(f'{self._raw_path!r} and {other._raw_path!r} have different anchors')
        for part in other_parts:
            if part in ('', '.'):
                continue
            if not walk_up:
                raise ValueError(f'{self._raw_path!r} is not in the subpath of '
                                 f'{other._raw_path!r}')
            if part == '..':
                raise ValueError(f"'..' segment in {other._raw_path!r} cannot be walked")
            parts.append('..')
        return self.with_segments('', *reversed(parts))

    def is_relative_to(self, other):
        """Whether the path is another one, or below it."""
        if not isinstance(other, PurePathBase):
            other = self.with_segments(other)
        same_anchor, _, other_parts = self._rests(other)
        return same_anchor and all(part in ('', '.') for part in other_parts)

    @property
    def parts(self):
        """The parts, in a tuple."""
        anchor, parts = self._stack
        return tuple(reversed([*parts, anchor] if anchor else parts))

    def joinpath(self, *pathsegments):
        """The path with others behind it; an absolute one takes its place."""
        return self.with_segments(self._raw_path, *pathsegments)

    def __truediv__(self, key):
        try:
            return self.with_segments(self._raw_path, key)
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            return self.with_segments(key, self._raw_path)
        except TypeError:
            return NotImplemented

    def _ancestors(self):
        """The path, and what its folders are called as they come, up to the anchor."""
        path = self._raw_path
        folder, name = self.parser.split(path)
        while path != folder:
            yield folder, name
            path = folder
            folder, name = self.parser.split(path)

    @property
    def _stack(self):
        """The anchor, and the names from the last on."""
        anchor, names = self._raw_path, []
        for anchor, name in self._ancestors():
            names.append(name)
        return anchor, names

    @property
    def parent(self):
        """The folder that the path is in."""
        folder = self.parser.split(self._raw_path)[0]
        if folder == self._raw_path:
            return self
        parent = self.with_segments(folder)
        parent._resolving = self._resolving
        return parent

    @property
    def parents(self):
        """The folders that the path is in, from the nearest on."""
        return tuple([self.with_segments(folder) for folder, _ in self._ancestors()])

    def is_absolute(self):
        """Whether the path begins with a root, and a drive where there are some."""
        return self.parser.isabs(self._raw_path)

    @property
    def _pattern_str(self):
        return str(self)

    def match(self, path_pattern, *, case_sensitive=None):
        """Whether the path ends in what matches a pattern."""
        if not isinstance(path_pattern, PurePathBase):
            path_pattern = self.with_segments(path_pattern)
        if case_sensitive is None:
            case_sensitive = _is_case_sensitive(self.parser)
        parts, patterns = self.parts[::-1], path_pattern.parts[::-1]
        if not patterns:
            raise ValueError('empty pattern')
        if len(parts) < len(patterns) or len(parts) > len(patterns) and path_pattern.anchor:
            return False
        globber = self._globber(path_pattern.parser.sep, case_sensitive)
        return all(globber.compile(pattern)(part) for part, pattern in zip(parts, patterns))

    def full_match(self, pattern, *, case_sensitive=None):
        """Whether the whole path matches a pattern; '**' is any number of parts."""
        if not isinstance(pattern, PurePathBase):
            pattern = self.with_segments(pattern)
        if case_sensitive is None:
            case_sensitive = _is_case_sensitive(self.parser)
        globber = self._globber(pattern.parser.sep, case_sensitive, recursive=True)
        return globber.compile(pattern._pattern_str)(self._pattern_str) is not None


class PathBase(PurePathBase):
    """A path of something that can be read, and perhaps written."""

    __slots__ = ()

    _max_symlinks = 40

    @classmethod
    def _unsupported_msg(cls, attribute):
        return f'{cls.__name__}.{attribute} is unsupported'

    stat = _unsupported('stat', 'The facts that os.stat() gives.')
    open = _unsupported('open', 'Opens the file.')
    iterdir = _unsupported('iterdir', 'The paths in a folder.')
    absolute = _unsupported('absolute', 'The path from the root on, links kept.')
    expanduser = _unsupported('expanduser', "The path with a home in the place of '~'.")
    readlink = _unsupported('readlink', 'The path that a symbolic link leads to.')
    readlink._supported = False
    symlink_to = _unsupported('symlink_to', 'Makes a symbolic link to a path.')
    hardlink_to = _unsupported('hardlink_to', 'Makes another name of a file.')
    touch = _unsupported('touch', 'Makes a file, or gives it the time of now.')
    mkdir = _unsupported('mkdir', 'Makes a folder.')
    rename = _unsupported('rename', 'Renames, as the system does. Returns the new path.')
    replace = _unsupported('replace', 'Renames, in the place of another. Returns the new path.')
    chmod = _unsupported('chmod', 'Sets the permissions.')
    unlink = _unsupported('unlink', 'Removes a file or a link.')
    rmdir = _unsupported('rmdir', 'Removes an empty folder.')
    owner = _unsupported('owner', 'The name of the owner.')
    group = _unsupported('group', 'The name of the group.')
    from_uri = _unsupported('from_uri', "The path in a URI of the scheme 'file'.", classmethod)
    as_uri = _unsupported('as_uri', "The path as a URI of the scheme 'file'.")

    def lstat(self):
        """The facts of a link itself."""
        return self.stat(follow_symlinks=False)

    def _mode(self, follow_symlinks=True):
        """The mode; 0 where nothing can be there."""
        try:
            facts = self.stat() if follow_symlinks else self.stat(follow_symlinks=False)
            return facts.st_mode
        except OSError as error:
            if error.errno not in _ABSENT:
                raise
        except ValueError:
            pass
        return 0

    def exists(self, *, follow_symlinks=True):
        """Whether the path leads to something."""
        try:
            self.stat(follow_symlinks=follow_symlinks)
        except OSError as error:
            if error.errno not in _ABSENT:
                raise
            return False
        except ValueError:
            return False
        return True

    def is_dir(self, *, follow_symlinks=True):
        """Whether it is a folder."""
        return S_ISDIR(self._mode(follow_symlinks))

    def is_file(self, *, follow_symlinks=True):
        """Whether it is a regular file."""
        return S_ISREG(self._mode(follow_symlinks))

    def is_mount(self):
        """Whether a file system is mounted there."""
        if not self.exists() or not self.is_dir():
            return False
        try:
            above = self.parent.stat()
        except OSError:
            return False
        here = self.stat()
        return here.st_dev != above.st_dev or here.st_ino == above.st_ino

    def is_symlink(self):
        """Whether it is a symbolic link."""
        return S_ISLNK(self._mode(False))

    def is_junction(self):
        """Whether it is a junction, as Windows has them."""
        return False

    def is_block_device(self):
        """Whether it is a block device."""
        return S_ISBLK(self._mode())

    def is_char_device(self):
        """Whether it is a character device."""
        return S_ISCHR(self._mode())

    def is_fifo(self):
        """Whether it is a named pipe."""
        return S_ISFIFO(self._mode())

    def is_socket(self):
        """Whether it is a socket."""
        return S_ISSOCK(self._mode())

    def samefile(self, other_path):
        """Whether another path leads to the same file."""
        here = self.stat()
        if not hasattr(other_path, 'stat'):
            other_path = self.with_segments(other_path)
        there = other_path.stat()
        return (here.st_ino, here.st_dev) == (there.st_ino, there.st_dev)

    def read_bytes(self):
        """What is in the file."""
        with self.open(mode='rb') as file:
            return file.read()

    def read_text(self, encoding=None, errors=None, newline=None):
        """What is in the file, as text."""
        with self.open(mode='r', encoding=encoding, errors=errors, newline=newline) as file:
            return file.read()

    def write_bytes(self, data):
        """Puts bytes into the file."""
        view = memoryview(data)
        with self.open(mode='wb') as file:
            return file.write(view)

    def write_text(self, data, encoding=None, errors=None, newline=None):
        """Puts text into the file."""
        if not isinstance(data, str):
            raise TypeError(f'data must be str, not {type(data).__name__}')
        with self.open(mode='w', encoding=encoding, errors=errors, newline=newline) as file:
            return file.write(data)

    def _glob_selector(self, parts, case_sensitive, recurse_symlinks):
        # Names are looked up, not searched for, only where case is what the system makes of it.
        is_asked_for = case_sensitive is not None
        if not is_asked_for:
            case_sensitive = _is_case_sensitive(self.parser)
        recursive = True if recurse_symlinks else _no_recurse_symlinks
        globber = self._globber(self.parser.sep, case_sensitive, is_asked_for, recursive)
        return globber.selector(parts)

    def glob(self, pattern, *, case_sensitive=None, recurse_symlinks=True):
        """The paths below that match a pattern."""
        if not isinstance(pattern, PurePathBase):
            pattern = self.with_segments(pattern)
        anchor, parts = pattern._stack
        if anchor:
            raise NotImplementedError('Non-relative patterns are unsupported')
        return self._glob_selector(parts, case_sensitive, recurse_symlinks)(self)

    def rglob(self, pattern, *, case_sensitive=None, recurse_symlinks=True):
        """The paths at any depth that match a pattern."""
        if not isinstance(pattern, PurePathBase):
            pattern = self.with_segments(pattern)
        return self.glob('**' / pattern, case_sensitive=case_sensitive,
                         recurse_symlinks=recurse_symlinks)

    def walk(self, top_down=True, on_error=None, follow_symlinks=False):
        """Path, names of folders and names of files, for this folder and all below."""
        stack = [self]
        while stack:
            path = stack.pop()
            if isinstance(path, tuple):
                yield path
                continue
            folders, files = [], []
            children = []
            try:
                for child in path.iterdir():
                    try:
                        is_folder = child.is_dir(follow_symlinks=follow_symlinks)
                    except OSError:
                        is_folder = False
                    (folders if is_folder else files).append(child.name)
                    if is_folder:
                        children.append(child)
            except OSError as error:
                if on_error is not None:
                    on_error(error)
                continue
            if top_down:
                yield path, folders, files
                stack += [path.joinpath(name) for name in reversed(folders)]
            else:
                stack.append((path, folders, files))
                stack += children

    @classmethod
    def cwd(cls):
        """The path of the current folder."""
        return cls('').absolute()

    @classmethod
    def home(cls):
        """The path of the user's home."""
        return cls('~').expanduser()

    def resolve(self, strict=False):
        """The path from the root on, without links and '..'."""
        if self._resolving:
            return self
        root, parts = self._stack
        resolved = []
        try:
            root, resolved = self.with_segments(root).absolute()._stack
            resolved.reverse()
        except UnsupportedOperation:
            pass
        separator = self.parser.sep
        asks = strict or getattr(self.readlink, '_supported', True)
        links = 0
        while parts:
            part = parts.pop()
            if part in ('', '.'):
                continue
            if part == '..':
                if resolved and resolved[-1] != '..':
                    resolved.pop()
                    continue
                if not resolved and root:
                    continue
            resolved.append(part)
            if not asks or part == '..':
                continue
            path = self.with_segments(root + separator.join(resolved))
            path._resolving = True
            try:
                mode = path.stat(follow_symlinks=False).st_mode
                if S_ISLNK(mode):
                    links += 1
                    if links >= self._max_symlinks:
                        raise OSError(ELOOP, 'Too many symbolic links in path', self._raw_path)
                    target_root, target_parts = path.readlink()._stack
                    if target_root:
                        root = target_root
                        resolved.clear()
                    else:
                        resolved.pop()
                    parts.extend(target_parts)
                elif parts and not S_ISDIR(mode):
                    raise NotADirectoryError(ENOTDIR, 'Not a directory', self._raw_path)
            except OSError:
                if strict:
                    raise
                asks = False
        return self.with_segments(root + separator.join(resolved))

    def lchmod(self, mode):
        """Sets the permissions of a link itself."""
        self.chmod(mode, follow_symlinks=False)
