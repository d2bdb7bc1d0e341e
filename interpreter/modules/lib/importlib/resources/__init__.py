"""The data files of packages."""

from .abc import ResourceReader

__all__ = ['Package', 'Anchor', 'ResourceReader', 'as_file', 'files', 'contents',
           'is_resource', 'open_binary', 'open_text', 'path', 'read_binary', 'read_text']

_MISSING = object()


def __getattr__(name):
    if name not in ('Package', 'Anchor'):
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    from types import ModuleType
    from typing import Union
    value = globals()[name] = Union[ModuleType, str]
    return value


def files(anchor=_MISSING, package=_MISSING):
    """Return the directory of a module's package, the caller's by default."""
    import sys
    from importlib import import_module
    if package is not _MISSING:
        if anchor is not _MISSING:
            raise TypeError('files() takes from 0 to 1 positional arguments '
                            'but 2 were given')
        import warnings
        warnings.warn("First parameter to files is renamed to 'anchor'",
                      DeprecationWarning, stacklevel=2)
        anchor = package
    if anchor is _MISSING or anchor is None:
        anchor = sys._getframe(1).f_globals['__name__']
    module = import_module(anchor) if isinstance(anchor, str) else anchor
    from ._adapters import wrap_spec
    spec = wrap_spec(module)
    return spec.loader.get_resource_reader(spec.name).files()


def as_file(path):
    """Return a context manager that gives a resource as a pathlib.Path.

    What is not in a file already is copied into a temporary one.
    """
    from ._files import as_file
    return as_file(path)


def _resource(anchor, path_names):
    if anchor is None:
        raise TypeError("anchor must be module or string, got None")
    return files(anchor).joinpath(*path_names)


def _encoding(path_names, encoding):
    if encoding is not _MISSING:
        return encoding
    # With several names, the last could be meant as the encoding.
    if len(path_names) > 1:
        raise TypeError("'encoding' argument required with multiple path names")
    return 'utf-8'


def open_binary(anchor, *path_names):
    """Return a binary file for reading a resource."""
    return _resource(anchor, path_names).open('rb')


def open_text(anchor, *path_names, encoding=_MISSING, errors='strict'):
    """Return a text file for reading a resource."""
    encoding = _encoding(path_names, encoding)
    return _resource(anchor, path_names).open('r', encoding=encoding, errors=errors)


def read_binary(anchor, *path_names):
    """Return the contents of a resource as bytes."""
    return _resource(anchor, path_names).read_bytes()


def read_text(anchor, *path_names, encoding=_MISSING, errors='strict'):
    """Return the contents of a resource as text."""
    encoding = _encoding(path_names, encoding)
    return _resource(anchor, path_names).read_text(encoding=encoding, errors=errors)


def path(anchor, *path_names):
    """Return a context manager that gives a resource as a pathlib.Path."""
    return as_file(_resource(anchor, path_names))


def is_resource(anchor, *path_names):
    """Return whether there is a resource, and it is not a directory."""
    return _resource(anchor, path_names).is_file()


def contents(anchor, *path_names):
    """Return an iterator over the names of what is in a package."""
    import warnings
    warnings.warn("importlib.resources.contents is deprecated. "
                  "Use files(anchor).iterdir() instead.",
                  DeprecationWarning, stacklevel=1)
    return (item.name for item in _resource(anchor, path_names).iterdir())
