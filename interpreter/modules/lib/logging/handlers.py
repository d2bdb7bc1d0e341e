"""Handlers beyond those for streams and files: files that rotate, buffers, queues, the network."""

import copy
import io
import logging
import os
import queue
import re
import threading
import time

from ._network import (
    DEFAULT_HTTP_LOGGING_PORT, DEFAULT_SOAP_LOGGING_PORT, DEFAULT_TCP_LOGGING_PORT,
    DEFAULT_UDP_LOGGING_PORT, SYSLOG_TCP_PORT, SYSLOG_UDP_PORT, DatagramHandler, HTTPHandler,
    NTEventLogHandler, SMTPHandler, SocketHandler, SysLogHandler,
)

_MIDNIGHT = 24 * 60 * 60


def __getattr__(name):
    # Modules that only the network needs.
    if name in ('pickle', 'socket', 'struct'):
        return __import__(name)
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


def _is_other_than_file(path):
    # Devices cannot be renamed.
    return os.path.exists(path) and not os.path.isfile(path)


def _remove_existing(path):
    if os.path.exists(path):
        os.remove(path)


class BaseRotatingHandler(logging.FileHandler):
    """Writes to a file that is now and then put aside. namer and rotator may be set."""

    namer = None
    rotator = None

    def __init__(self, filename, mode, encoding=None, delay=False, errors=None):
        logging.FileHandler.__init__(self, filename, mode=mode, encoding=encoding, delay=delay,
                                     errors=errors)
        self.mode = mode
        self.encoding = encoding
        self.errors = errors

    def emit(self, record):
        try:
            if self.shouldRollover(record):
                self.doRollover()
            logging.FileHandler.emit(self, record)
        except Exception:
            self.handleError(record)

    def rotation_filename(self, default_name):
        """Returns the name of a file that is put aside."""
        return self.namer(default_name) if callable(self.namer) else default_name

    def rotate(self, source, dest):
        """Puts a file aside."""
        if callable(self.rotator):
            self.rotator(source, dest)
        elif os.path.exists(source):
            os.rename(source, dest)

    def _close_stream(self):
        if self.stream:
            self.stream.close()
            self.stream = None

    def _open_unless_delayed(self):
        if not self.delay:
            self.stream = self._open()


class RotatingFileHandler(BaseRotatingHandler):
    """Puts the file aside when it would become too large."""

    def __init__(self, filename, mode='a', maxBytes=0, backupCount=0, encoding=None, delay=False,
                 errors=None):
        # Another mode would make it empty at each start.
        if maxBytes > 0:
            mode = 'a'
        if 'b' not in mode:
            encoding = io.text_encoding(encoding)
        BaseRotatingHandler.__init__(self, filename, mode, encoding=encoding, delay=delay,
                                     errors=errors)
        self.maxBytes = maxBytes
        self.backupCount = backupCount

    def _backup(self, number):
        return self.rotation_filename(f'{self.baseFilename}.{number}')

    def doRollover(self):
        """Puts the file aside, as number 1; the others get the next number."""
        self._close_stream()
        if self.backupCount > 0:
            for number in range(self.backupCount - 1, 0, -1):
                source = self._backup(number)
                if os.path.exists(source):
                    target = self._backup(number + 1)
                    _remove_existing(target)
                    os.rename(source, target)
            target = self._backup(1)
            _remove_existing(target)
            self.rotate(self.baseFilename, target)
        self._open_unless_delayed()

    def shouldRollover(self, record):
        """Tells whether a record would make the file too large."""
        if self.stream is None:
            self.stream = self._open()
        if self.maxBytes <= 0:
            return False
        position = self.stream.tell()
        # An empty file takes any record.
        if not position:
            return False
        if position + len(f'{self.format(record)}\n') < self.maxBytes:
            return False
        return not _is_other_than_file(self.baseFilename)


# What `when` may be: seconds, and the format of the time in the names of files.
_DAYS = (_MIDNIGHT, '%Y-%m-%d')
_INTERVALS = {
    'S': (1, '%Y-%m-%d_%H-%M-%S'),
    'M': (60, '%Y-%m-%d_%H-%M'),
    'H': (60 * 60, '%Y-%m-%d_%H'),
    'D': _DAYS,
    'MIDNIGHT': _DAYS,
    'W': (7 * _MIDNIGHT, '%Y-%m-%d'),
}


