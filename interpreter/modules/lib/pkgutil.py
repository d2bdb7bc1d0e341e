"""Finding the modules of packages and the data files beside them."""

import os
import sys
from collections import namedtuple

__all__ = ['get_importer', 'iter_importers', 'get_loader', 'find_loader',
           'walk_packages', 'iter_modules', 'get_data', 'read_code', 'extend_path',
           'ModuleInfo']

ModuleInfo = namedtuple('ModuleInfo', 'module_finder name ispkg')


def __getattr__(name):
    # Only those who add kinds of finders need it.
    if name != 'iter_importer_modules':
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    value = globals()[name] = _make_iter_importer_modules()
    return value


def read_code(stream):
    """Return the code object of a bytecode file, or None if it is not one."""
    from importlib.util import MAGIC_NUMBER
    if stream.read(4) != MAGIC_NUMBER:
        return None
    import marshal
    stream.read(12)
    return marshal.load(stream)


# Going through modules

def walk_packages(path=None, prefix='', onerror=None):
    """Yield a ModuleInfo for each module, and those in packages among them.

    Packages are imported. onerror(name) is called where that fails; without
    it, all errors but ImportError are raised.
    """
    seen = set()
    for info in iter_modules(path, prefix):
        yield info
        if not info.ispkg:
            continue
        try:
            __import__(info.name)
        except ImportError:
            if onerror is not None:
                onerror(info.name)
        except Exception:
            if onerror is None:
                raise
            onerror(info.name)
        else:
            inner = getattr(sys.modules[info.name], '__path__', None) or []
            inner = [entry for entry in inner if entry not in seen]
            seen.update(inner)
            yield from walk_packages(inner, info.name + '.', onerror)


def iter_modules(path=None, prefix=''):
    """Yield a ModuleInfo for each module on a path, or on sys.path."""
    if path is None:
        importers = iter_importers()
    elif isinstance(path, str):
        raise ValueError("path must be None or list of paths to look for modules in")
    else:
        importers = map(get_importer, path)
    list_modules = sys.modules[__name__].iter_importer_modules
    seen = set()
    for importer in importers:
        for name, is_package in list_modules(importer, prefix):
            if name not in seen:
                seen.add(name)
                yield ModuleInfo(importer, name, is_package)


def _make_iter_importer_modules():
    from functools import singledispatch
    from importlib.machinery import FileFinder

    @singledispatch
    def iter_importer_modules(importer, prefix=''):
        if not hasattr(importer, 'iter_modules'):
            return []
        return importer.iter_modules(prefix)

    iter_importer_modules.register(FileFinder, _iter_file_finder_modules)
    try:
        from zipimport import zipimporter
    except ImportError:
        pass
    else:
        iter_importer_modules.register(zipimporter, iter_zipimport_modules)
    return iter_importer_modules


def _list_directory(path):
    try:
        return os.listdir(path)
    except OSError:
        return []  # It cannot be read: nothing can be imported from it.


def _iter_file_finder_modules(importer, prefix=''):
    from inspect import getmodulename
    if importer.path is None or not os.path.isdir(importer.path):
        return
    seen = {'__init__'}
    for filename in sorted(_list_directory(importer.path)):
        name = getmodulename(filename)
        if name in seen:
            continue
        is_package = False
        if not name and '.' not in filename:
            path = os.path.join(importer.path, filename)
            if os.path.isdir(path):
                if '__init__' not in map(getmodulename, _list_directory(path)):
                    continue
                name = filename
                is_package = True
        if name and '.' not in name:
            seen.add(name)
            yield prefix + name, is_package


def iter_zipimport_modules(importer, prefix=''):
    from inspect import getmodulename
    from zipimport import _zip_directory_cache
    seen = {'__init__'}
    for filename in sorted(_zip_directory_cache[importer.archive]):
        if not filename.startswith(importer.prefix):
            continue
        parts = filename.removeprefix(importer.prefix).split(os.sep)
        is_package = len(parts) == 2 and parts[1].startswith('__init__.py')
        if is_package:
            name = parts[0]
        elif len(parts) == 1:
            name = getmodulename(parts[0])
        else:
            continue
        if name and name not in seen and (is_package or '.' not in name):
            seen.add(name)
            yield prefix + name, is_package


# Importers and loaders

def get_importer(path_item):
    """Return the finder for a path entry, or None if no hook takes it."""
    import importlib.util
    path_item = os.fsdecode(path_item)
    if path_item in sys.path_importer_cache:
        return sys.path_importer_cache[path_item]
    for hook in sys.path_hooks:
        try:
            importer = hook(path_item)
        except ImportError:
            continue
        sys.path_importer_cache.setdefault(path_item, importer)
        return importer
    return None


