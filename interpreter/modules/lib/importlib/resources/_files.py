"""Resources as files of the file system."""

import contextlib
import os
import pathlib


def as_file(path):
    """Return a context manager that gives a resource as a pathlib.Path."""
    if isinstance(path, pathlib.Path):
        return contextlib.nullcontext(path)
    try:
        is_directory = path.is_dir()
    except FileNotFoundError:
        is_directory = False
    return _temporary_directory(path) if is_directory else _temporary_file(path)


@contextlib.contextmanager
def _temporary_file(path, _os_remove=os.remove):
    import tempfile
    # Closed before it is used: it may be opened a second time, or removed.
    fd, name = tempfile.mkstemp(suffix=path.name)
    try:
        try:
            os.write(fd, path.read_bytes())
        finally:
            os.close(fd)
        yield pathlib.Path(name)
    finally:
        try:
            _os_remove(name)
        except FileNotFoundError:
            pass


@contextlib.contextmanager
def _temporary_directory(path):
    import tempfile
    with tempfile.TemporaryDirectory() as directory:
        yield _copy(pathlib.Path(directory), path)


def _copy(target, source):
    copy = target.joinpath(source.name)
    if source.is_dir():
        copy.mkdir()
        for item in source.iterdir():
            _copy(copy, item)
    else:
        copy.write_bytes(source.read_bytes())
    return copy
