"""Finders and loaders of modules that are files."""

import _imp
import _io
import _warnings
import posix as _os
import sys

from ._suffixes import (BYTECODE_SUFFIXES, DEBUG_BYTECODE_SUFFIXES, EXTENSION_SUFFIXES,
                        OPTIMIZED_BYTECODE_SUFFIXES, SOURCE_SUFFIXES)

_bootstrap = None

path_separators = '/'
path_sep = '/'
path_sep_tuple = ('/',)

MAGIC_NUMBER = (3571).to_bytes(2, 'little') + b'\r\n'
_RAW_MAGIC_NUMBER = int.from_bytes(MAGIC_NUMBER, 'little')
_PYCACHE = '__pycache__'
_OPT = 'opt-'
_POPULATE = object()

_IN_BYTECODE = {
    '_classify_pyc', '_code_to_hash_pyc', '_code_to_timestamp_pyc', '_compile_bytecode',
    '_validate_hash_pyc', '_validate_timestamp_pyc'}


def __getattr__(name):
    if name not in _IN_BYTECODE:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    return _bytecode_function(name)


def _bytecode_function(name):
    if name not in globals():
        from . import _bytecode
        globals()[name] = getattr(_bytecode, name)
    return globals()[name]


def _verbose_message(*args, **kwargs):
    if sys.flags.verbose:
        _bootstrap._verbose_message(*args, **kwargs)


def _pack_uint32(x):
    return (int(x) & 0xFFFFFFFF).to_bytes(4, 'little')


def _unpack(data, size):
    assert len(data) == size
    return int.from_bytes(data, 'little')


def _unpack_uint64(data):
    return _unpack(data, 8)


def _unpack_uint32(data):
    return _unpack(data, 4)


def _unpack_uint16(data):
    return _unpack(data, 2)


# Paths

def _relax_case():
    return False


def _path_join(*path_parts):
    return path_sep.join([part.rstrip(path_separators) for part in path_parts if part])


def _path_split(path):
    head, separator, tail = path.rpartition(path_sep)
    return head, tail


def _path_stat(path):
    return _os.stat(path)


def _path_is_mode_type(path, mode):
    try:
        return _path_stat(path).st_mode & 0o170000 == mode
    except OSError:
        return False


def _path_isfile(path):
    return _path_is_mode_type(path, 0o100000)


def _path_isdir(path):
    return _path_is_mode_type(path or _os.getcwd(), 0o040000)


def _path_isabs(path):
    return path.startswith(path_separators)


def _path_abspath(path):
    if _path_isabs(path):
        return path
    return _path_join(_os.getcwd(), path.removeprefix('./'))


def _write_atomic(path, data, mode=0o666):
    # Readers see either the old file or the new one, complete.
    temporary = f'{path}.{id(path)}'
    fd = _os.open(temporary, _os.O_EXCL | _os.O_CREAT | _os.O_WRONLY, mode & 0o666)
    try:
        with _io.FileIO(fd, 'wb') as file:
            file.write(data)
        _os.replace(temporary, path)
    except OSError:
        try:
            _os.unlink(temporary)
        except OSError:
            pass
        raise


def cache_from_source(path, debug_override=None, *, optimization=None):
    """Return the path of the bytecode file for a source file."""
    if debug_override is not None:
        _warnings.warn('the debug_override parameter is deprecated; use '
                       "'optimization' instead", DeprecationWarning)
        if optimization is not None:
            raise TypeError('debug_override or optimization must be set to None')
        optimization = '' if debug_override else 1
    head, tail = _path_split(_os.fspath(path))
    base, dot, rest = tail.rpartition('.')
    tag = sys.implementation.cache_tag
    if tag is None:
        raise NotImplementedError('sys.implementation.cache_tag is None')
    name = f'{base or rest}{dot}{tag}'
    if optimization is None:
        optimization = sys.flags.optimize or ''
    optimization = str(optimization)
    if optimization:
        if not optimization.isalnum():
            raise ValueError(f'{optimization!r} is not alphanumeric')
        name += f'.{_OPT}{optimization}'
    name += BYTECODE_SUFFIXES[0]
    if sys.pycache_prefix is None:
        return _path_join(head, _PYCACHE, name)
    # The prefix holds a copy of the whole directory tree.
    return _path_join(sys.pycache_prefix, _path_abspath(head).lstrip(path_separators), name)


