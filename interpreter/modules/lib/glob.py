"""Paths that match patterns."""

import contextlib as _contextlib
import functools as _functools
import operator as _operator
import os
import re as _re
import stat as _stat
import sys as _sys

import fnmatch as _fnmatch

__all__ = ['glob', 'iglob', 'escape', 'translate']

magic_check = _re.compile('([*?[])')
magic_check_bytes = _re.compile(b'([*?[])')

_special_parts = '', '.', '..'
_open_folder = os.O_RDONLY | os.O_DIRECTORY


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """The paths that match a pattern, in a list."""
    return list(iglob(pathname, root_dir=root_dir, dir_fd=dir_fd, recursive=recursive,
                      include_hidden=include_hidden))


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """The paths that match a pattern, as they are found."""
    _sys.audit('glob.glob', pathname, recursive)
    _sys.audit('glob.glob/2', pathname, recursive, root_dir, dir_fd)
    root = pathname[:0] if root_dir is None else os.fspath(root_dir)
    found = _Search(root, dir_fd, recursive, include_hidden).paths(pathname, False)
    if not pathname or recursive and _isrecursive(pathname[:2]):
        # The folder itself would be an empty path.
        first = next(found, None)
        if first:
            return _with_first(first, found)
    return found


def _with_first(first, others):
    yield first
    yield from others


class _Search:
    """Where is searched, and how."""

    def __init__(self, root, dir_fd, recursive, include_hidden):
        self.root = root
        self.dir_fd = dir_fd
        self.recursive = recursive
        self.include_hidden = include_hidden

    def paths(self, pattern, only_folders):
        """The paths that match, below the root."""
        folder, name = os.path.split(pattern)
        if not has_magic(pattern):
            exists = self.exists(_join(self.root, pattern)) if name \
                else self.is_folder(_join(self.root, folder))
            if exists:
                yield pattern
            return
        if not folder:
            find = self.tree if self.recursive and _isrecursive(name) else self.matches
            yield from find(self.root, name, only_folders)
            return
        folders = [folder]
        if folder != pattern and has_magic(folder):
            folders = self.paths(folder, True)
        find = self.literal
        if has_magic(name):
            find = self.tree if self.recursive and _isrecursive(name) else self.matches
        for folder in folders:
            for found in find(_join(self.root, folder), name, only_folders):
                yield os.path.join(folder, found)

    def literal(self, folder, name, only_folders=False):
        """The name, if the folder has it."""
        if name:
            return [name] if self.exists(_join(folder, name)) else []
        return [name] if self.is_folder(folder) else []

    def matches(self, folder, pattern, only_folders=False):
        """The names in a folder that match."""
        names = self.names(folder, only_folders)
        if not self.include_hidden and not _ishidden(pattern):
            names = [name for name in names if not _ishidden(name)]
        return _fnmatch.filter(names, pattern)

    def tree(self, folder, pattern, only_folders):
        """All that is in a folder, and in those in it."""
        if not folder or self.is_folder(folder):
            yield pattern[:0]
        yield from self.below(folder, only_folders)

    def below(self, folder, only_folders):
        for name in self.names(folder, only_folders):
            if self.include_hidden or not _ishidden(name):
                yield name
                for inner in self.below(_join(folder, name), only_folders):
                    yield _join(name, inner)

    def names(self, folder, only_folders):
        """The names in a folder; none where it cannot be read."""
        try:
            with self.opened(folder) as (place, entries):
                names = []
                for entry in entries:
                    with _contextlib.suppress(OSError):
                        if not only_folders or entry.is_dir():
                            names.append(entry.name)
                if place is not None and isinstance(folder, bytes):
                    return [os.fsencode(name) for name in names]
                return names
        except OSError:
            return []

    @_contextlib.contextmanager
    def opened(self, folder):
        if self.dir_fd is None:
            place = folder or (os.curdir if isinstance(folder, str) else os.curdir.encode())
            with os.scandir(place) as entries:
                yield None, entries
            return
        descriptor = self.dir_fd
        if folder:
            descriptor = os.open(folder, _open_folder, dir_fd=self.dir_fd)
        try:
            with os.scandir(descriptor) as entries:
                yield descriptor, entries
        finally:
            if folder:
                os.close(descriptor)

    def exists(self, path):
        if self.dir_fd is None:
            return os.path.lexists(path)
        try:
            os.lstat(path, dir_fd=self.dir_fd)
        except (OSError, ValueError):
            return False
        return True

    def is_folder(self, path):
        if self.dir_fd is None:
            return os.path.isdir(path)
        try:
            facts = os.stat(path, dir_fd=self.dir_fd)
        except (OSError, ValueError):
            return False
        return _stat.S_ISDIR(facts.st_mode)


