"""The abstract base classes of resources and their readers."""

import abc

__all__ = ["ResourceReader", "Traversable", "TraversableResources"]


class ResourceReader(metaclass=abc.ABCMeta):
    """Reads the resources of one package."""

    @abc.abstractmethod
    def open_resource(self, resource):
        """Return a binary file for reading a resource."""
        raise FileNotFoundError

    @abc.abstractmethod
    def resource_path(self, resource):
        """Return the path of a resource, if it is a file."""
        raise FileNotFoundError

    @abc.abstractmethod
    def is_resource(self, path):
        """Return whether there is a resource, and it is not a directory."""
        raise FileNotFoundError

    @abc.abstractmethod
    def contents(self):
        """Return the names of what is in the package."""
        raise FileNotFoundError


class TraversalError(Exception):
    pass


class Traversable(metaclass=abc.ABCMeta):
    """What has the methods of a pathlib.Path for reading."""

    @classmethod
    def __subclasshook__(cls, other):
        if cls is not Traversable:
            return NotImplemented
        return all([hasattr(other, name) for name in (
            'iterdir', 'read_bytes', 'read_text', 'is_dir', 'is_file', 'joinpath',
            '__truediv__', 'open')]) or NotImplemented

    @abc.abstractmethod
    def iterdir(self):
        """Return what is in the directory."""

    def read_bytes(self):
        """Return the contents as bytes."""
        with self.open('rb') as file:
            return file.read()

    def read_text(self, encoding=None, errors=None):
        """Return the contents as text."""
        options = {} if errors is None else {'errors': errors}
        with self.open(encoding=encoding, **options) as file:
            return file.read()

    @abc.abstractmethod
    def is_dir(self):
        """Return whether it is a directory."""

    @abc.abstractmethod
    def is_file(self):
        """Return whether it is a file."""

    def joinpath(self, *descendants):
        """Return what a path leads to from here."""
        if not descendants:
            return self
        import pathlib
        names = [name for path in descendants for name in pathlib.PurePosixPath(path).parts]
        target, *rest = names
        for item in self.iterdir():
            if item.name == target:
                return item.joinpath(*rest)
        raise TraversalError("Target not found during traversal.", target, rest)

    def __truediv__(self, child):
        return self.joinpath(child)

    @abc.abstractmethod
    def open(self, mode='r', *args, **kwargs):
        """Return a file for reading."""

    @property
    @abc.abstractmethod
    def name(self):
        """The last part of the path."""


class TraversableResources(ResourceReader):
    """A reader that is defined by its method files()."""

    @abc.abstractmethod
    def files(self):
        """Return the package's directory."""

    def open_resource(self, resource):
        return self.files().joinpath(resource).open('rb')

    def resource_path(self, resource):
        raise FileNotFoundError(resource)

    def is_resource(self, path):
        return self.files().joinpath(path).is_file()

    def contents(self):
        return (item.name for item in self.files().iterdir())