def source_from_cache(path):
    """Return the path of the source file for a bytecode file."""
    if sys.implementation.cache_tag is None:
        raise NotImplementedError('sys.implementation.cache_tag is None')
    path = _os.fspath(path)
    head, name = _path_split(path)
    prefix = sys.pycache_prefix
    if prefix is not None and head.startswith(prefix.rstrip(path_separators) + path_sep):
        head = head[len(prefix.rstrip(path_separators)):]
    else:
        head, directory = _path_split(head)
        if directory != _PYCACHE:
            raise ValueError(f'{_PYCACHE} not bottom-level directory in {path!r}')
    parts = name.split('.')
    if len(parts) not in (3, 4):
        raise ValueError(f'expected only 2 or 3 dots in {name!r}')
    if len(parts) == 4:
        if not parts[2].startswith(_OPT):
            raise ValueError('optimization portion of filename does not start '
                             f'with {_OPT!r}')
        level = parts[2].removeprefix(_OPT)
        if not level.isalnum():
            raise ValueError(f'optimization level {parts[2]!r} is not an '
                             'alphanumeric value')
    return _path_join(head, parts[0] + SOURCE_SUFFIXES[0])


def _get_sourcefile(bytecode_path):
    if not bytecode_path:
        return None
    rest, _, extension = bytecode_path.rpartition('.')
    if not rest or extension.lower()[-3:-1] != 'py':
        return bytecode_path
    try:
        source_path = source_from_cache(bytecode_path)
    except (NotImplementedError, ValueError):
        source_path = bytecode_path[:-1]
    return source_path if _path_isfile(source_path) else bytecode_path


def _get_cached(filename):
    if filename.endswith(tuple(SOURCE_SUFFIXES)):
        try:
            return cache_from_source(filename)
        except NotImplementedError:
            return None
    return filename if filename.endswith(tuple(BYTECODE_SUFFIXES)) else None


def _calc_mode(path):
    try:
        mode = _path_stat(path).st_mode
    except OSError:
        mode = 0o666
    # The owner can replace the file later.
    return mode | 0o200


def decode_source(source_bytes):
    """Return the text of a source file, with '\\n' for all line ends."""
    from tokenize import detect_encoding
    encoding, _ = detect_encoding(_io.BytesIO(source_bytes).readline)
    newlines = _io.IncrementalNewlineDecoder(None, True)
    return newlines.decode(source_bytes.decode(encoding))


# Specs

def spec_from_file_location(name, location=None, *, loader=None,
                            submodule_search_locations=_POPULATE):
    """Return a spec for a module in a file.

    Without a loader the file's suffix decides; None if it is not known.
    """
    if location is None:
        location = '<unknown>'
        if hasattr(loader, 'get_filename'):
            try:
                location = loader.get_filename(name)
            except ImportError:
                pass
    else:
        location = _os.fspath(location)
        try:
            location = _path_abspath(location)
        except OSError:
            pass
    spec = _bootstrap.ModuleSpec(name, loader, origin=location)
    spec._set_fileattr = True
    if loader is None:
        for kind, suffixes in _get_supported_file_loaders():
            if location.endswith(tuple(suffixes)):
                loader = spec.loader = kind(name, location)
                break
        else:
            return None
    if submodule_search_locations is not _POPULATE:
        spec.submodule_search_locations = submodule_search_locations
    elif hasattr(loader, 'is_package'):
        try:
            if loader.is_package(name):
                spec.submodule_search_locations = []
        except ImportError:
            pass
    if spec.submodule_search_locations == [] and location:
        spec.submodule_search_locations.append(_path_split(location)[0])
    return spec


