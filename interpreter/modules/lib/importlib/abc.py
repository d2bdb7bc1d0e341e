"""The abstract base classes of finders and loaders."""

import abc
import sys
from . import _bootstrap_external, machinery
from ._abc import Loader

__all__ = ['Loader', 'MetaPathFinder', 'PathEntryFinder', 'ResourceLoader',
           'InspectLoader', 'ExecutionLoader', 'FileLoader', 'SourceLoader']


def __getattr__(name):
    import warnings
    from .resources import abc as resources
    if name not in resources.__all__:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    value = getattr(resources, name)
    warnings._deprecated(f'{__name__}.{name}', remove=(3, 14))
    globals()[name] = value
    return value


def _register(abstract_cls, *classes):
    # An interpreter that runs on the machinery has its own copies.
    copies = [sys.modules.get('_frozen_importlib'),
              sys.modules.get('_frozen_importlib_external')]
    for cls in classes:
        abstract_cls.register(cls)
        for module in copies:
            copy = getattr(module, cls.__name__, None)
            if copy is not None:
                abstract_cls.register(copy)


class MetaPathFinder(metaclass=abc.ABCMeta):
    """Finds modules, as an entry of sys.meta_path."""

    def invalidate_caches(self):
        """Forget what was remembered about the modules that exist."""


_register(MetaPathFinder, machinery.BuiltinImporter, machinery.FrozenImporter,
          machinery.PathFinder, machinery.WindowsRegistryFinder)


class PathEntryFinder(metaclass=abc.ABCMeta):
    """Finds modules in one entry of sys.path."""

    def invalidate_caches(self):
        """Forget what was remembered about the modules that exist."""


_register(PathEntryFinder, machinery.FileFinder)


class ResourceLoader(Loader):
    """A loader that can read other files too."""

    @abc.abstractmethod
    def get_data(self, path):
        """Return the contents of a file as bytes."""
        raise OSError


class InspectLoader(Loader):
    """A loader that can show what it loads."""

    def is_package(self, fullname):
        """Return whether a module is a package."""
        raise ImportError

    def get_code(self, fullname):
        """Return a module's code object, or None."""
        source = self.get_source(fullname)
        return None if source is None else self.source_to_code(source)

    @abc.abstractmethod
    def get_source(self, fullname):
        """Return a module's source text, or None."""
        raise ImportError

    @staticmethod
    def source_to_code(data, path='<string>'):
        """Return the code object that source compiles to."""
        return compile(data, path, 'exec', dont_inherit=True)

    exec_module = _bootstrap_external._LoaderBasics.exec_module
    load_module = _bootstrap_external._LoaderBasics.load_module


_register(InspectLoader, machinery.BuiltinImporter, machinery.FrozenImporter,
          machinery.NamespaceLoader)


class ExecutionLoader(InspectLoader):
    """A loader of modules that can also be run as scripts."""

    @abc.abstractmethod
    def get_filename(self, fullname):
        """Return the path that goes into a module's __file__."""
        raise ImportError

    def get_code(self, fullname):
        """Return a module's code object, or None."""
        source = self.get_source(fullname)
        if source is None:
            return None
        try:
            path = self.get_filename(fullname)
        except ImportError:
            return self.source_to_code(source)
        return self.source_to_code(source, path)


_register(ExecutionLoader, machinery.ExtensionFileLoader, machinery.AppleFrameworkLoader)


class FileLoader(_bootstrap_external.FileLoader, ResourceLoader, ExecutionLoader):
    """A loader of one module's file."""


_register(FileLoader, machinery.SourceFileLoader, machinery.SourcelessFileLoader)


class SourceLoader(_bootstrap_external.SourceLoader, ResourceLoader, ExecutionLoader):
    """A loader of source, which get_data() and get_filename() provide."""

    # Of the next two methods a subclass may define either.

    def path_mtime(self, path):
        """Return when a file was changed."""
        if self.path_stats.__func__ is SourceLoader.path_stats:
            raise OSError
        return int(self.path_stats(path)['mtime'])

    def path_stats(self, path):
        """Return a dict with what is known about a file."""
        if self.path_mtime.__func__ is SourceLoader.path_mtime:
            raise OSError
        return {'mtime': self.path_mtime(path)}

    def set_data(self, path, data):
        """Write bytes into a file; may do nothing."""


_register(SourceLoader, machinery.SourceFileLoader)
