"""Passwords that are typed unseen, and the user's name."""

import io as _io
import os as _os
import sys as _sys
import warnings as _warnings

try:
    import termios
except ImportError:
    termios = None

__all__ = ['getpass', 'getuser', 'GetPassWarning']


class GetPassWarning(UserWarning):
    """The password is seen as it is typed."""


def unix_getpass(prompt='Password: ', stream=None):
    """Asks on the terminal, or on standard input where there is none."""
    with _Files() as files:
        try:
            descriptor = _os.open('/dev/tty', _os.O_RDWR | _os.O_NOCTTY)
            input = _io.TextIOWrapper(files.add(_io.FileIO(descriptor, 'w+')))
            files.add(input)
            stream = stream or input
        except OSError:
            files.close()
            try:
                descriptor = _sys.stdin.fileno()
            except (AttributeError, ValueError):
                return fallback_getpass(prompt, stream)
            input = _sys.stdin
            stream = stream or _sys.stderr
        password = None
        try:
            if descriptor is None:
                return None
            before = termios.tcgetattr(descriptor)
            unseen = before[:]
            unseen[3] &= ~termios.ECHO
            when = termios.TCSAFLUSH | getattr(termios, 'TCSASOFT', 0)
            try:
                termios.tcsetattr(descriptor, when, unseen)
                password = _raw_input(prompt, stream, input=input)
            finally:
                termios.tcsetattr(descriptor, when, before)
                stream.flush()
        except termios.error:
            if password is not None:
                # It was read; what failed was to make what is typed seen again.
                raise
            if stream is not input:
                files.close()
            password = fallback_getpass(prompt, stream)
        stream.write('\n')
        return password


class _Files:
    """Closes files, the last first."""

    def __init__(self):
        self.files = []

    def add(self, file):
        self.files.append(file)
        return file

    def close(self):
        while self.files:
            self.files.pop().close()

    def __enter__(self):
        return self

    def __exit__(self, *details):
        self.close()


def fallback_getpass(prompt='Password: ', stream=None):
    """Asks where what is typed is seen, with a warning."""
    _warnings.warn('Can not control echo on the terminal.', GetPassWarning, stacklevel=2)
    if not stream:
        stream = _sys.stderr
    print('Warning: Password input may be echoed.', file=stream)
    return _raw_input(prompt, stream)


def _raw_input(prompt='', stream=None, input=None):
    """A line of input, which is not kept in the history."""
    stream = stream or _sys.stderr
    input = input or _sys.stdin
    prompt = str(prompt)
    if prompt:
        try:
            stream.write(prompt)
        except UnicodeEncodeError:
            prompt = prompt.encode(stream.encoding, 'replace').decode(stream.encoding)
            stream.write(prompt)
        stream.flush()
    line = input.readline()
    if not line:
        raise EOFError
    return line.removesuffix('\n')


def getuser():
    """The name that the user logged in by, from the environment or by the user's number."""
    for variable in 'LOGNAME', 'USER', 'LNAME', 'USERNAME':
        if user := _os.environ.get(variable):
            return user
    try:
        import pwd
        return pwd.getpwuid(_os.getuid())[0]
    except (ImportError, KeyError) as error:
        raise OSError('No username set in the environment') from error


getpass = unix_getpass if termios is not None else fallback_getpass
