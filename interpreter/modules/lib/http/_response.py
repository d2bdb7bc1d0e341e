"""Responses as a client reads them."""

import io as _io

from http import _message
from http._errors import (
    BadStatusLine, HTTPException, IncompleteRead, LineTooLong, RemoteDisconnected,
    ResponseNotReady, UnknownProtocol)

_MAXLINE = 65536
_MAXHEADERS = 100
_UNKNOWN = 'UNKNOWN'
_ENDS = b'\r\n', b'\n', b''


class HTTPMessage(_message.Message):
    """The headers of a request or a response."""

    def getallmatchingheaders(self, name):
        """The names of headers that look like lines of a name."""
        start = name.lower() + ':'
        found, matches = [], False
        for line in self.keys():
            if line.lower().startswith(start):
                matches = True
            elif not line[:1].isspace():
                matches = False
            if matches:
                found.append(line)
        return found


def _read_line(fp, what):
    line = fp.readline(_MAXLINE + 1)
    if len(line) > _MAXLINE:
        raise LineTooLong(what)
    return line


def _read_headers(fp):
    """The lines up to the empty one, which is among them."""
    lines = []
    while not lines or lines[-1] not in _ENDS:
        lines.append(_read_line(fp, 'header line'))
        if len(lines) > _MAXHEADERS:
            raise HTTPException(f'got more than {_MAXHEADERS} headers')
    return lines


def _parse_header_lines(header_lines, _class=HTTPMessage):
    text = b''.join(header_lines).decode('iso-8859-1')
    return _message.parse(text, _class)


def parse_headers(fp, _class=HTTPMessage):
    """The message that the headers in a file are."""
    return _parse_header_lines(_read_headers(fp), _class)