def iter_importers(fullname=""):
    """Yield the finders that would be asked for a module."""
    if fullname.startswith('.'):
        raise ImportError(f"Relative module name {fullname!r} not supported")
    path = sys.path
    if '.' in fullname:
        from importlib import import_module
        path = getattr(import_module(fullname.rpartition(".")[0]), '__path__', None)
        if path is None:
            return
    else:
        yield from sys.meta_path
    for entry in path:
        yield get_importer(entry)


def _deprecated(name):
    import warnings
    warnings._deprecated(
        f'pkgutil.{name}',
        f'{warnings._DEPRECATED_MSG}; use importlib.util.find_spec() instead',
        remove=(3, 14))


def get_loader(module_or_name):
    """Return the loader of a module, which is given itself or by its name."""
    _deprecated('get_loader')
    if module_or_name in sys.modules:
        module_or_name = sys.modules[module_or_name]
        if module_or_name is None:
            return None
    if not isinstance(module_or_name, type(sys)):
        return find_loader(module_or_name)
    loader = getattr(module_or_name, '__loader__', None)
    if loader is not None:
        return loader
    if getattr(module_or_name, '__spec__', None) is None:
        return None
    return find_loader(module_or_name.__name__)


def find_loader(fullname):
    """Return the loader of a module by its name."""
    _deprecated('find_loader')
    if fullname.startswith('.'):
        raise ImportError(f"Relative module name {fullname!r} not supported")
    from importlib.util import find_spec
    try:
        spec = find_spec(fullname)
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise ImportError(f"Error while finding loader for {fullname!r} "
                          f"({type(error)}: {error})") from error
    return None if spec is None else spec.loader


# Packages in several directories, and data files

def extend_path(path, name):
    """Return a package's path with the same package elsewhere added.

    Files <name>.pkg on sys.path can list more directories.
    """
    if not isinstance(path, list):
        return path
    path = path[:]
    parent, _, last = name.rpartition('.')
    search_path = sys.path
    if parent:
        try:
            search_path = sys.modules[parent].__path__
        except (KeyError, AttributeError):
            return path
    for directory in search_path:
        if not isinstance(directory, str):
            continue
        for portion in _portions(get_importer(directory), last):
            if portion not in path:
                path.append(portion)
        list_file = os.path.join(directory, name + ".pkg")
        if not os.path.isfile(list_file):
            continue
        try:
            file = open(list_file)
        except OSError as error:
            sys.stderr.write(f"Can't open {list_file}: {error}\n")
            continue
        with file:
            for line in file:
                line = line.rstrip('\n')
                if line and not line.startswith('#'):
                    path.append(line)
    return path


def _portions(finder, name):
    if hasattr(finder, 'find_spec'):
        spec = finder.find_spec(name)
        return [] if spec is None else spec.submodule_search_locations or []
    if hasattr(finder, 'find_loader'):
        return finder.find_loader(name)[1]
    return []


def get_data(package, resource):
    """Return the bytes of a file in a package, or None.

    The file is given by a path with slashes, relative to the package.
    """
    import importlib.util
    spec = importlib.util.find_spec(package)
    if spec is None or not hasattr(spec.loader, 'get_data'):
        return None
    module = sys.modules.get(package) or importlib._bootstrap._load(spec)
    if module is None or not hasattr(module, '__file__'):
        return None
    directory = os.path.dirname(module.__file__)
    return spec.loader.get_data(os.path.join(directory, *resource.split('/')))


def resolve_name(name):
    """Return the object that 'module.object' or 'module:object' names.

    Without a colon, modules are imported as far as the name goes.
    """
    from importlib import import_module
    if not isinstance(name, str):
        raise TypeError("expected string or bytes-like object, "
                        f"got {type(name).__name__!r}")
    module_name, colon, attributes = name.partition(':')
    parts = module_name.split('.')
    wanted = attributes.split('.') if attributes else []
    if not all(map(_is_word, parts + wanted)):
        raise ValueError(f'invalid format: {name!r}')
    if colon:
        result = import_module(module_name)
    else:
        module_name = parts.pop(0)
        result = import_module(module_name)
        while parts:
            try:
                result = import_module(f'{module_name}.{parts[0]}')
            except ImportError:
                break
            module_name += '.' + parts.pop(0)
        wanted = parts
    for attribute in wanted:
        result = getattr(result, attribute)
    return result


def _is_word(text):
    # What can be a name: letters, digits and underscores, no digit first.
    return (text != '' and not text[0].isdecimal()
            and all([char == '_' or char.isalnum() for char in text]))
