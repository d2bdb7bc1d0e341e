"""Process objects: those of children, of this process and of its parent."""

import itertools
import os
import signal
import sys
import threading
from _weakrefset import WeakSet

__all__ = ['BaseProcess', 'current_process', 'active_children', 'parent_process']

# Children go to this folder, whatever this process did since.
try:
    ORIGINAL_DIR = os.path.abspath(os.getcwd())
except OSError:
    ORIGINAL_DIR = None


def current_process():
    """Returns the object that stands for this process."""
    return _current_process


def active_children():
    """Returns the child processes that run, and takes note of those that ended."""
    _cleanup()
    return list(_children)


def parent_process():
    """Returns the object that stands for the parent, None in the main process."""
    return _parent_process


def _cleanup():
    for child in list(_children):
        if (popen := child._popen) and popen.poll() is not None:
            _children.discard(child)


class BaseProcess:
    """What is done in another process: a function is called, or a subclass's run()."""

    def _Popen(self):
        raise NotImplementedError

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None):
        assert group is None, 'group argument must be None for now'
        parent = _current_process
        self._identity = parent._identity + (next(_process_counter),)
        self._config = parent._config.copy()
        self._parent_pid = os.getpid()
        self._parent_name = parent.name
        self._popen = None
        self._closed = False
        self._target = target
        self._args = tuple(args)
        self._kwargs = dict(kwargs)
        self._name = name or f'{type(self).__name__}-{":".join(map(str, self._identity))}'
        if daemon is not None:
            self.daemon = daemon
        _dangling.add(self)

    def _check_closed(self):
        if self._closed:
            raise ValueError('process object is closed')

    def run(self):
        """Is called in the process: calls the function that was given."""
        if self._target:
            self._target(*self._args, **self._kwargs)

    def start(self):
        """Starts the process."""
        self._check_closed()
        assert self._popen is None, 'cannot start a process twice'
        assert self._parent_pid == os.getpid(), (
            'can only start a process object created by current process')
        assert not _current_process._config.get('daemon'), (
            'daemonic processes are not allowed to have children')
        _cleanup()
        self._popen = self._Popen(self)
        self._sentinel = self._popen.sentinel
        # The child has them: here they would only keep objects alive.
        del self._target, self._args, self._kwargs
        _children.add(self)

    def terminate(self):
        """Asks the process to end, by SIGTERM."""
        self._check_closed()
        self._popen.terminate()

    def kill(self):
        """Makes the process end, by SIGKILL."""
        self._check_closed()
        self._popen.kill()

    def join(self, timeout=None):
        """Waits until the process has ended."""
        self._check_closed()
        assert self._parent_pid == os.getpid(), 'can only join a child process'
        assert self._popen is not None, 'can only join a started process'
        if self._popen.wait(timeout) is not None:
            _children.discard(self)

    def is_alive(self):
        """Tells whether the process runs."""
        self._check_closed()
        if self is _current_process:
            return True
        assert self._parent_pid == os.getpid(), 'can only test a child process'
        if self._popen is None:
            return False
        if self._popen.poll() is None:
            return True
        _children.discard(self)
        return False

    def close(self):
        """Gives back what belongs to a process that has ended."""
        if self._popen is not None:
            if self._popen.poll() is None:
                raise ValueError('Cannot close a process while it is still running. '
                                 'You should first call join() or terminate().')
            self._popen.close()
            self._popen = None
            del self._sentinel
            _children.discard(self)
        self._closed = True

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        assert isinstance(name, str), 'name must be a string'
        self._name = name

    @property
    def daemon(self):
        """Whether the process ends with its parent."""
        return self._config.get('daemon', False)

    @daemon.setter
    def daemon(self, daemonic):
        assert self._popen is None, 'process has already started'
        self._config['daemon'] = daemonic

    @property
    def authkey(self):
        return self._config['authkey']

    @authkey.setter
    def authkey(self, authkey):
        self._config['authkey'] = AuthenticationString(authkey)

    @property
    def exitcode(self):
        """The exit status; None where the process has not ended."""
        self._check_closed()
        return self._popen and self._popen.poll()

    @property
    def ident(self):
        """The number of the process; None where it has not been started."""
        self._check_closed()
        if self is _current_process:
            return os.getpid()
        return self._popen and self._popen.pid

    pid = ident

    @property
    def sentinel(self):
        """A descriptor that becomes readable when the process ends."""
        self._check_closed()
        try:
            return self._sentinel
        except AttributeError:
            raise ValueError('process not started') from None

    def __repr__(self):
        exitcode = None
        is_own = self._parent_pid == os.getpid()
        if self is _current_process:
            status = 'started'
        elif self._closed:
            status = 'closed'
        elif not is_own:
            status = 'unknown'
        elif self._popen is None:
            status = 'initial'
        else:
            exitcode = self._popen.poll()
            status = 'started' if exitcode is None else 'stopped'
        shown = [type(self).__name__, f'name={self._name!r}']
        if self._popen is not None:
            shown.append(f'pid={self._popen.pid}')
        shown += [f'parent={self._parent_pid}', status]
        if exitcode is not None:
            shown.append(f'exitcode={_exitcode_to_name.get(exitcode, exitcode)}')
        if self.daemon:
            shown.append('daemon')
        return f'<{" ".join(shown)}>'

    def _bootstrap(self, parent_sentinel=None):
        """Is this process, from its beginning to its end. Returns the exit status."""
        from . import util
        try:
            self._become_current(parent_sentinel)
            try:
                self.run()
            finally:
                util._exit_function()
            exitcode = 0
        except SystemExit as error:
            exitcode = _exitcode_of(error)
        except:
            exitcode = 1
            import traceback
            sys.stderr.write(f'Process {self.name}:\n')
            traceback.print_exc()
        finally:
            threading._shutdown()
            util.info('process exiting with exitcode %d' % exitcode)
            util._flush_std_streams()
        return exitcode

    def _become_current(self, parent_sentinel):
        global _current_process, _parent_process, _process_counter, _children
        from . import context, util
        if self._start_method is not None:
            context._force_start_method(self._start_method)
        _process_counter = itertools.count(1)
        _children = set()
        util._close_stdin()
        # The object must live on until what is to be done after a fork was done.
        inherited, _current_process = _current_process, self
        _parent_process = _ParentProcess(self._parent_name, self._parent_pid, parent_sentinel)
        if threading._HAVE_THREAD_NATIVE_ID:
            threading.main_thread()._set_native_id()
        try:
            self._after_fork()
        finally:
            del inherited
        if self.daemon:
            util.end_with_parent()
        util.info('child process calling self.run()')

    @staticmethod
    def _after_fork():
        from . import util
        util._finalizer_registry.clear()
        util._run_after_forkers()


