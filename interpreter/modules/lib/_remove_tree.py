"""Removing a folder and all that is in it, for modules that need no more of shutil."""

import os


def rmtree(path, ignore_errors=False, onexc=None):
    """Removes a folder. onexc is called with a function, a path and what it raised."""
    if onexc is None:
        onexc = _ignore if ignore_errors else _raise
    if isinstance(path, bytes):
        path = os.fsdecode(path)
    _Removal(onexc).remove(path, None, path)


def _ignore(function, path, error):
    pass


def _raise(function, path, error):
    raise error


class _Removal:
    """Works with descriptors: nobody can put a link in the place of a folder meanwhile."""

    def __init__(self, onexc):
        self.onexc = onexc

    def remove(self, path, parent, name):
        # An entry for each folder on the way: its descriptor, those to remove in it.
        opened = []
        try:
            self._enter(opened, path, parent, name)
            while opened:
                path, parent, name, descriptor, folders = opened[-1]
                if folders:
                    inner = folders.pop()
                    self._enter(opened, os.path.join(path, inner), descriptor, inner)
                    continue
                opened.pop()
                self._close(path, descriptor)
                self._attempt(os.rmdir, path, name, parent)
        finally:
            for path, _, _, descriptor, _ in opened:
                self._close(path, descriptor)

    def _close(self, path, descriptor):
        try:
            os.close(descriptor)
        except OSError as error:
            error.filename = path
            self.onexc(os.close, path, error)

    def _attempt(self, function, path, name, parent):
        try:
            function(name, dir_fd=parent)
        except FileNotFoundError:
            # Somebody else removed it.
            pass
        except OSError as error:
            error.filename = path
            self.onexc(function, path, error)

    def _enter(self, opened, path, parent, name):
        function = os.lstat
        descriptor = None
        try:
            found = os.lstat(name, dir_fd=parent)
            function = os.open
            descriptor = os.open(name, os.O_RDONLY | os.O_NONBLOCK, dir_fd=parent)
            function = os.path.islink
            if not os.path.samestat(found, os.fstat(descriptor)):
                raise OSError('Cannot call rmtree on a symbolic link')
            opened.append((path, parent, name, descriptor, folders := []))
            function = os.scandir
            with os.scandir(descriptor) as listing:
                entries = list(listing)
        except OSError as error:
            if descriptor is not None and not (opened and opened[-1][3] == descriptor):
                os.close(descriptor)
            if not opened or not isinstance(error, FileNotFoundError):
                error.filename = path
                self.onexc(function, path, error)
            return
        for entry in entries:
            try:
                is_folder = entry.is_dir(follow_symlinks=False)
            except OSError:
                is_folder = False
            if is_folder:
                folders.append(entry.name)
            else:
                self._attempt(os.unlink, os.path.join(path, entry.name), entry.name, descriptor)
