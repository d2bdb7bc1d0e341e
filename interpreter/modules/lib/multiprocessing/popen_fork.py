"""Starting a process by fork()."""

import atexit
import os
import signal

from . import util

__all__ = ['Popen']


class Popen:
    """A started process, and what is known of its end."""

    method = 'fork'

    def __init__(self, process_obj):
        # The child would write what is buffered once more.
        util._flush_std_streams()
        self.returncode = None
        self.finalizer = None
        self._launch(process_obj)

    def duplicate_for_child(self, fd):
        return fd

    def poll(self, flag=os.WNOHANG):
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, flag)
            except OSError:
                # Somebody else has waited for it: nothing more will be known.
                return None
            if pid == self.pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout=None):
        if self.returncode is not None:
            return self.returncode
        if timeout is not None:
            from .connection import wait
            if not wait([self.sentinel], timeout):
                return None
        # The sentinel is closed before the exit status is there.
        return self.poll(os.WNOHANG if timeout == 0.0 else 0)

    def _send_signal(self, sig):
        if self.returncode is not None:
            return
        try:
            os.kill(self.pid, sig)
        except ProcessLookupError:
            pass
        except OSError:
            if self.wait(timeout=0.1) is None:
                raise

    def terminate(self):
        self._send_signal(signal.SIGTERM)

    def kill(self):
        self._send_signal(signal.SIGKILL)

    def _launch(self, process_obj):
        # One pipe tells each that the other has ended.
        parent_r, child_w = os.pipe()
        child_r, parent_w = os.pipe()
        self.pid = os.fork()
        if self.pid:
            os.close(child_w)
            os.close(child_r)
            self.finalizer = util.Finalize(self, util.close_fds, (parent_r, parent_w))
            self.sentinel = parent_r
            self._parent_w = parent_w
            return
        code = 1
        try:
            # What the parent does at its end is not for its children.
            atexit._clear()
            atexit.register(util._exit_function)
            os.close(parent_r)
            os.close(parent_w)
            _close_ends_of_siblings()
            code = process_obj._bootstrap(parent_sentinel=child_r)
        finally:
            atexit._run_exitfuncs()
            os._exit(code)

    def close(self):
        if self.finalizer is not None:
            self.finalizer()


def _close_ends_of_siblings():
    """Closes what would keep other children from seeing that the parent has ended."""
    from . import process
    for sibling in process._children:
        popen = sibling._popen
        if popen is not None and popen.finalizer is not None and popen.finalizer.still_active():
            descriptor = getattr(popen, '_parent_w', None)
            if descriptor is not None:
                os.close(descriptor)
