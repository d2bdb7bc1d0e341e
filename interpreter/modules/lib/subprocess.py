"""Programs that run beside this one: starting them, talking to them, waiting for them."""

import builtins
import contextlib
import errno
import io
import os
import signal
import sys
import threading
import time
import types
import warnings
from time import monotonic as _time

import fcntl
import select
import selectors
import _locale
from _posixsubprocess import fork_exec as _fork_exec

__all__ = [
    'Popen', 'PIPE', 'STDOUT', 'call', 'check_call', 'getstatusoutput', 'getoutput', 'check_output',
    'run', 'CalledProcessError', 'DEVNULL', 'SubprocessError', 'TimeoutExpired', 'CompletedProcess',
]

# What may stand for a stream of the program.
PIPE = -1
STDOUT = -2
DEVNULL = -3

_mswindows = False
_can_fork_exec = True
_PIPE_BUF = select.PIPE_BUF
_PopenSelector = selectors.PollSelector
_READ_SIZE = 32768
# How much is read of the report of a program that could not be started.
_REPORT_SIZE = 50000
_USE_VFORK = True

# Programs whose Popen is gone, but that may run still.
_active = []


def _use_posix_spawn():
    """Whether posix_spawn() reports all errors."""
    if not hasattr(os, 'posix_spawn'):
        return False
    if sys.platform in ('darwin', 'sunos5'):
        return True
    try:
        library, version = os.confstr('CS_GNU_LIBC_VERSION').split(maxsplit=1)
        return (sys.platform == 'linux' and library == 'glibc'
                and tuple(map(int, version.split('.'))) >= (2, 24))
    except (AttributeError, ValueError, OSError):
        return False


_USE_POSIX_SPAWN = _use_posix_spawn()
_HAVE_POSIX_SPAWN_CLOSEFROM = hasattr(os, 'POSIX_SPAWN_CLOSEFROM')


class _del_safe:
    """What a finalizer needs while the interpreter ends."""

    waitpid = os.waitpid
    waitstatus_to_exitcode = os.waitstatus_to_exitcode
    WIFSTOPPED = os.WIFSTOPPED
    WSTOPSIG = os.WSTOPSIG
    WNOHANG = os.WNOHANG
    ECHILD = errno.ECHILD


class SubprocessError(Exception):
    pass


class _WithOutput(SubprocessError):
    """The output has a second name, which fits that of stderr."""

    @property
    def stdout(self):
        return self.output

    @stdout.setter
    def stdout(self, value):
        self.output = value


class CalledProcessError(_WithOutput):
    """A program ended with an exit status other than zero, and that was to be checked."""

    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.returncode = returncode
        self.cmd = cmd
        self.output = output
        self.stderr = stderr

    def __str__(self):
        status = self.returncode
        if not status or status > 0:
            return "Command '%s' returned non-zero exit status %d." % (self.cmd, status)
        try:
            return "Command '%s' died with %r." % (self.cmd, signal.Signals(-status))
        except ValueError:
            return "Command '%s' died with unknown signal %d." % (self.cmd, -status)


class TimeoutExpired(_WithOutput):
    """A program ran longer than was to be waited."""

    def __init__(self, cmd, timeout, output=None, stderr=None):
        self.cmd = cmd
        self.timeout = timeout
        self.output = output
        self.stderr = stderr

    def __str__(self):
        return "Command '%s' timed out after %s seconds" % (self.cmd, self.timeout)


def _cleanup():
    """Asks after programs that nobody waits for any more."""
    if _active is None:
        return
    for process in _active[:]:
        if process._internal_poll(_deadstate=sys.maxsize) is not None:
            # Another thread may have taken it out.
            with contextlib.suppress(ValueError):
                _active.remove(process)


_FLAG_OPTIONS = {
    'debug': 'd', 'dont_write_bytecode': 'B', 'no_site': 'S', 'verbose': 'v', 'bytes_warning': 'b',
    'quiet': 'q',
}
_KEPT_X_OPTIONS = (
    'faulthandler', 'tracemalloc', 'importtime', 'frozen_modules', 'showrefcount', 'utf8', 'gil')