class TimedRotatingFileHandler(BaseRotatingHandler):
    """Puts the file aside at certain times."""

    def __init__(self, filename, when='h', interval=1, backupCount=0, encoding=None, delay=False,
                 utc=False, atTime=None, errors=None):
        encoding = io.text_encoding(encoding)
        BaseRotatingHandler.__init__(self, filename, 'a', encoding=encoding, delay=delay,
                                     errors=errors)
        self.when = when.upper()
        self.backupCount = backupCount
        self.utc = utc
        self.atTime = atTime
        kind = self.when
        if kind.startswith('W'):
            if len(kind) != 2:
                raise ValueError('You must specify a day for weekly rollover from 0 to 6 '
                                 f'(0 is Monday): {kind}')
            if not '0' <= kind[1] <= '6':
                raise ValueError(f'Invalid day specified for weekly rollover: {kind}')
            self.dayOfWeek = int(kind[1])
            kind = 'W'
        if kind not in _INTERVALS:
            raise ValueError(f'Invalid rollover interval specified: {self.when}')
        seconds, self.suffix = _INTERVALS[kind]
        digits = re.sub('%[mdHMS]', r'\\d{2}', self.suffix.replace('%Y', r'\d{4}'))
        self.extMatch = re.compile(rf'(?<!\d){digits}(?!\d)', re.ASCII)
        self.interval = seconds * interval
        if os.path.exists(self.baseFilename):
            started = int(os.stat(self.baseFilename).st_mtime)
        else:
            started = int(time.time())
        self.rolloverAt = self.computeRollover(started)

    def _fields(self, seconds):
        return time.gmtime(seconds) if self.utc else time.localtime(seconds)

    def computeRollover(self, currentTime):
        """Returns the time at which the file is to be put aside."""
        is_weekly = self.when.startswith('W')
        if self.when != 'MIDNIGHT' and not is_weekly:
            return currentTime + self.interval
        now = self._fields(currentTime)
        wanted = _MIDNIGHT
        if self.atTime is not None:
            wanted = (self.atTime.hour * 60 + self.atTime.minute) * 60 + self.atTime.second
        left = wanted - ((now.tm_hour * 60 + now.tm_min) * 60 + now.tm_sec)
        day = now.tm_wday
        if left <= 0:
            # It has been today; then it is tomorrow.
            left += _MIDNIGHT
            day = (day + 1) % 7
        result = currentTime + left
        if is_weekly:
            result += (self.dayOfWeek - day) % 7 * _MIDNIGHT + self.interval - 7 * _MIDNIGHT
        else:
            result += self.interval - _MIDNIGHT
        return result if self.utc else result + self._clock_change(now, result)

    @staticmethod
    def _clock_change(now, result):
        """What is to be added where the clocks are changed before that time."""
        is_summer = time.localtime(result).tm_isdst
        if now.tm_isdst == is_summer:
            return 0
        if now.tm_isdst:
            return 3600
        # An hour earlier, it may be winter still.
        return -3600 if time.localtime(result - 3600).tm_isdst else 0

    def shouldRollover(self, record):
        """Tells whether it is time."""
        now = int(time.time())
        if now < self.rolloverAt:
            return False
        if _is_other_than_file(self.baseFilename):
            self.rolloverAt = self.computeRollover(now)
            return False
        return True

    def getFilesToDelete(self):
        """Returns the paths of files that are more than are to be kept."""
        folder, base = os.path.split(self.baseFilename)
        found = [os.path.join(folder, name) for name in os.listdir(folder)
                 if self._is_backup(name, base)]
        found.sort()
        return found[:len(found) - self.backupCount] if len(found) >= self.backupCount else []

    def _is_backup(self, name, base):
        if self.namer is None:
            return name.startswith(f'{base}.') and bool(
                self.extMatch.fullmatch(name[len(base) + 1:]))
        # The namer may have put the time anywhere, and other digits as well.
        match = self.extMatch.search(name)
        while match:
            if os.path.basename(self.namer(f'{self.baseFilename}.{match[0]}')) == name:
                return True
            match = self.extMatch.search(name, match.start() + 1)
        return False

    def doRollover(self):
        """Puts the file aside; its name gets the time at which its records begin."""
        now = int(time.time())
        begin = self.rolloverAt - self.interval
        fields = self._fields(begin)
        if not self.utc:
            is_summer = time.localtime(now).tm_isdst
            if is_summer != fields.tm_isdst:
                fields = time.localtime(begin + (3600 if is_summer else -3600))
        target = self.rotation_filename(
            f'{self.baseFilename}.{time.strftime(self.suffix, fields)}')
        if os.path.exists(target):
            # Another process has done it.
            return
        self._close_stream()
        self.rotate(self.baseFilename, target)
        if self.backupCount > 0:
            for path in self.getFilesToDelete():
                os.remove(path)
        self._open_unless_delayed()
        self.rolloverAt = self.computeRollover(now)