def _bless_my_loader(module_globals):
    # The loader of a module whose globals may disagree about it.
    if not isinstance(module_globals, dict):
        return None
    missing = object()
    loader = module_globals.get('__loader__', None)
    spec = module_globals.get('__spec__', missing)
    from_spec = getattr(spec, 'loader', missing)
    if loader is None and spec is missing:
        return None
    if from_spec is missing or from_spec is None:
        message = 'Module globals is missing a __spec__.loader'
        if loader is None:
            if from_spec is missing and spec is not None:
                raise AttributeError(message)
            raise ValueError(message)
        _warnings.warn(message, DeprecationWarning)
        return loader
    if loader is not None and loader != from_spec:
        _warnings.warn('Module globals; __loader__ != __spec__.loader',
                       DeprecationWarning)
        return loader
    return from_spec


# Loaders

def _check_name(method):
    # A loader that was made for one module serves only that.
    def checked(self, name=None, *args, **kwargs):
        if name is None:
            name = self.name
        elif self.name != name:
            raise ImportError(f'loader for {self.name} cannot handle {name}', name=name)
        return method(self, name, *args, **kwargs)
    for attribute in ('__module__', '__name__', '__qualname__', '__doc__'):
        setattr(checked, attribute, getattr(method, attribute, None))
    checked.__dict__.update(method.__dict__)
    return checked


class _LoaderBasics:
    """What loaders that have get_code() and get_filename() share."""

    def is_package(self, fullname):
        """Return whether the file is the __init__ of a package."""
        stem = _path_split(self.get_filename(fullname))[1].rsplit('.', 1)[0]
        return stem == '__init__' and fullname.rpartition('.')[2] != '__init__'

    def create_module(self, spec):
        """Return None: a plain module object will do."""

    def exec_module(self, module):
        """Execute the module's code."""
        code = self.get_code(module.__name__)
        if code is None:
            raise ImportError(f'cannot load module {module.__name__!r} when '
                              'get_code() returns None')
        _bootstrap._call_with_frames_removed(exec, code, module.__dict__)

    def load_module(self, fullname):
        """Load a module the deprecated way."""
        return _bootstrap._load_module_shim(self, fullname)


class SourceLoader(_LoaderBasics):
    """Loads modules from source that get_data() returns."""

    def path_mtime(self, path):
        """Return when a file was changed; OSError if unknown."""
        raise OSError

    def path_stats(self, path):
        """Return a dict with what is known about a file: 'mtime' and 'size'."""
        return {'mtime': self.path_mtime(path)}

    def _cache_bytecode(self, source_path, cache_path, data):
        return self.set_data(cache_path, data)

    def set_data(self, path, data):
        """Write bytes into a file; may do nothing."""

    def get_source(self, fullname):
        """Return a module's source text."""
        path = self.get_filename(fullname)
        try:
            data = self.get_data(path)
        except OSError as error:
            raise ImportError('source not available through get_data()',
                              name=fullname) from error
        return decode_source(data)

    def source_to_code(self, data, path, *, _optimize=-1):
        """Return the code object that source compiles to."""
        return _bootstrap._call_with_frames_removed(
            compile, data, path, 'exec', dont_inherit=True, optimize=_optimize)

    def get_code(self, fullname):
        """Return a module's code object."""
        # Compiling is fast: there is no cache of compiled files.
        path = self.get_filename(fullname)
        code = self.source_to_code(self.get_data(path), path)
        _verbose_message('code object from {}', path)
        return code


class FileLoader:
    """The part of a loader that knows one module's file."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    @_check_name
    def load_module(self, fullname):
        """Load a module the deprecated way."""
        return super(FileLoader, self).load_module(fullname)

    @_check_name
    def get_filename(self, fullname):
        """Return the path of the module's file."""
        return self.path

    def get_data(self, path):
        """Return the contents of a file as bytes."""
        if isinstance(self, (SourceLoader, ExtensionFileLoader)):
            file = _io.open_code(str(path))
        else:
            file = _io.FileIO(path, 'r')
        with file:
            return file.read()

    @_check_name
    def get_resource_reader(self, module):
        from importlib.readers import FileReader
        return FileReader(self)


