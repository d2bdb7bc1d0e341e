"""Starting a process by the fork server."""

import os

from . import forkserver, popen_spawn_posix, util
from .context import reduction

if not reduction.HAVE_SEND_HANDLE:
    raise ImportError('No support for sending fds between processes')

__all__ = ['Popen']


class _DupFd:
    """A descriptor that the child gets from the server, known by its position."""

    def __init__(self, ind):
        self.ind = ind

    def detach(self):
        return forkserver.get_inherited_fds()[self.ind]


class Popen(popen_spawn_posix.Popen):
    method = 'forkserver'
    DupFd = _DupFd

    def duplicate_for_child(self, fd):
        self._fds.append(fd)
        return len(self._fds) - 1

    def _launch(self, process_obj):
        message = self._message(process_obj)
        self.sentinel, pipe = forkserver.connect_to_new_process(self._fds)
        # As long as this one is open, the child sees that its parent lives.
        kept = self._parent_w = os.dup(pipe)
        self.finalizer = util.Finalize(self, util.close_fds, (kept, self.sentinel))
        with open(pipe, 'wb', closefd=True) as file:
            file.write(message)
        self.pid = forkserver.read_signed(self.sentinel)

    def poll(self, flag=os.WNOHANG):
        if self.returncode is None:
            from .connection import wait
            if not wait([self.sentinel], 0 if flag == os.WNOHANG else None):
                return None
            try:
                self.returncode = forkserver.read_signed(self.sentinel)
            except (OSError, EOFError):
                # The server, which knows the exit status, is gone.
                self.returncode = 255
        return self.returncode