def _deprecated(name):
    import warnings
    message = ('{name} is deprecated and will be removed in Python {remove}. Use glob.glob and '
               'pass a directory to its root_dir argument instead.')
    warnings._deprecated(name, message, remove=(3, 15))


def glob0(dirname, pattern):
    _deprecated('glob.glob0')
    return _Search('', None, False, False).literal(dirname, pattern)


def glob1(dirname, pattern):
    _deprecated('glob.glob1')
    return _Search('', None, False, False).matches(dirname, pattern)


def _join(folder, name):
    return os.path.join(folder, name) if folder and name else folder or name


def has_magic(s):
    """Whether a path has characters that make it a pattern."""
    check = magic_check_bytes if isinstance(s, bytes) else magic_check
    return check.search(s) is not None


def _ishidden(name):
    return name[0] in ('.', 46)


def _isrecursive(pattern):
    return pattern == (b'**' if isinstance(pattern, bytes) else '**')


def escape(pathname):
    """A pattern that matches one path."""
    drive, pathname = os.path.splitdrive(pathname)
    if isinstance(pathname, bytes):
        return drive + magic_check_bytes.sub(rb'[\1]', pathname)
    return drive + magic_check.sub(r'[\1]', pathname)


def translate(pat, *, recursive=False, include_hidden=False, seps=None):
    """The regular expression that a pattern of paths is."""
    seps = seps or (os.path.sep + (os.path.altsep or ''))
    escaped = ''.join([_re.escape(sep) for sep in seps])
    separator = f'[{escaped}]' if len(seps) > 1 else escaped
    other = f'[^{escaped}]'
    if include_hidden:
        last = f'{other}+'
        segment = last + separator
        segments, last_segments = f'(?:.+{separator})?', '.*'
    else:
        last = f'[^{escaped}.]{other}*'
        segment = last + separator
        segments = f'(?:{segment})*'
        last_segments = f'{segments}(?:{last})?'
    *folders, name = _re.split(separator, pat)
    results = []
    for index, part in enumerate(folders):
        if part == '*':
            results.append(segment)
        elif recursive and part == '**':
            # One after the other means no more than one.
            if [*folders, name][index + 1] != '**':
                results.append(segments)
        else:
            results += [*_translate_part(part, other, include_hidden), separator]
    if name == '*':
        results.append(last)
    elif recursive and name == '**':
        results.append(last_segments)
    else:
        results += _translate_part(name, other, include_hidden)
    return f'(?s:{"".join(results)})\\Z'


def _translate_part(part, other, include_hidden):
    visible = [r'(?!\.)'] if part[:1] in ('*', '?') and not include_hidden else []
    return visible + _fnmatch._translate(part, f'{other}*', other)


# For pathlib.

_no_recurse_symlinks = object()


@_functools.lru_cache(maxsize=512)
def _compile_pattern(pat, sep, case_sensitive, recursive=True):
    pattern = translate(pat, recursive=recursive, include_hidden=True, seps=sep)
    return _re.compile(pattern, _re.NOFLAG if case_sensitive else _re.IGNORECASE).match