class SourceFileLoader(FileLoader, SourceLoader):
    """Loads a module from a source file."""

    def path_stats(self, path):
        """Return the time of a file's last change and its size."""
        status = _path_stat(path)
        return {'mtime': status.st_mtime, 'size': status.st_size}

    def _cache_bytecode(self, source_path, bytecode_path, data):
        return self.set_data(bytecode_path, data, _mode=_calc_mode(source_path))

    def set_data(self, path, data, *, _mode=0o666):
        """Write bytes into a file, and make the directories for it."""
        parent = _path_split(path)[0]
        missing = []
        while parent and not _path_isdir(parent):
            missing.append(parent)
            parent = _path_split(parent)[0]
        try:
            for parent in reversed(missing):
                try:
                    _os.mkdir(parent)
                except FileExistsError:
                    pass
            parent = path
            _write_atomic(path, data, _mode)
            _verbose_message('created {!r}', path)
        except OSError as error:
            _verbose_message('could not create {!r}: {!r}', parent, error)


class SourcelessFileLoader(FileLoader, _LoaderBasics):
    """Loads a module from a bytecode file."""

    def get_code(self, fullname):
        """Return the code object in the file."""
        path = self.get_filename(fullname)
        data = self.get_data(path)
        check = _bytecode_function('_classify_pyc')
        check(data, fullname, {'name': fullname, 'path': path})
        load = _bytecode_function('_compile_bytecode')
        return load(memoryview(data)[16:], name=fullname, bytecode_path=path)

    def get_source(self, fullname):
        """Return None: there is no source."""
        return None


class ExtensionFileLoader(FileLoader, _LoaderBasics):
    """Loads a native module from a shared library."""

    def __init__(self, name, path):
        self.name = name
        self.path = path

    def create_module(self, spec):
        """Return the module object that the library makes."""
        module = _bootstrap._call_with_frames_removed(_imp.create_dynamic, spec)
        _verbose_message('extension module {!r} loaded from {!r}', spec.name, self.path)
        return module

    def exec_module(self, module):
        """Let the library fill the module."""
        _bootstrap._call_with_frames_removed(_imp.exec_dynamic, module)
        _verbose_message('extension module {!r} executed from {!r}', self.name, self.path)

    def is_package(self, fullname):
        """Return whether the library is the __init__ of a package."""
        name = _path_split(self.path)[1]
        return name in ['__init__' + suffix for suffix in EXTENSION_SUFFIXES]

    def get_code(self, fullname):
        """Return None: there is no code object."""
        return None

    def get_source(self, fullname):
        """Return None: there is no source."""
        return None

    @_check_name
    def get_filename(self, fullname):
        """Return the path of the library."""
        return self.path


class AppleFrameworkLoader(ExtensionFileLoader):
    """Exists for its name; it loads modules on phones only."""