def _optim_args_from_interpreter_flags():
    """The options that optimize as this interpreter does."""
    level = sys.flags.optimize
    return ['-' + 'O' * level] if level > 0 else []


def _args_from_interpreter_flags():
    """The options with which an interpreter behaves as this one."""
    flags = sys.flags
    arguments = _optim_args_from_interpreter_flags()
    for name, letter in _FLAG_OPTIONS.items():
        if (count := getattr(flags, name)) > 0:
            arguments.append('-' + letter * count)
    if flags.isolated:
        arguments.append('-I')
    else:
        chosen = zip('EsP', (flags.ignore_environment, flags.no_user_site, flags.safe_path))
        arguments += ['-' + letter for letter, is_on in chosen if is_on]
    warning_options = list(sys.warnoptions)
    # What other options have added to these comes back with them.
    if flags.bytes_warning:
        action = 'error' if flags.bytes_warning > 1 else 'default'
        warning_options.remove(f'{action}::BytesWarning')
    if flags.dev_mode:
        warning_options.remove('default')
    arguments += ['-W' + option for option in warning_options]
    if flags.dev_mode:
        arguments += ['-X', 'dev']
    given = getattr(sys, '_xoptions', {})
    for name in _KEPT_X_OPTIONS:
        if name in given:
            value = given[name]
            arguments += ['-X', name if value is True else f'{name}={value}']
    return arguments


def _text_encoding():
    if sys.flags.warn_default_encoding:
        # The warning is about whoever called this module.
        frame = sys._getframe()
        own_file = frame.f_code.co_filename
        level = 1
        while frame is not None and frame.f_code.co_filename == own_file:
            frame = frame.f_back
            level += 1
        warnings.warn("'encoding' argument not specified.", EncodingWarning, level)
    return 'utf-8' if sys.flags.utf8_mode else _locale.getencoding()


def call(*popenargs, timeout=None, **kwargs):
    """Runs a program and returns its exit status. The arguments are those of Popen."""
    with Popen(*popenargs, **kwargs) as process:
        try:
            return process.wait(timeout=timeout)
        except:
            process.kill()
            raise


def check_call(*popenargs, **kwargs):
    """Runs a program; CalledProcessError where its exit status is not zero."""
    status = call(*popenargs, **kwargs)
    if not status:
        return 0
    command = kwargs.get('args')
    raise CalledProcessError(status, popenargs[0] if command is None else command)


def check_output(*popenargs, timeout=None, **kwargs):
    """Runs a program and returns its output; CalledProcessError where it fails."""
    for name in ('stdout', 'check'):
        if name in kwargs:
            raise ValueError(f'{name} argument not allowed, it will be overridden.')
    if 'input' in kwargs and kwargs['input'] is None:
        # Here, no input is an empty one.
        is_text = any(map(kwargs.get, ('universal_newlines', 'text', 'encoding', 'errors')))
        kwargs['input'] = '' if is_text else b''
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout


class CompletedProcess:
    """A program that has ended: what run() returns."""

    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args = args
        self.returncode = returncode
        self.stdout = stdout
        self.stderr = stderr

    def __repr__(self):
        shown = [f'args={self.args!r}', f'returncode={self.returncode!r}']
        shown += [f'{name}={output!r}' for name, output in
                  (('stdout', self.stdout), ('stderr', self.stderr)) if output is not None]
        return f'{type(self).__name__}({", ".join(shown)})'

    __class_getitem__ = classmethod(types.GenericAlias)

    def check_returncode(self):
        """CalledProcessError where the exit status is not zero."""
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)