class WatchedFileHandler(logging.FileHandler):
    """Opens the file again where another program has put it aside."""

    def __init__(self, filename, mode='a', encoding=None, delay=False, errors=None):
        if 'b' not in mode:
            encoding = io.text_encoding(encoding)
        logging.FileHandler.__init__(self, filename, mode=mode, encoding=encoding, delay=delay,
                                     errors=errors)
        self.dev, self.ino = -1, -1
        self._statstream()

    def _statstream(self):
        if self.stream is not None:
            found = os.fstat(self.stream.fileno())
            self.dev, self.ino = found.st_dev, found.st_ino

    def reopenIfNeeded(self):
        """Opens the file again if it is another one now."""
        if self.stream is None:
            return
        try:
            found = os.stat(self.baseFilename)
            if (found.st_dev, found.st_ino) == (self.dev, self.ino):
                return
        except FileNotFoundError:
            pass
        self.stream.flush()
        self.stream.close()
        # Where it cannot be opened, nothing is left open.
        self.stream = None
        self.stream = self._open()
        self._statstream()

    def emit(self, record):
        self.reopenIfNeeded()
        logging.FileHandler.emit(self, record)


class BufferingHandler(logging.Handler):
    """Keeps records; subclasses say what flush() does with them."""

    def __init__(self, capacity):
        logging.Handler.__init__(self)
        self.capacity = capacity
        self.buffer = []

    def shouldFlush(self, record):
        """Tells whether the buffer is full."""
        return len(self.buffer) >= self.capacity

    def emit(self, record):
        self.buffer.append(record)
        if self.shouldFlush(record):
            self.flush()

    def flush(self):
        with self.lock:
            self.buffer.clear()

    def close(self):
        try:
            self.flush()
        finally:
            logging.Handler.close(self)


class MemoryHandler(BufferingHandler):
    """Keeps records for another handler, until there are many or one is serious."""

    def __init__(self, capacity, flushLevel=logging.ERROR, target=None, flushOnClose=True):
        BufferingHandler.__init__(self, capacity)
        self.flushLevel = flushLevel
        self.target = target
        self.flushOnClose = flushOnClose

    def shouldFlush(self, record):
        return BufferingHandler.shouldFlush(self, record) or record.levelno >= self.flushLevel

    def setTarget(self, target):
        """Sets the handler that gets the records."""
        with self.lock:
            self.target = target

    def flush(self):
        with self.lock:
            if self.target:
                for record in self.buffer:
                    self.target.handle(record)
                self.buffer.clear()

    def close(self):
        try:
            if self.flushOnClose:
                self.flush()
        finally:
            with self.lock:
                self.target = None
                BufferingHandler.close(self)


class QueueHandler(logging.Handler):
    """Puts records into a queue, from which a QueueListener takes them."""

    def __init__(self, queue):
        logging.Handler.__init__(self)
        self.queue = queue
        # Is set by logging.config.
        self.listener = None

    def enqueue(self, record):
        self.queue.put_nowait(record)

    def prepare(self, record):
        """Returns a record that can be sent to other processes: its texts are made."""
        text = self.format(record)
        record = copy.copy(record)
        record.message = record.msg = text
        record.args = record.exc_info = record.exc_text = record.stack_info = None
        return record

    def emit(self, record):
        try:
            self.enqueue(self.prepare(record))
        except Exception:
            self.handleError(record)


class QueueListener:
    """Gives records from a queue to handlers, in a thread."""

    _sentinel = None

    def __init__(self, queue, *handlers, respect_handler_level=False):
        self.queue = queue
        self.handlers = handlers
        self._thread = None
        self.respect_handler_level = respect_handler_level

    def dequeue(self, block):
        return self.queue.get(block)

    def start(self):
        """Starts the thread."""
        self._thread = threading.Thread(target=self._monitor, daemon=True)
        self._thread.start()

    def prepare(self, record):
        return record

    def handle(self, record):
        """Gives a record to the handlers."""
        record = self.prepare(record)
        for handler in self.handlers:
            if not self.respect_handler_level or record.levelno >= handler.level:
                handler.handle(record)

    def _monitor(self):
        done = getattr(self.queue, 'task_done', lambda: None)
        is_last = False
        while not is_last:
            try:
                record = self.dequeue(True)
            except queue.Empty:
                return
            is_last = record is self._sentinel
            if not is_last:
                self.handle(record)
            done()

    def enqueue_sentinel(self):
        """Says that no more records come."""
        self.queue.put_nowait(self._sentinel)

    def stop(self):
        """Waits until the records that there are are handled, and ends the thread."""
        if self._thread:
            self.enqueue_sentinel()
            self._thread.join()
            self._thread = None
