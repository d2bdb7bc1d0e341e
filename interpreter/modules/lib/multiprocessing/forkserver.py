"""A process that forks children for others: it is small, and has one thread."""

import atexit
import errno
import os
import selectors
import signal
import struct
import sys
import threading

import _socket

from . import connection
from . import process
from . import resource_tracker
from . import spawn
from . import util
from .context import reduction

__all__ = ['ensure_running', 'get_inherited_fds', 'connect_to_new_process',
           'set_forkserver_preload']

MAXFDS_TO_SEND = 256
# Large enough for the number of a process.
SIGNED_STRUCT = struct.Struct('q')


class ForkServer:
    """This process's way to the server."""

    def __init__(self):
        self._forkserver_address = None
        self._forkserver_alive_fd = None
        self._forkserver_pid = None
        self._inherited_fds = None
        self._lock = threading.Lock()
        self._preload_modules = ['__main__']

    def _stop(self):
        """Ends the server, for tests."""
        with self._lock:
            self._stop_unlocked()

    def _stop_unlocked(self):
        if self._forkserver_pid is None:
            return
        os.close(self._forkserver_alive_fd)
        self._forkserver_alive_fd = None
        os.waitpid(self._forkserver_pid, 0)
        self._forkserver_pid = None
        if not util.is_abstract_socket_namespace(self._forkserver_address):
            os.unlink(self._forkserver_address)
        self._forkserver_address = None

    def set_forkserver_preload(self, modules_names):
        """Sets which modules the server imports at its start."""
        if not all(type(name) is str for name in modules_names):
            raise TypeError('module_names must be a list of strings')
        self._preload_modules = modules_names

    def get_inherited_fds(self):
        """Returns the descriptors that this process was given, None where no server forked it."""
        return self._inherited_fds

    def connect_to_new_process(self, fds):
        """Lets the server start a process.

        Returns two descriptors: one to read the number and later the exit status from, and one
        to write what the child is to load.
        """
        self.ensure_running()
        if len(fds) + 4 >= MAXFDS_TO_SEND:
            raise ValueError('too many fds')
        client = _socket.socket(_socket.AF_UNIX)
        try:
            client.connect(self._forkserver_address)
            parent_r, child_w = os.pipe()
            child_r, parent_w = os.pipe()
            try:
                reduction.sendfds(client, [
                    child_r, child_w, self._forkserver_alive_fd, resource_tracker.getfd(), *fds])
                return parent_r, parent_w
            except:
                util.close_fds(parent_r, parent_w)
                raise
            finally:
                util.close_fds(child_r, child_w)
        finally:
            client.close()

    def ensure_running(self):
        """Starts the server if it does not run; children use that of their parent."""
        with self._lock:
            resource_tracker.ensure_running()
            if self._forkserver_pid is not None:
                pid, _ = os.waitpid(self._forkserver_pid, os.WNOHANG)
                if not pid:
                    return
                # It died.
                os.close(self._forkserver_alive_fd)
                self._forkserver_address = None
                self._forkserver_alive_fd = self._forkserver_pid = None
            self._launch()

    def _launch(self):
        preparation = {}
        if self._preload_modules:
            preparation['sys_path'] = spawn.get_preparation_data('ignore')['sys_path']
        listener = _socket.socket(_socket.AF_UNIX)
        try:
            address = connection.arbitrary_address('AF_UNIX')
            listener.bind(address)
            if not util.is_abstract_socket_namespace(address):
                os.chmod(address, 0o600)
            listener.listen()
            # The server ends when all who have this pipe have closed it.
            alive_r, alive_w = os.pipe()
            try:
                kept = [listener.fileno(), alive_r]
                program = ('from multiprocessing.forkserver import main; '
                           f'main({kept[0]}, {kept[1]}, {self._preload_modules!r}, '
                           f'**{preparation!r})')
                executable = spawn.get_executable()
                command = [executable, *util._args_from_interpreter_flags(), '-c', program]
                pid = util.spawnv_passfds(executable, command, kept)
            except:
                os.close(alive_w)
                raise
            finally:
                os.close(alive_r)
        finally:
            listener.close()
        self._forkserver_address = address
        self._forkserver_alive_fd = alive_w
        self._forkserver_pid = pid


def _preload(names, main_path):
    if '__main__' in names and main_path is not None:
        current = process.current_process()
        current._inheriting = True
        try:
            spawn.import_main_path(main_path)
        finally:
            del current._inheriting
    for name in names:
        try:
            __import__(name)
        except ImportError:
            pass