def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs):
    """Runs a program to its end and returns a CompletedProcess.

    Further arguments are those of Popen. The input is text where the streams are.
    """
    if input is not None:
        if kwargs.get('stdin') is not None:
            raise ValueError('stdin and input arguments may not both be used.')
        kwargs['stdin'] = PIPE
    if capture_output:
        if kwargs.get('stdout') is not None or kwargs.get('stderr') is not None:
            raise ValueError('stdout and stderr arguments may not be used with capture_output.')
        kwargs['stdout'] = kwargs['stderr'] = PIPE
    with Popen(*popenargs, **kwargs) as process:
        try:
            stdout, stderr = process.communicate(input, timeout=timeout)
        except TimeoutExpired:
            process.kill()
            process.wait()
            raise
        except:
            process.kill()
            raise
        status = process.poll()
        if check and status:
            raise CalledProcessError(status, process.args, output=stdout, stderr=stderr)
    return CompletedProcess(process.args, status, stdout, stderr)


def list2cmdline(seq):
    """Returns one text for arguments, quoted as programs on Windows take it apart."""
    return ' '.join(map(_quoted, map(os.fsdecode, seq)))


def _quoted(argument):
    shown = []
    backslashes = 0
    for character in argument:
        if character == '\\':
            backslashes += 1
            continue
        # Backslashes count only where a quotation mark comes after them.
        shown.append('\\' * (backslashes * 2 + 1 if character == '"' else backslashes))
        shown.append(character)
        backslashes = 0
    text = ''.join(shown) + '\\' * backslashes
    if argument and ' ' not in argument and '\t' not in argument:
        return text
    return f'"{text}{"\\" * backslashes}"'


def getstatusoutput(cmd, *, encoding=None, errors=None):
    """Runs a command in a shell; returns its exit status and all its output."""
    try:
        output = check_output(cmd, shell=True, text=True, stderr=STDOUT, encoding=encoding,
                              errors=errors)
        status = 0
    except CalledProcessError as error:
        output, status = error.output, error.returncode
    return status, output.removesuffix('\n')


def getoutput(cmd, *, encoding=None, errors=None):
    """Runs a command in a shell; returns all its output."""
    return getstatusoutput(cmd, encoding=encoding, errors=errors)[1]


def _group_id(group):
    if group is None:
        return None
    if isinstance(group, str):
        import grp
        number = grp.getgrnam(group).gr_gid
    elif isinstance(group, int):
        number = group
    else:
        raise TypeError(f'Group must be a string or an integer, not {type(group)}')
    if number < 0:
        raise ValueError(f'Group ID cannot be negative, got {number}')
    return number


def _group_ids(groups):
    if groups is None:
        return None
    if isinstance(groups, str):
        raise ValueError('Groups must be a list, not a string')
    numbers = []
    for group in groups:
        if isinstance(group, str):
            import grp
            numbers.append(grp.getgrnam(group).gr_gid)
        elif isinstance(group, int):
            numbers.append(group)
        else:
            raise TypeError('Items in extra_groups must be a string or integer, '
                            f'not {type(group)}')
    for number in numbers:
        if number < 0:
            raise ValueError(f'Group ID cannot be negative, got {number}')
    return numbers


def _user_id(user):
    if user is None:
        return None
    if isinstance(user, str):
        import pwd
        number = pwd.getpwnam(user).pw_uid
    elif isinstance(user, int):
        number = user
    else:
        raise TypeError('User must be a string or an integer')
    if number < 0:
        raise ValueError(f'User ID cannot be negative, got {number}')
    return number