class _Globber:
    """Makes functions that select paths: one for each part of a pattern, which calls the next."""

    lstat = _operator.methodcaller('lstat')
    add_slash = _operator.methodcaller('joinpath', '')

    def __init__(self, sep, case_sensitive, case_pedantic=False, recursive=False):
        self.sep = sep
        self.case_sensitive = case_sensitive
        self.case_pedantic = case_pedantic
        self.recursive = recursive

    @staticmethod
    def scandir(path):
        return _contextlib.nullcontext(path.iterdir())

    @staticmethod
    def concat_path(path, text):
        return path.with_segments(path._raw_path + text)

    @staticmethod
    def parse_entry(entry):
        return entry

    def compile(self, pat):
        return _compile_pattern(pat, self.sep, self.case_sensitive, self.recursive)

    def selector(self, parts):
        """The function that selects what matches parts, the first of which is the last item."""
        if not parts:
            return self.select_exists
        part = parts.pop()
        if self.recursive and part == '**':
            return self.recursive_selector(part, parts)
        if part in _special_parts:
            return self.special_selector(part, parts)
        if not self.case_pedantic and not has_magic(part):
            return self.literal_selector(part, parts)
        return self.wildcard_selector(part, parts)

    def special_selector(self, part, parts):
        """For what is always there: '.', '..' and the end."""
        following = self.selector(parts)

        def select(path, exists=False):
            return following(self.concat_path(self.add_slash(path), part), exists)

        return select

    def literal_selector(self, part, parts):
        """For parts without magic, which need no look into a folder."""
        while parts and not has_magic(parts[-1]):
            part += self.sep + parts.pop()
        following = self.selector(parts)

        def select(path, exists=False):
            return following(self.concat_path(self.add_slash(path), part), exists=False)

        return select

    def entries(self, path):
        try:
            with self.scandir(path) as found:
                return list(found)
        except OSError:
            return ()

    def wildcard_selector(self, part, parts):
        """For a part with magic."""
        match = None if part == '*' else self.compile(part)
        following = self.selector(parts) if parts else None

        def select(path, exists=False):
            for entry in self.entries(path):
                if match is not None and not match(entry.name):
                    continue
                if following is None:
                    yield self.parse_entry(entry)
                    continue
                try:
                    is_folder = entry.is_dir()
                except OSError:
                    is_folder = False
                if is_folder:
                    yield from following(self.parse_entry(entry), exists=True)

        return select

    def recursive_selector(self, part, parts):
        """For '**', with the parts after it that can be matched on the way."""
        while parts and parts[-1] == '**':
            parts.pop()
        follow_symlinks = self.recursive is not _no_recurse_symlinks
        if follow_symlinks:
            while parts and parts[-1] not in _special_parts:
                part += self.sep + parts.pop()
        match = None if part == '**' else self.compile(part)
        only_folders = bool(parts)
        following = self.selector(parts)

        def is_folder(entry):
            try:
                return entry.is_dir(follow_symlinks=follow_symlinks)
            except OSError:
                return False

        def select(path, exists=False):
            path = self.add_slash(path)
            start = len(str(path))
            if match is None or match(str(path), start):
                yield from following(path, exists)
            stack = [path]
            while stack:
                for entry in self.entries(stack.pop()):
                    goes_on = is_folder(entry)
                    if only_folders and not goes_on:
                        continue
                    inner = self.parse_entry(entry)
                    if match is None or match(str(inner), start):
                        if only_folders:
                            yield from following(inner, exists=True)
                        else:
                            yield inner
                    if goes_on:
                        stack.append(inner)

        return select

    def select_exists(self, path, exists=False):
        """At the end: the path, if it exists."""
        if not exists:
            try:
                self.lstat(path)
            except OSError:
                return
        yield path


class _StringGlobber(_Globber):
    """Selects paths that are strings."""

    lstat = staticmethod(os.lstat)
    scandir = staticmethod(os.scandir)
    parse_entry = _operator.attrgetter('path')
    concat_path = _operator.add

    @staticmethod
    def add_slash(pathname):
        return pathname if not pathname or pathname[-1] == '/' else f'{pathname}/'
