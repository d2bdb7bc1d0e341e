"""os.fwalk(): os.walk() with descriptors of the folders.

Part of `os`, which loads it at first use.
"""

import os
import stat
import sys
from os import O_NONBLOCK, O_RDONLY

__name__ = "os"

# What is still to be done: steps of these kinds, the next one last.
_VISIT, _YIELD, _CLOSE = range(3)


def fwalk(top=".", topdown=True, onerror=None, *, follow_symlinks=False,
          dir_fd=None):
    """What os.fwalk() is documented to do."""
    sys.audit("os.fwalk", top, topdown, onerror, follow_symlinks, dir_fd)
    top = os.fspath(top)
    steps = [(_VISIT, (True, dir_fd, top, top, None))]
    try:
        while steps:
            yield from _fwalk(steps, isinstance(top, bytes), topdown, onerror,
                              follow_symlinks)
    finally:
        for kind, value in reversed(steps):
            if kind == _CLOSE:
                os.close(value)


def _open(is_root, dir_fd, name, entry, follow_symlinks, onerror, steps):
    """Open a folder; None if it cannot be or should not be visited."""
    try:
        if follow_symlinks:
            expected = None
        elif entry is None:
            expected = os.stat(name, follow_symlinks=False, dir_fd=dir_fd)
        else:
            expected = entry.stat(follow_symlinks=False)
        fd = os.open(name, O_RDONLY | O_NONBLOCK, dir_fd=dir_fd)
    except OSError as error:
        if is_root:
            raise
        if onerror is not None:
            onerror(error)
        return None
    steps.append((_CLOSE, fd))
    if expected is not None:
        if is_root and not stat.S_ISDIR(expected.st_mode):
            return None
        if not os.path.samestat(expected, os.stat(fd)):
            return None
    return fd


def _fwalk(steps, is_bytes, topdown, onerror, follow_symlinks):
    """Do one step, which may add others."""
    kind, value = steps.pop()
    if kind == _CLOSE:
        os.close(value)
        return
    if kind == _YIELD:
        yield value
        return
    is_root, dir_fd, path, name, entry = value
    fd = _open(is_root, dir_fd, name, entry, follow_symlinks, onerror, steps)
    if fd is None:
        return

    folders, files = [], []
    # Bottom up, what scandir() knows of the folders spares calls later.
    keeps_entries = not topdown and not follow_symlinks
    entries = []
    for entry in os.scandir(fd):
        name = os.fsencode(entry.name) if is_bytes else entry.name
        try:
            if entry.is_dir():
                folders.append(name)
                entries.append(entry if keeps_entries else None)
            else:
                files.append(name)
        except OSError:
            try:
                # A link that leads nowhere; anything else has vanished.
                if entry.is_symlink():
                    files.append(name)
            except OSError:
                pass

    if topdown:
        yield path, folders, files, fd
        entries = [None] * len(folders)
    else:
        steps.append((_YIELD, (path, folders, files, fd)))
    path = os.path.join(path, path[:0])
    steps.extend([
        (_VISIT, (False, fd, path + name, name, entry))
        for name, entry in zip(reversed(folders), reversed(entries))])
