"""Tracebacks of all threads: now, after some time, or when a signal comes.

The machine itself does not fail the way C programs do, so that enabling the handler for
faults changes nothing but what is_enabled() says.
"""

import _thread
import os
import signal as _signals
import sys

_MOST_FRAMES = 100
_MOST_CHARACTERS = 500

_enabled = False
_later = None
_registered = {}


def _descriptor(file):
    """The descriptor of an argument, and what must stay alive for it."""
    if file is None:
        file = sys.stderr
        if file is None:
            raise RuntimeError('sys.stderr is None')
    if isinstance(file, int):
        if isinstance(file, bool):
            import warnings
            warnings.warn('bool is used as a file descriptor', RuntimeWarning, stacklevel=3)
        if file < 0:
            raise ValueError('file is not a valid file descripter')
        return int(file), None
    number = file.fileno()
    if not isinstance(number, int) or number < 0:
        raise RuntimeError('file.fileno() is not a valid file descriptor')
    try:
        file.flush()
    except Exception:
        pass
    return number, file


def _shown(text):
    text = text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS] + '...'
    return text.encode('ascii', 'backslashreplace').decode('ascii')


def _lines(frame):
    count = 0
    while frame is not None:
        if count == _MOST_FRAMES:
            yield '  ...\n'
            return
        code = frame.f_code
        line = frame.f_lineno
        yield (f'  File "{_shown(code.co_filename)}", '
               f'line {"???" if line is None else line} in {_shown(code.co_name)}\n')
        frame = frame.f_back
        count += 1


def _dump(descriptor, all_threads, current, frame, others=None):
    """Writes tracebacks. frame is the current thread's."""
    text = []
    if all_threads:
        others = sys._current_frames() if others is None else others
        for thread in sorted(others, key=lambda thread: thread == current):
            mark = 'Current thread' if thread == current else 'Thread'
            text.append(f'{mark} 0x{thread:016x} (most recent call first):\n')
            text.extend(_lines(frame if thread == current else others[thread]))
            if thread != current:
                text.append('\n')
    else:
        text.append('Stack (most recent call first):\n')
        text.extend(_lines(frame))
    data = ''.join(text).encode('ascii')
    while data:
        data = data[os.write(descriptor, data):]


def dump_traceback(file=None, all_threads=True):
    """Write the traceback of this thread, or of all."""
    descriptor, _ = _descriptor(file)
    _dump(descriptor, all_threads, _thread.get_ident(), sys._getframe(1))


def enable(file=None, all_threads=True):
    """Ask for tracebacks when the machine itself fails."""
    global _enabled
    _descriptor(file)
    _enabled = True


def disable():
    """Undo enable(); whether it was enabled."""
    global _enabled
    was, _enabled = _enabled, False
    return was


def is_enabled():
    """Whether enable() has been called."""
    return _enabled


def _wait(cancel, seconds, repeat, descriptor, leave, header, keep):
    while not cancel.acquire(timeout=seconds):
        os.write(descriptor, header.encode('ascii'))
        frames = sys._current_frames()
        frames.pop(_thread.get_ident(), None)
        _dump(descriptor, True, None, None, frames)
        if leave:
            os._exit(1)
        if not repeat:
            return


def dump_traceback_later(timeout, repeat=False, file=None, exit=False):
    """Write the tracebacks of all threads after some seconds."""
    global _later
    if isinstance(timeout, bool) or not isinstance(timeout, (int, float)):
        timeout = float(timeout)
    if timeout <= 0:
        raise ValueError('timeout must be greater than 0')
    if timeout > _thread.TIMEOUT_MAX:
        raise OverflowError('timeout value is too large')
    descriptor, keep = _descriptor(file)
    cancel_dump_traceback_later()
    seconds, rest = divmod(timeout, 1)
    minutes, seconds = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    header = f'Timeout ({hours}:{minutes:02}:{seconds:02}'
    header += f'.{int(rest * 1_000_000):06})!\n' if rest else ')!\n'
    cancel = _thread.allocate_lock()
    cancel.acquire()
    _later = cancel
    _thread.start_new_thread(
        _wait, (cancel, timeout, repeat, descriptor, exit, header, keep))


def cancel_dump_traceback_later():
    """Undo dump_traceback_later()."""
    global _later
    if _later is not None:
        cancel, _later = _later, None
        cancel.release()


def _check_signal(number):
    if number in (_signals.SIGBUS, _signals.SIGILL, _signals.SIGFPE, _signals.SIGABRT,
                  _signals.SIGSEGV):
        raise RuntimeError(f'signal {number} cannot be registered, use enable() instead')
    if not 1 <= number < _signals.NSIG:
        raise ValueError('signal number out of range')


def register(signum, file=None, all_threads=True, chain=False):
    """Write tracebacks whenever a signal comes."""
    _check_signal(signum)
    descriptor, keep = _descriptor(file)

    def handler(number, frame):
        _dump(descriptor, all_threads, _thread.get_ident(), frame)
        if chain:
            before = _registered[number][0]
            if callable(before):
                before(number, frame)
            elif before == _signals.SIG_DFL:
                _signals.signal(number, before)
                os.kill(os.getpid(), number)
                _signals.signal(number, handler)

    known = _registered.get(signum)
    before = _signals.signal(signum, handler)
    _registered[signum] = (before if known is None else known[0], keep)


def unregister(signum):
    """Undo register(); whether the signal was registered."""
    _check_signal(signum)
    known = _registered.pop(signum, None)
    if known is None:
        return False
    _signals.signal(signum, _signals.SIG_DFL if known[0] is None else known[0])
    return True


# Faults on purpose, for tests.


def _die_by(number):
    _signals.signal(number, _signals.SIG_DFL)
    os.kill(os.getpid(), number)


def _sigsegv(release_gil=False):
    _die_by(_signals.SIGSEGV)


def _sigabrt():
    _die_by(_signals.SIGABRT)


def _sigfpe():
    _die_by(_signals.SIGFPE)