class WindowsRegistryFinder:
    """Exists for its name; there is no registry here."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        return None


# Namespace packages

class _NamespacePath:
    """The directories of a namespace package, found again when need be."""

    # Counts the calls of PathFinder.invalidate_caches().
    _epoch = 0

    def __init__(self, name, path, path_finder):
        self._name = name
        self._path = path
        self._last_parent_path = tuple(self._get_parent_path())
        self._last_epoch = self._epoch
        self._path_finder = path_finder or PathFinder._get_spec

    def _find_parent_path_names(self):
        parent = self._name.rpartition('.')[0]
        return (parent, '__path__') if parent else ('sys', 'path')

    def _get_parent_path(self):
        module, attribute = self._find_parent_path_names()
        return getattr(sys.modules[module], attribute)

    def _recalculate(self):
        parent_path = tuple(self._get_parent_path())
        if (parent_path, self._epoch) != (self._last_parent_path, self._last_epoch):
            spec = self._path_finder(self._name, parent_path)
            # Something else found in its place changes nothing.
            if spec is not None and spec.loader is None and spec.submodule_search_locations:
                self._path = spec.submodule_search_locations
            self._last_parent_path = parent_path
            self._last_epoch = self._epoch
        return self._path

    def __iter__(self):
        return iter(self._recalculate())

    def __getitem__(self, index):
        return self._recalculate()[index]

    def __setitem__(self, index, path):
        self._path[index] = path

    def __len__(self):
        return len(self._recalculate())

    def __repr__(self):
        return f'_NamespacePath({self._path!r})'

    def __contains__(self, item):
        return item in self._recalculate()

    def append(self, item):
        self._path.append(item)


class NamespaceLoader:
    """Loads a package that is nothing but directories."""

    def __init__(self, name, path, path_finder):
        self._path = _NamespacePath(name, path, path_finder)

    def is_package(self, fullname):
        return True

    def get_source(self, fullname):
        return ''

    def get_code(self, fullname):
        return compile('', '<string>', 'exec', dont_inherit=True)

    def create_module(self, spec):
        """Return None: a plain module object will do."""

    def exec_module(self, module):
        pass

    def load_module(self, fullname):
        """Load a package the deprecated way."""
        _verbose_message('namespace module loaded with path {!r}', self._path)
        return _bootstrap._load_module_shim(self, fullname)

    def get_resource_reader(self, module):
        from importlib.readers import NamespaceReader
        return NamespaceReader(self._path)


_NamespaceLoader = NamespaceLoader


# Finders

class PathFinder:
    """Finds modules by the entries of sys.path or of a package's __path__."""

    @staticmethod
    def invalidate_caches():
        """Forget what the path entries' finders know."""
        for name, finder in list(sys.path_importer_cache.items()):
            # Relative entries mean something else in another directory.
            if finder is None or not _path_isabs(name):
                del sys.path_importer_cache[name]
            elif hasattr(finder, 'invalidate_caches'):
                finder.invalidate_caches()
        _NamespacePath._epoch += 1
        metadata = sys.modules.get('importlib.metadata')
        if metadata is not None:
            metadata.MetadataPathFinder.invalidate_caches()

    @staticmethod
    def _path_hooks(path):
        if sys.path_hooks is not None and not sys.path_hooks:
            _warnings.warn('sys.path_hooks is empty', ImportWarning)
        for hook in sys.path_hooks:
            try:
                return hook(path)
            except ImportError:
                pass
        return None

    @classmethod
    def _path_importer_cache(cls, path):
        if path == '':
            try:
                path = _os.getcwd()
            except FileNotFoundError:
                return None  # The directory was removed.
        try:
            return sys.path_importer_cache[path]
        except KeyError:
            finder = sys.path_importer_cache[path] = cls._path_hooks(path)
            return finder

    @classmethod
    def _get_spec(cls, fullname, path, target=None):
        # The spec has no loader if only parts of a namespace package, or
        # nothing at all, were found.
        portions = []
        for entry in path:
            if not isinstance(entry, str):
                continue
            finder = cls._path_importer_cache(entry)
            if finder is None:
                continue
            spec = finder.find_spec(fullname, target)
            if spec is None:
                continue
            if spec.loader is not None:
                return spec
            if spec.submodule_search_locations is None:
                raise ImportError('spec missing loader')
            portions.extend(spec.submodule_search_locations)
        spec = _bootstrap.ModuleSpec(fullname, None)
        spec.submodule_search_locations = portions
        return spec

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        """Return the spec of the first match, or None."""
        spec = cls._get_spec(fullname, sys.path if path is None else path, target)
        if spec is None or spec.loader is not None:
            return spec
        if not spec.submodule_search_locations:
            return None
        return _namespace_spec(fullname, spec.submodule_search_locations)

    @staticmethod
    def find_distributions(*args, **kwargs):
        """Return the installed distributions that match a context."""
        from importlib.metadata import MetadataPathFinder
        return MetadataPathFinder.find_distributions(*args, **kwargs)


def _namespace_spec(fullname, folders):
    # The spec of a package that has nothing but these folders.
    spec = _bootstrap.ModuleSpec(fullname, None)
    spec.submodule_search_locations = _NamespacePath(
        fullname, folders, PathFinder._get_spec)
    return spec


