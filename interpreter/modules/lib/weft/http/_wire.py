"""HTTP/1.1 as bytes: the head of a request, and a parser of responses. No input or output here.

What a server sends is not trusted: heads, lines of chunks and trailers have a limit, lengths
are digits and nothing else, and whatever does not fit is a RemoteProtocolError.
"""

import re

from ._errors import LocalProtocolError, RemoteProtocolError

#: The most that a head, a line of a chunk or all trailers may take.
MAX_HEAD = 100 * 1024
#: So many responses of the kind "100 Continue" may come before the real one.
MAX_INFORMATIONAL = 16

_TOKEN = re.compile(r"[-!#$%&'*+.^_`|~0-9A-Za-z]+\Z")
_NAME = re.compile(rb"[-!#$%&'*+.^_`|~0-9A-Za-z]+\Z")
_BAD_VALUE = re.compile('[\0\r\n]')
_STATUS_LINE = re.compile(rb'HTTP/(1\.[01]) ([0-9]{3})(?: ([^\0\r\n]*))?\Z')
_HEAD_END = re.compile(rb'\r?\n\r?\n')
_CHUNK_SIZE = re.compile(rb'([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\0\r\n]*)?\Z')


def request_head(method, target, headers):
    """The bytes of a request up to its body."""
    if not _TOKEN.match(method):
        raise LocalProtocolError(f'Illegal method characters in {method!r}')
    lines = [f'{method} {target} HTTP/1.1']
    for name, value in headers:
        if not _TOKEN.match(name):
            raise LocalProtocolError(f'Illegal header name {name.encode()!r}')
        if _BAD_VALUE.search(value) or value != value.strip(' \t'):
            raise LocalProtocolError(
                f"Illegal header value {value.encode('utf-8', 'surrogateescape')!r}")
        lines.append(f'{name}: {value}')
    lines.append('\r\n')
    return '\r\n'.join(lines).encode('utf-8', 'surrogateescape')


def chunk(data):
    """A piece of a body of unknown length."""
    return b'%x\r\n%b\r\n' % (len(data), data)


LAST_CHUNK = b'0\r\n\r\n'


class ResponseHead:
    """Status line and headers."""

    def __init__(self, version, status_code, reason, headers):
        self.version = version
        self.status_code = status_code
        self.reason = reason
        self.headers = headers

    def values(self, name):
        """What the comma-separated headers of a name hold, in small letters."""
        return [part.strip().lower() for key, value in self.headers if key.lower() == name
                for part in value.split(b',')]