def _exitcode_of(error):
    """The exit status that a SystemExit stands for."""
    if error.code is None:
        return 0
    if isinstance(error.code, int):
        return error.code
    sys.stderr.write(f'{error.code}\n')
    return 1


class AuthenticationString(bytes):
    """A key, which only a process that is being started may have."""

    def __reduce__(self):
        from .context import get_spawning_popen
        if get_spawning_popen() is None:
            raise TypeError('Pickling an AuthenticationString object is disallowed for '
                            'security reasons')
        return AuthenticationString, (bytes(self),)


class _ParentProcess(BaseProcess):
    """Stands for the parent."""

    def __init__(self, name, pid, sentinel):
        self._identity = ()
        self._name = name
        self._pid = pid
        self._parent_pid = None
        self._popen = None
        self._closed = False
        self._sentinel = sentinel
        self._config = {}

    def is_alive(self):
        from .connection import wait
        return not wait([self._sentinel], timeout=0)

    @property
    def ident(self):
        return self._pid

    pid = ident

    def join(self, timeout=None):
        """Waits until the parent has ended."""
        from .connection import wait
        wait([self._sentinel], timeout=timeout)


class _MainProcess(BaseProcess):
    """Stands for the process that the user started."""

    def __init__(self):
        self._identity = ()
        self._name = 'MainProcess'
        self._parent_pid = None
        self._popen = None
        self._closed = False
        # Children inherit this; names of semaphores begin with the prefix.
        self._config = {
            'authkey': AuthenticationString(os.urandom(32)),
            'semprefix': '/mp',
        }

    def close(self):
        pass


_parent_process = None
_current_process = _MainProcess()
_process_counter = itertools.count(1)
_children = set()


class _SignalNames:
    """Names for the negative exit statuses that signals cause."""

    def get(self, exitcode, default):
        if not isinstance(exitcode, int) or exitcode >= 0:
            return default
        try:
            return f'-{signal.Signals(-exitcode).name}'
        except ValueError:
            return default

    def __getitem__(self, exitcode):
        name = self.get(exitcode, None)
        if name is None:
            raise KeyError(exitcode)
        return name


_exitcode_to_name = _SignalNames()

# All process objects, for tests.
_dangling = WeakSet()