def main(listener_fd, alive_r, preload, main_path=None, sys_path=None):
    """Is the server."""
    if preload:
        _preload(preload, main_path)
    util._close_stdin()
    _Server(listener_fd, alive_r).run()


def _do_nothing(*_):
    # A handler is needed for the wakeup descriptor to be written to.
    pass


class _Server:
    def __init__(self, listener_fd, alive_r):
        self.alive_r = alive_r
        self.signal_r, self.signal_w = os.pipe()
        os.set_blocking(self.signal_r, False)
        os.set_blocking(self.signal_w, False)
        handlers = {signal.SIGCHLD: _do_nothing, signal.SIGINT: signal.SIG_IGN}
        # Children get these back.
        self.old_handlers = {number: signal.signal(number, handler)
                             for number, handler in handlers.items()}
        signal.set_wakeup_fd(self.signal_w)
        # Where each child's exit status goes.
        self.exit_pipes = {}
        self.listener = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM, 0, listener_fd)
        self.selector = selectors.DefaultSelector()

    def run(self):
        _forkserver._forkserver_address = self.listener.getsockname()
        for source in (self.listener, self.alive_r, self.signal_r):
            self.selector.register(source, selectors.EVENT_READ)
        while True:
            try:
                self._turn()
            except OSError as error:
                # Who asked may be gone by now.
                if error.errno != errno.ECONNABORTED:
                    raise

    def _turn(self):
        ready = []
        while not ready:
            ready = [key.fileobj for key, _ in self.selector.select()]
        if self.alive_r in ready:
            assert os.read(self.alive_r, 1) == b'', 'Not at EOF?'
            raise SystemExit
        if self.signal_r in ready:
            os.read(self.signal_r, 65536)
            self._reap()
        if self.listener in ready:
            self._accept()

    def _reap(self):
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            pipe = self.exit_pipes.pop(pid, None)
            if pipe is None:
                import warnings
                warnings.warn(f'forkserver: waitpid returned unexpected pid {pid}')
                continue
            self._report(pipe, os.waitstatus_to_exitcode(status))
            os.close(pipe)

    @staticmethod
    def _report(pipe, number):
        try:
            write_signed(pipe, number)
        except BrokenPipeError:
            # The parent is gone.
            pass

    def _accept(self):
        client = _socket.socket(
            _socket.AF_UNIX, _socket.SOCK_STREAM, 0, self.listener._accept()[0])
        try:
            fds = reduction.recvfds(client, MAXFDS_TO_SEND + 1)
        finally:
            client.close()
        if len(fds) > MAXFDS_TO_SEND:
            raise RuntimeError(f'Too many ({len(fds):n}) fds to send')
        child_r, child_w, *fds = fds
        pid = os.fork()
        if pid == 0:
            self._be_child(child_r, child_w, fds)
        self._report(child_w, pid)
        self.exit_pipes[pid] = child_w
        util.close_fds(child_r, *fds)

    def _be_child(self, child_r, child_w, fds):
        code = 1
        try:
            self.listener.close()
            self.selector.close()
            unused = [self.alive_r, child_w, self.signal_r, self.signal_w,
                      *self.exit_pipes.values()]
            atexit._clear()
            atexit.register(util._exit_function)
            code = _serve_one(child_r, fds, unused, self.old_handlers)
        except Exception:
            sys.excepthook(*sys.exc_info())
            sys.stderr.flush()
        finally:
            atexit._run_exitfuncs()
            os._exit(code)


def _serve_one(child_r, fds, unused_fds, handlers):
    signal.set_wakeup_fd(-1)
    for number, handler in handlers.items():
        signal.signal(number, handler)
    util.close_fds(*unused_fds)
    (_forkserver._forkserver_alive_fd, resource_tracker._resource_tracker._fd,
     *_forkserver._inherited_fds) = fds
    return spawn._main(child_r, os.dup(child_r))


def read_signed(fd):
    """Reads a number."""
    data = b''
    while len(data) < SIGNED_STRUCT.size:
        part = os.read(fd, SIGNED_STRUCT.size - len(data))
        if not part:
            raise EOFError('unexpected EOF')
        data += part
    return SIGNED_STRUCT.unpack(data)[0]


def write_signed(fd, n):
    """Writes a number."""
    data = SIGNED_STRUCT.pack(n)
    while data:
        written = os.write(fd, data)
        if written == 0:
            raise RuntimeError('should not get here')
        data = data[written:]


_forkserver = ForkServer()
ensure_running = _forkserver.ensure_running
get_inherited_fds = _forkserver.get_inherited_fds
connect_to_new_process = _forkserver.connect_to_new_process
set_forkserver_preload = _forkserver.set_forkserver_preload