class HTTPResponse(_io.BufferedIOBase):
    """A response: its status, its headers, and its content as a file."""

    def __init__(self, sock, debuglevel=0, method=None, url=None):
        self.fp = sock.makefile('rb')
        self.debuglevel = debuglevel
        self._method = method
        self.headers = self.msg = None
        self.version = self.status = self.reason = _UNKNOWN
        # Whether the content comes in chunks, what is left of one, and of the content.
        self.chunked = self.chunk_left = self.length = _UNKNOWN
        self.will_close = _UNKNOWN

    def _report(self, *words):
        if self.debuglevel > 0:
            print(*words)

    def _read_status(self):
        line = str(_read_line(self.fp, 'status line'), 'iso-8859-1')
        self._report('reply:', repr(line))
        if not line:
            raise RemoteDisconnected('Remote end closed connection without response')
        version, status, reason = (*line.split(None, 2), '', '', '')[:3]
        if not status or not version.startswith('HTTP/'):
            self._close_conn()
            raise BadStatusLine(line)
        try:
            status = int(status)
        except ValueError:
            raise BadStatusLine(line) from None
        if not 100 <= status <= 999:
            raise BadStatusLine(line)
        return version, status, reason

    def begin(self):
        """Reads the status and the headers."""
        if self.headers is not None:
            return
        while True:
            version, status, reason = self._read_status()
            if status != 100:
                break
            self._report('headers:', _read_headers(self.fp))
        self.code = self.status = status
        self.reason = reason.strip()
        if version in ('HTTP/1.0', 'HTTP/0.9'):
            self.version = 10
        elif version.startswith('HTTP/1.'):
            self.version = 11
        else:
            raise UnknownProtocol(version)
        self.headers = self.msg = parse_headers(self.fp)
        for name, value in self.headers.items():
            self._report('header:', name + ':', value)
        self._find_end()

    def _find_end(self):
        """Learns from the headers where the content ends."""
        self.chunked = (self.headers.get('transfer-encoding') or '').lower() == 'chunked'
        if self.chunked:
            self.chunk_left = None
        self.will_close = self._check_close()
        self.length = None
        if not self.chunked:
            try:
                length = int(self.headers.get('content-length') or -1)
            except ValueError:
                length = -1
            self.length = length if length >= 0 else None
        if self.status in (204, 304) or self.status < 200 or self._method == 'HEAD':
            self.length = 0
        if not self.chunked and self.length is None:
            self.will_close = True

    def _check_close(self):
        connection = (self.headers.get('connection') or '').lower()
        if self.version == 11:
            return 'close' in connection
        return not (self.headers.get('keep-alive') or 'keep-alive' in connection
                    or 'keep-alive' in (self.headers.get('proxy-connection') or '').lower())

    def _close_conn(self):
        fp, self.fp = self.fp, None
        fp.close()

    def close(self):
        try:
            super().close()
        finally:
            if self.fp:
                self._close_conn()

    def flush(self):
        super().flush()
        if self.fp:
            self.fp.flush()

    def readable(self):
        return True

    def isclosed(self):
        """Whether all was read, or nothing more will be."""
        return self.fp is None

    def _has_no_content(self, close=False):
        if self.fp is None:
            return True
        if self._method != 'HEAD':
            return False
        if close:
            self._close_conn()
        return True

    def _at_most(self, amount):
        """The amount, or what is left of a content of known length."""
        if self.length is None or 0 <= amount <= self.length:
            return amount
        return self.length

    def _have_read(self, count, wanted):
        """Closes the connection when the content ends after what was read."""
        if not count and wanted:
            self._close_conn()
        elif self.length is not None:
            self.length -= count
            if not self.length:
                self._close_conn()

    def read(self, amt=None):
        """Up to amt bytes of the content, or the rest of it."""
        if self._has_no_content(close=True):
            return b''
        if self.chunked:
            return self._read_chunked(amt)
        if amt is not None:
            amt = self._at_most(amt) if amt >= 0 else amt
            data = self.fp.read(amt)
            self._have_read(len(data), amt)
            return data
        if self.length is None:
            data = self.fp.read()
        else:
            try:
                data = self._safe_read(self.length)
            except IncompleteRead:
                self._close_conn()
                raise
            self.length = 0
        self._close_conn()
        return data

    def readinto(self, b):
        """Fills a buffer with content; how much there was."""
        if self._has_no_content(close=True):
            return 0
        if self.chunked:
            return self._readinto_chunked(b)
        if self.length is not None and len(b) > self.length:
            b = memoryview(b)[:self.length]
        count = self.fp.readinto(b)
        self._have_read(count, b)
        return count

    def read1(self, n=-1):
        """What one read gives, at most n bytes."""
        if self._has_no_content():
            return b''
        if self.chunked:
            return self._read1_chunked(n)
        n = self._at_most(n)
        data = self.fp.read1(n)
        self._have_read(len(data), n)
        return data

    def peek(self, n=-1):
        """What comes next, without reading it."""
        if self._has_no_content():
            return b''
        return self._peek_chunked(n) if self.chunked else self.fp.peek(n)

    def readline(self, limit=-1):
        if self._has_no_content():
            return b''
        if self.chunked:
            return super().readline(limit)
        limit = self._at_most(limit)
        data = self.fp.readline(limit)
        self._have_read(len(data), limit)
        return data

    def _read_next_chunk_size(self):
        line = _read_line(self.fp, 'chunk size')
        try:
            return int(line.partition(b';')[0], 16)
        except ValueError:
            self._close_conn()
            raise

    def _read_and_discard_trailer(self):
        while _read_line(self.fp, 'trailer line') not in _ENDS:
            pass

    def _get_chunk_left(self):
        """What is left of the chunk, or how long the next one is; None at the end."""
        if self.chunk_left:
            return self.chunk_left
        if self.chunk_left == 0:
            self._safe_read(2)
        try:
            left = self._read_next_chunk_size()
        except ValueError:
            raise IncompleteRead(b'')
        if left == 0:
            self._read_and_discard_trailer()
            self._close_conn()
            left = None
        self.chunk_left = left
        return left

    def _read_chunked(self, amt=None):
        parts = []
        try:
            while (left := self._get_chunk_left()) is not None:
                wanted = left if amt is None else min(amt, left)
                parts.append(self._safe_read(wanted))
                self.chunk_left = left - wanted
                if amt is not None:
                    if amt <= left:
                        break
                    amt -= wanted
        except IncompleteRead as error:
            raise IncompleteRead(b''.join(parts)) from error
        return b''.join(parts)

    def _readinto_chunked(self, b):
        total, rest = 0, memoryview(b)
        try:
            while (left := self._get_chunk_left()) is not None:
                count = self._safe_readinto(rest[:left])
                self.chunk_left = left - count
                total += count
                if len(rest) <= left:
                    break
                rest = rest[count:]
        except IncompleteRead:
            raise IncompleteRead(bytes(b[:total]))
        return total

    def _read1_chunked(self, n):
        left = self._get_chunk_left()
        if left is None or n == 0:
            return b''
        data = self.fp.read1(n if 0 <= n <= left else left)
        self.chunk_left -= len(data)
        if not data:
            raise IncompleteRead(b'')
        return data

    def _peek_chunked(self, n):
        try:
            left = self._get_chunk_left()
        except IncompleteRead:
            return b''
        return b'' if left is None else self.fp.peek(left)[:left]

    def _safe_read(self, amt):
        """Reads that much; less is an error."""
        data = self.fp.read(amt)
        if len(data) < amt:
            raise IncompleteRead(data, amt - len(data))
        return data

    def _safe_readinto(self, b):
        count = self.fp.readinto(b)
        if count < len(b):
            raise IncompleteRead(bytes(b[:count]), len(b) - count)
        return count

    def fileno(self):
        return self.fp.fileno()

    def getheader(self, name, default=None):
        """The values of the headers of a name, joined by commas."""
        if self.headers is None:
            raise ResponseNotReady()
        values = self.headers.get_all(name) or default
        if isinstance(values, str) or not hasattr(values, '__iter__'):
            return values
        return ', '.join(values)

    def getheaders(self):
        """The headers, as pairs."""
        if self.headers is None:
            raise ResponseNotReady()
        return list(self.headers.items())

    def __iter__(self):
        return self

    def info(self):
        return self.headers

    def geturl(self):
        return self.url

    def getcode(self):
        return self.status


for _public in HTTPMessage, HTTPResponse, parse_headers:
    _public.__module__ = 'http.client'
del _public