class FileFinder:
    """Finds modules in one directory, of which it remembers the contents."""

    def __init__(self, path, *loader_details):
        self._loaders = [(suffix, loader) for loader, suffixes in loader_details
                         for suffix in suffixes]
        if not path or path == '.':
            self.path = _os.getcwd()
        else:
            self.path = _path_abspath(path)
        self._path_mtime = -1
        self._path_cache = set()
        self._relaxed_path_cache = set()

    def invalidate_caches(self):
        """Have the directory read again."""
        self._path_mtime = -1

    def _get_spec(self, loader_class, fullname, path, smsl, target):
        return spec_from_file_location(fullname, path, loader=loader_class(fullname, path),
                                       submodule_search_locations=smsl)

    def find_spec(self, fullname, target=None):
        """Return the spec of a module in the directory, or None."""
        name = fullname.rpartition('.')[2]
        try:
            mtime = _path_stat(self.path or _os.getcwd()).st_mtime
        except OSError:
            mtime = -1
        if mtime != self._path_mtime:
            self._fill_cache()
            self._path_mtime = mtime
        directory = None
        if name in self._path_cache:
            base = _path_join(self.path, name)
            for suffix, loader in self._loaders:
                init = _path_join(base, '__init__' + suffix)
                if _path_isfile(init):
                    return self._get_spec(loader, fullname, init, [base], target)
            if _path_isdir(base):
                directory = base
        for suffix, loader in self._loaders:
            path = _path_join(self.path, name + suffix)
            _verbose_message('trying {}', path, verbosity=2)
            if name + suffix in self._path_cache and _path_isfile(path):
                return self._get_spec(loader, fullname, path, None, target)
        if directory is None:
            return None
        _verbose_message('possible namespace for {}', directory)
        spec = _bootstrap.ModuleSpec(fullname, None)
        spec.submodule_search_locations = [directory]
        return spec

    def _fill_cache(self):
        try:
            self._path_cache = set(_os.listdir(self.path or _os.getcwd()))
        except (FileNotFoundError, PermissionError, NotADirectoryError):
            self._path_cache = set()

    @classmethod
    def path_hook(cls, *loader_details):
        """Return a function for sys.path_hooks that serves directories."""
        def path_hook_for_FileFinder(path):
            """Return a finder for a path entry if it is a directory."""
            if not _path_isdir(path):
                raise ImportError('only directories are supported', path=path)
            return cls(path, *loader_details)

        return path_hook_for_FileFinder

    def __repr__(self):
        return f'FileFinder({self.path!r})'


def _fix_up_module(ns, name, pathname, cpathname=None):
    # Gives the namespace of a script the attributes of a module.
    loader = ns.get('__loader__')
    spec = ns.get('__spec__')
    if not loader:
        if spec:
            loader = spec.loader
        elif pathname == cpathname:
            loader = SourcelessFileLoader(name, pathname)
        else:
            loader = SourceFileLoader(name, pathname)
    if not spec:
        spec = spec_from_file_location(name, pathname, loader=loader)
        if cpathname:
            spec.cached = _path_abspath(cpathname)
    ns.update(__spec__=spec, __loader__=loader, __file__=pathname, __cached__=cpathname)


def _get_supported_file_loaders():
    return [(ExtensionFileLoader, EXTENSION_SUFFIXES),
            (SourceFileLoader, SOURCE_SUFFIXES),
            (SourcelessFileLoader, BYTECODE_SUFFIXES)]


def _set_bootstrap_module(_bootstrap_module):
    global _bootstrap
    _bootstrap = _bootstrap_module


def _archive_hook(path):
    """Return a finder for a path entry if it is a zip archive, or a folder in one."""
    if _path_isdir(path):
        raise ImportError('directories are no archives', path=path)
    from zipimport import zipimporter
    return zipimporter(path)


_archive_hook._weft_native = True


def _find_in_archive(path, name):
    """Return the spec of a module in a path entry that is an archive, or None."""
    finder = sys.path_importer_cache.get(path)
    if finder is None:
        try:
            finder = sys.path_importer_cache[path] = _archive_hook(path)
        except ImportError:
            return None
    return finder.find_spec(name)


def _install(_bootstrap_module):
    """Put the finder of module files on sys.meta_path."""
    _set_bootstrap_module(_bootstrap_module)
    hook = FileFinder.path_hook(*_get_supported_file_loaders())
    hook._weft_native = True
    sys.path_hooks += [_archive_hook, hook]
    sys.meta_path.append(PathFinder)


def _connect():
    # Whoever imports this module first completes it.
    from . import _bootstrap as module
    _set_bootstrap_module(module)
    module._bootstrap_external = sys.modules[__name__]
    PathFinder._weft_native = mark = module._NativeMark()
    mark.owner = PathFinder


_connect()