class Popen:
    """A program that was started.

    args is a list of arguments or, with shell, a text. stdin, stdout and stderr say what its
    streams are: None for this program's own, PIPE, DEVNULL, a descriptor or a file; for stderr
    STDOUT, too. Files at this end of pipes are the attributes stdin, stdout and stderr; they
    are of text where text, encoding or errors say so.
    """

    # Where the program could not be started, the finalizer has nothing to do.
    _child_created = False

    def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None,
                 preexec_fn=None, close_fds=True, shell=False, cwd=None, env=None,
                 universal_newlines=None, startupinfo=None, creationflags=0,
                 restore_signals=True, start_new_session=False, pass_fds=(), *, user=None,
                 group=None, extra_groups=None, encoding=None, errors=None, text=None, umask=-1,
                 pipesize=-1, process_group=None):
        if not _can_fork_exec:
            raise OSError(errno.ENOTSUP, f'{sys.platform} does not support processes.')
        _cleanup()
        self._waitpid_lock = threading.Lock()
        self._input = None
        self._communication_started = False
        if bufsize is None:
            bufsize = -1
        if not isinstance(bufsize, int):
            raise TypeError('bufsize must be an integer')
        if stdout is STDOUT:
            raise ValueError('STDOUT can only be used for stderr')
        if pipesize is None:
            pipesize = -1
        if not isinstance(pipesize, int):
            raise TypeError('pipesize must be an integer')
        if pass_fds and not close_fds:
            warnings.warn('pass_fds overriding close_fds.', RuntimeWarning)
            close_fds = True
        for name, is_given in (('startupinfo', startupinfo is not None),
                               ('creationflags', creationflags != 0)):
            if is_given:
                raise ValueError(f'{name} is only supported on Windows platforms')
        self.args = args
        self.stdin = self.stdout = self.stderr = None
        self.pid = self.returncode = None
        self.encoding = encoding
        self.errors = errors
        self.pipesize = pipesize
        if (text is not None and universal_newlines is not None
                and bool(universal_newlines) != bool(text)):
            raise SubprocessError('Cannot disambiguate when both text and universal_newlines are '
                                  'supplied but different. Pass one or the other.')
        self.text_mode = encoding or errors or text or universal_newlines
        if self.text_mode and encoding is None:
            self.encoding = _text_encoding()
        # How long a program may take to end by itself after an interrupt.
        self._sigint_wait_secs = 0.25
        self._closed_child_pipe_fds = False
        ids = (_group_id(group), _group_ids(extra_groups), _user_id(user))
        handles = self._get_handles(stdin, stdout, stderr)
        try:
            self._open_streams(handles, bufsize)
            self._execute_child(
                args, executable, preexec_fn, close_fds, pass_fds, cwd, env, startupinfo,
                creationflags, shell, *handles, restore_signals, *ids, umask, start_new_session,
                -1 if process_group is None else process_group)
        except:
            self._close_all(handles, (stdin, stdout, stderr))
            raise

    def _open_streams(self, handles, bufsize):
        """Makes files of this program's ends of the pipes."""
        line_buffering = bool(self.text_mode) and bufsize == 1
        if line_buffering:
            bufsize = -1
        ends = {'stdin': handles[1], 'stdout': handles[2], 'stderr': handles[4]}
        for name, descriptor in ends.items():
            if descriptor == -1:
                continue
            is_input = name == 'stdin'
            file = io.open(descriptor, 'wb' if is_input else 'rb', bufsize)
            setattr(self, name, file)
            if self.text_mode:
                options = {'write_through': True, 'line_buffering': line_buffering}
                setattr(self, name, io.TextIOWrapper(
                    file, encoding=self.encoding, errors=self.errors,
                    **(options if is_input else {})))

    def _close_all(self, handles, streams):
        """Closes what was opened for a program that could not be started."""
        for file in filter(None, (self.stdin, self.stdout, self.stderr)):
            with contextlib.suppress(OSError):
                file.close()
        if self._closed_child_pipe_fds:
            return
        theirs = (handles[0], handles[3], handles[5])
        descriptors = [descriptor for descriptor, stream in zip(theirs, streams) if stream == PIPE]
        if hasattr(self, '_devnull'):
            descriptors.append(self._devnull)
        for descriptor in descriptors:
            with contextlib.suppress(OSError):
                os.close(descriptor)

    def __repr__(self):
        text = f'<{self.__class__.__name__}: returncode: {self.returncode} args: {self.args!r}>'
        return text if len(text) <= 80 else text[:76] + '...>'

    __class_getitem__ = classmethod(types.GenericAlias)

    @property
    def universal_newlines(self):
        # An older name.
        return self.text_mode

    @universal_newlines.setter
    def universal_newlines(self, universal_newlines):
        self.text_mode = bool(universal_newlines)

    def _translate_newlines(self, data, encoding, errors):
        return data.decode(encoding, errors).replace('\r\n', '\n').replace('\r', '\n')

    def __enter__(self):
        return self

    def __exit__(self, exc_type, value, traceback):
        for file in (self.stdout, self.stderr):
            if file:
                file.close()
        try:
            # What is flushed here may be refused.
            if self.stdin:
                self.stdin.close()
        finally:
            if exc_type == KeyboardInterrupt:
                # The program had the same signal, and may need a moment to end.
                if self._sigint_wait_secs > 0:
                    with contextlib.suppress(TimeoutExpired):
                        self._wait(timeout=self._sigint_wait_secs)
                self._sigint_wait_secs = 0
                return
            self.wait()

    def __del__(self, _maxsize=sys.maxsize, _warn=warnings.warn):
        if not self._child_created:
            return
        if self.returncode is None:
            _warn('subprocess %s is still running' % self.pid, ResourceWarning, source=self)
        # A program that has ended must not stay as a zombie.
        self._internal_poll(_deadstate=_maxsize)
        if self.returncode is None and _active is not None:
            _active.append(self)

    # Streams.

    def _get_devnull(self):
        if not hasattr(self, '_devnull'):
            self._devnull = os.open(os.devnull, os.O_RDWR)
        return self._devnull

    def _pipe(self, opened):
        ends = os.pipe()
        opened.extend(ends)
        if self.pipesize > 0 and hasattr(fcntl, 'F_SETPIPE_SZ'):
            fcntl.fcntl(ends[1], fcntl.F_SETPIPE_SZ, self.pipesize)
        return ends

    def _existing(self, stream):
        """The descriptor that something other than a pipe stands for."""
        if stream is None:
            return -1
        if stream == DEVNULL:
            return self._get_devnull()
        return stream if isinstance(stream, int) else stream.fileno()

    def _get_handles(self, stdin, stdout, stderr):
        """Returns six descriptors: the ends of the three streams, those to read first."""
        opened = []
        input_end = output_end = error_end = -1
        try:
            if stdin == PIPE:
                input_theirs, input_end = self._pipe(opened)
            else:
                input_theirs = self._existing(stdin)
            if stdout == PIPE:
                output_end, output_theirs = self._pipe(opened)
            else:
                output_theirs = self._existing(stdout)
            if stderr == PIPE:
                error_end, error_theirs = self._pipe(opened)
            elif stderr == STDOUT:
                error_theirs = output_theirs
                if error_theirs == -1:
                    # Their output is this program's own.
                    error_theirs = sys.__stdout__.fileno()
            else:
                error_theirs = self._existing(stderr)
        except:
            if hasattr(self, '_devnull'):
                opened.append(self._devnull)
                del self._devnull
            for descriptor in opened:
                with contextlib.suppress(OSError):
                    os.close(descriptor)
            raise
        return input_theirs, input_end, output_end, output_theirs, error_end, error_theirs

    def _close_pipe_fds(self, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite):
        """Closes the program's ends, which it has itself now."""
        devnull = getattr(self, '_devnull', None)
        with contextlib.ExitStack() as stack:
            for theirs, ours in ((p2cread, p2cwrite), (c2pwrite, c2pread), (errwrite, errread)):
                if theirs != -1 and ours != -1 and theirs != devnull:
                    stack.callback(os.close, theirs)
            if devnull is not None:
                stack.callback(os.close, devnull)
        # Another call must not close them again.
        self._closed_child_pipe_fds = True

    # The start.

    def _posix_spawn(self, args, executable, env, restore_signals, close_fds, p2cread, p2cwrite,
                     c2pread, c2pwrite, errread, errwrite):
        options = {}
        if restore_signals:
            options['setsigdef'] = [
                getattr(signal, name) for name in ('SIGPIPE', 'SIGXFZ', 'SIGXFSZ')
                if hasattr(signal, name)]
        actions = [(os.POSIX_SPAWN_CLOSE, descriptor)
                   for descriptor in (p2cwrite, c2pread, errread) if descriptor != -1]
        actions += [(os.POSIX_SPAWN_DUP2, descriptor, number)
                    for number, descriptor in enumerate((p2cread, c2pwrite, errwrite))
                    if descriptor != -1]
        if close_fds:
            actions.append((os.POSIX_SPAWN_CLOSEFROM, 3))
        if actions:
            options['file_actions'] = actions
        self.pid = os.posix_spawn(executable, args, env, **options)
        self._child_created = True
        self._close_pipe_fds(p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite)

    def _execute_child(self, args, executable, preexec_fn, close_fds, pass_fds, cwd, env,
                       startupinfo, creationflags, shell, p2cread, p2cwrite, c2pread, c2pwrite,
                       errread, errwrite, restore_signals, gid, gids, uid, umask,
                       start_new_session, process_group):
        args = _argument_list(args, shell)
        if shell:
            args = [executable or _SHELL, '-c', *args]
        if executable is None:
            executable = args[0]
        sys.audit('subprocess.Popen', executable, args, cwd, env)
        handles = (p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite)
        needs_more = (
            preexec_fn is not None or pass_fds or cwd is not None or start_new_session
            or process_group != -1 or umask >= 0
            or (gid, gids, uid) != (None, None, None)
            # posix_spawn() would not make these inheritable.
            or any(-1 < theirs <= 2 for theirs in (p2cread, c2pwrite, errwrite)))
        if (_USE_POSIX_SPAWN and os.path.dirname(executable) and not needs_more
                and (not close_fds or _HAVE_POSIX_SPAWN_CLOSEFROM)):
            self._posix_spawn(args, executable, env, restore_signals, close_fds, *handles)
            return
        # Through this pipe, the child reports why it could not run the program.
        report_read, report_write = _pipe_above_streams()
        try:
            try:
                environment = None if env is None else _environment_list(env)
                kept = {*pass_fds, report_write}
                self.pid = _fork_exec(
                    args, _candidates(os.fsencode(executable), env), close_fds,
                    tuple(sorted(map(int, kept))), cwd, environment, *handles,
                    report_read, report_write, restore_signals, start_new_session,
                    process_group, gid, gids, uid, umask, preexec_fn, _USE_VFORK)
                self._child_created = True
            finally:
                os.close(report_write)
            self._close_pipe_fds(*handles)
            report = _read_report(report_read)
        finally:
            os.close(report_read)
        if report:
            self._reap_failed()
            raise _reported_error(report, executable, cwd)

    def _reap_failed(self):
        try:
            pid, status = os.waitpid(self.pid, 0)
        except ChildProcessError:
            return
        if pid == self.pid:
            self._handle_exitstatus(status)
        else:
            self.returncode = sys.maxsize

    # The end.

    def _handle_exitstatus(self, sts, _del_safe=_del_safe):
        # Whoever calls this has the lock.
        if _del_safe.WIFSTOPPED(sts):
            self.returncode = -_del_safe.WSTOPSIG(sts)
        else:
            self.returncode = _del_safe.waitstatus_to_exitcode(sts)

    def poll(self):
        """Returns the exit status, None while the program runs."""
        return self._internal_poll()

    def _internal_poll(self, _deadstate=None, _del_safe=_del_safe):
        # The finalizer calls this: names of the module may be gone.
        if self.returncode is not None:
            return self.returncode
        if not self._waitpid_lock.acquire(False):
            # Another thread waits for the program.
            return None
        try:
            if self.returncode is None:
                pid, status = _del_safe.waitpid(self.pid, _del_safe.WNOHANG)
                if pid == self.pid:
                    self._handle_exitstatus(status)
        except OSError as error:
            if _deadstate is not None:
                self.returncode = _deadstate
            elif error.errno == _del_safe.ECHILD:
                # Somebody else took the exit status: it is lost.
                self.returncode = 0
        finally:
            self._waitpid_lock.release()
        return self.returncode

    def _try_wait(self, wait_flags):
        # Whoever calls this has the lock.
        try:
            return os.waitpid(self.pid, wait_flags)
        except ChildProcessError:
            # The exit status is lost where children are ignored.
            return self.pid, 0

    def _take_status(self, flags):
        """Waits once, with the lock; tells whether the exit status is there."""
        if self.returncode is None:
            pid, status = self._try_wait(flags)
            if pid != self.pid:
                return False
            self._handle_exitstatus(status)
        return True

    def _wait(self, timeout):
        if self.returncode is not None:
            return self.returncode
        if timeout is None:
            while self.returncode is None:
                with self._waitpid_lock:
                    self._take_status(0)
            return self.returncode
        end = _time() + timeout
        delay = 0.0005
        while True:
            if self._waitpid_lock.acquire(False):
                try:
                    if self._take_status(os.WNOHANG):
                        return self.returncode
                finally:
                    self._waitpid_lock.release()
            left = self._remaining_time(end)
            if left <= 0:
                raise TimeoutExpired(self.args, timeout)
            delay = min(delay * 2, left, .05)
            time.sleep(delay)

    def wait(self, timeout=None):
        """Waits for the program to end; returns the exit status."""
        end = None if timeout is None else _time() + timeout
        try:
            return self._wait(timeout=timeout)
        except KeyboardInterrupt:
            self._wait_after_interrupt(end)
            raise

    def _wait_after_interrupt(self, end):
        """Gives the program, which had the signal too, a moment to end."""
        patience = self._sigint_wait_secs
        if end is not None:
            patience = min(patience, self._remaining_time(end))
        self._sigint_wait_secs = 0
        with contextlib.suppress(TimeoutExpired):
            self._wait(timeout=patience)

    def send_signal(self, sig):
        """Sends a signal to the program, unless it has ended."""
        # The number may belong to another process by now.
        self.poll()
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, sig)

    def terminate(self):
        """Asks the program to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self):
        """Makes the program end."""
        self.send_signal(signal.SIGKILL)

    # Communication.

    def _remaining_time(self, endtime):
        return None if endtime is None else endtime - _time()

    def _check_timeout(self, endtime, orig_timeout, stdout_seq, stderr_seq,
                       skip_check_and_raise=False):
        if endtime is None or not (skip_check_and_raise or _time() > endtime):
            return
        raise TimeoutExpired(
            self.args, orig_timeout, output=b''.join(stdout_seq) if stdout_seq else None,
            stderr=b''.join(stderr_seq) if stderr_seq else None)

    def _stdin_write(self, input):
        """Gives the program its input; it need not read it."""
        def ignoring(operation, *arguments):
            try:
                operation(*arguments)
            except BrokenPipeError:
                pass
            except OSError as error:
                if error.errno != errno.EINVAL:
                    raise

        if input:
            ignoring(self.stdin.write, input)
        ignoring(self.stdin.close)

    def communicate(self, input=None, timeout=None):
        """Gives the program input, reads its output and waits for its end.

        Returns what came from stdout and stderr, None for those that are no pipes. The input
        is text where the streams are. After TimeoutExpired, it can be called again.
        """
        if self._communication_started and input:
            raise ValueError('Cannot send input after starting communication')
        streams = (self.stdin, self.stdout, self.stderr)
        if timeout is None and not self._communication_started and streams.count(None) >= 2:
            # One pipe can be used without a selector.
            outputs = [None, None]
            if self.stdin:
                self._stdin_write(input)
            for position, file in enumerate(streams[1:]):
                if file:
                    outputs[position] = file.read()
                    file.close()
            self.wait()
            return tuple(outputs)
        end = None if timeout is None else _time() + timeout
        try:
            outputs = self._communicate(input, end, timeout)
        except KeyboardInterrupt:
            self._wait_after_interrupt(end)
            raise
        finally:
            self._communication_started = True
        self.wait(timeout=self._remaining_time(end))
        return outputs

    def _save_input(self, input):
        if self.stdin and self._input is None:
            self._input_offset = 0
            self._input = input
            if input is not None and self.text_mode:
                self._input = input.encode(self.stdin.encoding, self.stdin.errors)

    def _communicate(self, input, endtime, orig_timeout):
        if not self._communication_started:
            if self.stdin:
                with contextlib.suppress(BrokenPipeError):
                    self.stdin.flush()
                if not input:
                    with contextlib.suppress(BrokenPipeError):
                        self.stdin.close()
            # What was read is kept for another call after a timeout.
            self._fileobj2output = {
                file: [] for file in (self.stdout, self.stderr) if file}
        parts = [file and self._fileobj2output[file] for file in (self.stdout, self.stderr)]
        self._save_input(input)
        with _PopenSelector() as selector:
            if self.stdin and not self.stdin.closed and self._input:
                selector.register(self.stdin, selectors.EVENT_WRITE)
            for file in (self.stdout, self.stderr):
                if file and not file.closed:
                    selector.register(file, selectors.EVENT_READ)
            while selector.get_map():
                left = self._remaining_time(endtime)
                if left is not None and left < 0:
                    self._check_timeout(endtime, orig_timeout, *parts, skip_check_and_raise=True)
                ready = selector.select(left)
                self._check_timeout(endtime, orig_timeout, *parts)
                for key, _ in ready:
                    is_done = self._write_some(key) if key.fileobj is self.stdin else (
                        self._read_some(key))
                    if is_done:
                        selector.unregister(key.fileobj)
                        key.fileobj.close()
        self.wait(timeout=self._remaining_time(endtime))
        return tuple(
            None if read is None else self._joined(read, file)
            for read, file in zip(parts, (self.stdout, self.stderr)))

    def _write_some(self, key):
        """Writes input as far as the pipe takes it; tells whether that is all."""
        chunk = memoryview(self._input)[self._input_offset:self._input_offset + _PIPE_BUF]
        try:
            self._input_offset += os.write(key.fd, chunk)
        except BrokenPipeError:
            return True
        return self._input_offset >= len(self._input)

    def _read_some(self, key):
        """Reads output; tells whether it has ended."""
        data = os.read(key.fd, _READ_SIZE)
        self._fileobj2output[key.fileobj].append(data)
        return not data

    def _joined(self, read, file):
        data = b''.join(read)
        if not self.text_mode:
            return data
        return self._translate_newlines(data, file.encoding, file.errors)


_SHELL = '/bin/sh'


def _argument_list(args, shell):
    if isinstance(args, (list, tuple)):
        return list(args)
    if isinstance(args, (str, bytes)):
        return [args]
    if isinstance(args, os.PathLike):
        if shell:
            raise TypeError('path-like args is not allowed when shell is true')
        return [args]
    return list(args)


def _pipe_above_streams():
    """A pipe whose end for writing is none of the streams, which the child replaces."""
    read_end, write_end = os.pipe()
    low = []
    while write_end < 3:
        low.append(write_end)
        write_end = os.dup(write_end)
    for descriptor in low:
        os.close(descriptor)
    return read_end, write_end


def _environment_list(env):
    entries = []
    for name, value in env.items():
        name = os.fsencode(name)
        if b'=' in name:
            raise ValueError('illegal environment variable name')
        entries.append(name + b'=' + os.fsencode(value))
    return entries


def _candidates(executable, env):
    """The paths at which a program may be."""
    if os.path.dirname(executable):
        return (executable,)
    return tuple(os.path.join(os.fsencode(folder), executable)
                 for folder in os.get_exec_path(env))


def _read_report(descriptor):
    report = bytearray()
    while part := os.read(descriptor, _REPORT_SIZE):
        report += part
        if len(report) > _REPORT_SIZE:
            break
    return bytes(report)


def _reported_error(report, executable, cwd):
    """The exception that a child reports: its class, the errno in base 16 and a text."""
    try:
        name, number, message = report.split(b':', 2)
        message = message.decode()
    except ValueError:
        name, number = b'SubprocessError', b'0'
        message = f'Bad exception data from child: {report!r}'
    kind = getattr(builtins, name.decode('ascii'), SubprocessError)
    if not (issubclass(kind, OSError) and number):
        return kind(message)
    number = int(number, 16)
    # What failed may have been a step before the program was run.
    filename = {'noexec:chdir': cwd, 'noexec': None}.get(message, executable)
    if message.startswith('noexec'):
        message = ''
    if number != 0:
        message = os.strerror(number)
    return kind(number, message) if filename is None else kind(number, message, filename)
