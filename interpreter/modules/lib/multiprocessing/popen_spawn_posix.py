"""Starting a process as a new interpreter."""

import io
import os

from . import popen_fork, spawn, util
from .context import reduction, set_spawning_popen

__all__ = ['Popen']


class _DupFd:
    """A descriptor that the child has under the same number."""

    def __init__(self, fd):
        self.fd = fd

    def detach(self):
        return self.fd


class Popen(popen_fork.Popen):
    method = 'spawn'
    DupFd = _DupFd

    def __init__(self, process_obj):
        self._fds = []
        super().__init__(process_obj)

    def duplicate_for_child(self, fd):
        self._fds.append(fd)
        return fd

    def _message(self, process_obj):
        """What the child reads first: how to prepare itself, and its process object."""
        message = io.BytesIO()
        set_spawning_popen(self)
        try:
            reduction.dump(spawn.get_preparation_data(process_obj._name), message)
            reduction.dump(process_obj, message)
        finally:
            set_spawning_popen(None)
        return message.getbuffer()

    def _launch(self, process_obj):
        from . import resource_tracker
        tracker_fd = resource_tracker.getfd()
        self._fds.append(tracker_fd)
        message = self._message(process_obj)
        ours, theirs = [], []
        try:
            parent_r, child_w = os.pipe()
            ours.append(parent_r)
            theirs.append(child_w)
            child_r, parent_w = os.pipe()
            ours.append(parent_w)
            theirs.append(child_r)
            command = spawn.get_command_line(tracker_fd=tracker_fd, pipe_handle=child_r)
            self._fds += [child_r, child_w]
            self.pid = util.spawnv_passfds(spawn.get_executable(), command, self._fds)
            self.sentinel = parent_r
            self._parent_w = parent_w
            with open(parent_w, 'wb', closefd=False) as pipe:
                pipe.write(message)
        finally:
            self.finalizer = util.Finalize(self, util.close_fds, ours)
            util.close_fds(*theirs)