class ResponseParser:
    """Takes what is received and gives one response: its head, then its body in pieces."""

    def __init__(self, method):
        self._method = method
        self._buffer = bytearray()
        self._at_end = False
        self._searched = 0
        self._informational = 0
        self._read_body = None
        self._remaining = 0
        self._received = 0
        self._trailers = 0
        #: Whether anything at all has come.
        self.started = False
        #: Whether the whole response has been taken.
        self.complete = False
        #: Whether the connection can serve another request afterwards.
        self.keep_alive = False

    def feed(self, data):
        """Takes what was received; nothing means that the other side has ended."""
        if data:
            self.started = True
            self._buffer += data
        else:
            self._at_end = True

    @property
    def has_rest(self):
        """Whether more was received than the response."""
        return bool(self._buffer)

    # The head.

    def head(self):
        """The head, or None as long as it is not all there."""
        while True:
            lines = self._head_lines()
            if lines is None:
                return None
            head = _parse_head(lines)
            if head.status_code >= 200:
                self._prepare_body(head)
                return head
            if head.status_code == 101:
                raise RemoteProtocolError('the server switches to another protocol, unasked')
            self._informational += 1
            if self._informational > MAX_INFORMATIONAL:
                raise RemoteProtocolError('too many informational responses')

    def _head_lines(self):
        end = _HEAD_END.search(self._buffer, self._searched)
        if end is None:
            if len(self._buffer) > MAX_HEAD:
                raise RemoteProtocolError('Receive buffer too long')
            self._refuse_what_is_no_head()
            if self._at_end:
                raise RemoteProtocolError('Server disconnected without sending a response.')
            self._searched = max(0, len(self._buffer) - 3)
            return None
        if end.start() > MAX_HEAD:
            raise RemoteProtocolError('Receive buffer too long')
        head = bytes(self._buffer[:end.start()])
        del self._buffer[:end.end()]
        self._searched = 0
        return [line.removesuffix(b'\r') for line in head.split(b'\n')]

    def _refuse_what_is_no_head(self):
        """Whatever does not begin as a response never becomes one."""
        start = bytes(self._buffer[:5])
        if not b'HTTP/'.startswith(start):
            if start != b'HTTP/':
                line = bytes(self._buffer[:64]).split(b'\n')[0]
                raise RemoteProtocolError(f'illegal status line: {line!r}')

    # The body.

    def _prepare_body(self, head):
        connection = head.values(b'connection')
        self.keep_alive = b'close' not in connection and (
            head.version == b'1.1' or b'keep-alive' in connection)
        codings = head.values(b'transfer-encoding')
        length = _content_length(head)
        if self._method == 'HEAD' or head.status_code in (204, 304):
            self.complete = True
        elif codings:
            if codings != [b'chunked']:
                raise RemoteProtocolError(f'unsupported transfer encoding: {codings!r}')
            if length is not None:
                # A message with both may be an attempt to smuggle one.
                self.keep_alive = False
            self._read_body = self._read_chunk
        elif length is not None:
            self._remaining = length
            self._read_body = self._read_length
            self.complete = length == 0
        else:
            self.keep_alive = False
            self._read_body = self._read_to_end

    def body(self):
        """What is there of the body; nothing where more must be received first."""
        return b'' if self.complete else self._read_body()

    def _take(self, count):
        if count >= len(self._buffer):
            data = bytes(self._buffer)
            self._buffer.clear()
        else:
            data = bytes(self._buffer[:count])
            del self._buffer[:count]
        return data

    def _read_to_end(self):
        self.complete = self._at_end and not self._buffer
        return self._take(len(self._buffer))

    def _read_length(self):
        data = self._take(self._remaining)
        self._remaining -= len(data)
        self._received += len(data)
        self.complete = self._remaining == 0
        if not data and self._at_end and not self.complete:
            raise RemoteProtocolError(
                'peer closed connection without sending complete message body '
                f'(received {self._received} bytes, expected {self._received + self._remaining})')
        return data

    def _read_chunk(self):
        while True:
            if self._remaining > 2:
                data = self._take(self._remaining - 2)
                self._remaining -= len(data)
                if not data:
                    self._refuse_end()
                return data
            if self._remaining:
                # The end of line that follows a chunk.
                if len(self._buffer) < self._remaining:
                    return self._refuse_end()
                if self._take(self._remaining) != b'\r\n':
                    raise RemoteProtocolError('malformed chunk footer')
                self._remaining = 0
            line = self._line()
            if line is None:
                return self._refuse_end()
            size = _CHUNK_SIZE.match(line)
            if size is None:
                raise RemoteProtocolError(f'illegal chunk header: {line[:64]!r}')
            length = int(size.group(1), 16)
            if length == 0:
                self._read_body = self._read_trailers
                return self._read_trailers()
            self._remaining = length + 2

    def _read_trailers(self):
        while (line := self._line()) is not None:
            if not line:
                self.complete = True
                return b''
            self._trailers += len(line)
            if self._trailers > MAX_HEAD:
                raise RemoteProtocolError('Receive buffer too long')
        return self._refuse_end()

    def _line(self):
        end = self._buffer.find(b'\n', self._searched)
        if end < 0:
            if len(self._buffer) > MAX_HEAD:
                raise RemoteProtocolError('Receive buffer too long')
            self._searched = len(self._buffer)
            return None
        self._searched = 0
        line = self._take(end + 1)
        return line[:-2] if line.endswith(b'\r\n') else line[:-1]

    def _refuse_end(self):
        if self._at_end:
            raise RemoteProtocolError(
                'peer closed connection without sending complete message body '
                '(incomplete chunked read)')
        return b''


def _parse_head(lines):
    status = _STATUS_LINE.match(lines[0])
    if status is None:
        raise RemoteProtocolError(f'illegal status line: {lines[0][:64]!r}')
    version, code, reason = status.groups()
    headers = []
    for line in lines[1:]:
        if line[:1] in (b' ', b'\t'):
            if not headers:
                raise RemoteProtocolError('continuation line at start of headers')
            # A header that goes on in the next line, as old servers write them.
            name, value = headers[-1]
            headers[-1] = (name, value + b' ' + line.strip(b' \t'))
            continue
        name, colon, value = line.partition(b':')
        value = value.strip(b' \t')
        if not colon or not _NAME.match(name) or b'\0' in value or b'\r' in value:
            raise RemoteProtocolError(f'illegal header line: {line[:64]!r}')
        headers.append((name, value))
    return ResponseHead(version, int(code), reason or b'', headers)


def _content_length(head):
    lengths = set(head.values(b'content-length'))
    if not lengths:
        return None
    if len(lengths) > 1:
        raise RemoteProtocolError('conflicting Content-Length headers')
    (length,) = lengths
    if not length.isdigit() or len(length) > 20:
        raise RemoteProtocolError('bad Content-Length')
    return int(length)
