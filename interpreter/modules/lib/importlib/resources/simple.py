"""Readers for loaders that can list and open their resources."""

import abc
from .abc import Traversable, TraversableResources


class SimpleReader(abc.ABC):
    """The little that a loader must be able to do."""

    @property
    @abc.abstractmethod
    def package(self):
        """The name of the package."""

    @abc.abstractmethod
    def children(self):
        """Return the readers of the directories in this one."""

    @abc.abstractmethod
    def resources(self):
        """Return the names of the resources."""

    @abc.abstractmethod
    def open_binary(self, resource):
        """Return a binary file for reading a resource."""

    @property
    def name(self):
        return self.package.split('.')[-1]


class ResourceContainer(Traversable):
    """The directory of a simple reader."""

    def __init__(self, reader):
        self.reader = reader

    def is_dir(self):
        return True

    def is_file(self):
        return False

    def iterdir(self):
        for name in self.reader.resources:
            yield ResourceHandle(self, name)
        yield from map(ResourceContainer, self.reader.children())

    def open(self, *args, **kwargs):
        raise IsADirectoryError()


class ResourceHandle(Traversable):
    """A resource of a simple reader."""

    name = None

    def __init__(self, parent, name):
        self.parent = parent
        self.name = name

    def is_file(self):
        return True

    def is_dir(self):
        return False

    def open(self, mode='r', *args, **kwargs):
        stream = self.parent.reader.open_binary(self.name)
        if 'b' in mode:
            return stream
        from io import TextIOWrapper
        return TextIOWrapper(stream, *args, **kwargs)

    def joinpath(self, name):
        raise RuntimeError("Cannot traverse into a resource")


class TraversableReader(TraversableResources, SimpleReader):
    """A simple reader that works with files()."""

    def files(self):
        return ResourceContainer(self)
