"""Readers for packages in directories, in several of them, and in archives."""

import pathlib
from . import abc


class FileReader(abc.TraversableResources):
    """Reads what is beside a loader's file."""

    def __init__(self, loader):
        self.path = pathlib.Path(loader.path).parent

    def resource_path(self, resource):
        """Return the path of a resource, which need not exist."""
        return str(self.path.joinpath(resource))

    def files(self):
        return self.path


class ZipReader(abc.TraversableResources):
    """Reads what is in a zip archive."""

    def __init__(self, loader, module):
        self.prefix = loader.prefix.replace('\\', '/')
        if loader.is_package(module):
            self.prefix += module.rpartition('.')[2] + '/'
        self.archive = loader.archive

    def open_resource(self, resource):
        try:
            return super().open_resource(resource)
        except KeyError as error:
            raise FileNotFoundError(error.args[0])

    def is_resource(self, path):
        """Return whether there is a resource, and it is not a directory."""
        target = self.files().joinpath(path)
        return target.is_file() and target.exists()

    def files(self):
        import zipfile
        return zipfile.Path(self.archive, self.prefix)


class MultiplexedPath(abc.Traversable):
    """Several directories that look like one."""

    def __init__(self, *paths):
        self._paths = list(map(_ensure_traversable, dict.fromkeys(paths)))
        if not self._paths:
            raise FileNotFoundError('MultiplexedPath must contain at least one path')
        if not all([path.is_dir() for path in self._paths]):
            raise NotADirectoryError('MultiplexedPath only supports directories')

    def iterdir(self):
        by_name = {}
        for path in self._paths:
            for child in path.iterdir():
                by_name.setdefault(child.name, []).append(child)
        return iter([self._merge(by_name[name]) for name in sorted(by_name)])

    @classmethod
    def _merge(cls, children):
        if len(children) == 1:
            return children[0]
        try:
            return cls(*children)
        except NotADirectoryError:
            return children[0]

    def read_bytes(self):
        raise FileNotFoundError(f'{self} is not a file')

    def read_text(self, *args, **kwargs):
        raise FileNotFoundError(f'{self} is not a file')

    def is_dir(self):
        return True

    def is_file(self):
        return False

    def joinpath(self, *descendants):
        try:
            return super().joinpath(*descendants)
        except abc.TraversalError:
            # What does not exist is taken to be in the first directory.
            return self._paths[0].joinpath(*descendants)

    def open(self, *args, **kwargs):
        raise FileNotFoundError(f'{self} is not a file')

    @property
    def name(self):
        return self._paths[0].name

    def __repr__(self):
        paths = ', '.join([f"'{path}'" for path in self._paths])
        return f'MultiplexedPath({paths})'


class NamespaceReader(abc.TraversableResources):
    """Reads what is in the directories of a namespace package."""

    def __init__(self, namespace_path):
        if 'NamespacePath' not in str(namespace_path):
            raise ValueError('Invalid path')
        self.path = MultiplexedPath(*map(self._resolve, namespace_path))

    @classmethod
    def _resolve(cls, path_str):
        (directory,) = [path for path in cls._candidate_paths(path_str) if path.is_dir()]
        return directory

    @classmethod
    def _candidate_paths(cls, path_str):
        path = pathlib.Path(path_str)
        yield path
        if path.exists():
            return
        # A part of the path may be an archive.
        for archive in path.parents:
            if archive.is_file():
                import zipfile
                inner = path.relative_to(archive).as_posix()
                yield zipfile.Path(str(archive), inner + '/')

    def resource_path(self, resource):
        """Return the path of a resource, which need not exist."""
        return str(self.path.joinpath(resource))

    def files(self):
        return self.path


def _ensure_traversable(path):
    if not isinstance(path, str):
        return path
    import warnings
    warnings.warn("String arguments are deprecated. Pass a Traversable instead.",
                  DeprecationWarning, stacklevel=3)
    return pathlib.Path(path)
