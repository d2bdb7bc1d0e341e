"""What can be wrong with a connection, a request or a response."""


class HTTPException(Exception):
    """What all the others are."""


class NotConnected(HTTPException):
    """Nothing can be sent: connections are not to be made by themselves."""


class InvalidURL(HTTPException):
    """A port that is no number, or a control character."""


class UnknownProtocol(HTTPException):
    """The response is of another version of HTTP."""

    def __init__(self, version):
        self.args = version,
        self.version = version


class UnknownTransferEncoding(HTTPException):
    """Kept for programs that name it."""


class UnimplementedFileMode(HTTPException):
    """Kept for programs that name it."""


class IncompleteRead(HTTPException):
    """The connection ended within the content."""

    def __init__(self, partial, expected=None):
        self.args = partial,
        self.partial = partial
        self.expected = expected

    def __repr__(self):
        more = '' if self.expected is None else f', {self.expected} more expected'
        return f'{type(self).__name__}({len(self.partial)} bytes read{more})'

    __str__ = object.__str__


class ImproperConnectionState(HTTPException):
    """Not the time for what was asked."""


class CannotSendRequest(ImproperConnectionState):
    """The response to the last request was not read."""


class CannotSendHeader(ImproperConnectionState):
    """No request was begun."""


class ResponseNotReady(ImproperConnectionState):
    """No request was sent, or its response was asked for already."""


class BadStatusLine(HTTPException):
    """The response does not begin as one of HTTP does."""

    def __init__(self, line):
        if not line:
            line = repr(line)
        self.args = line,
        self.line = line


class LineTooLong(HTTPException):
    """A line of the response is longer than any should be."""

    def __init__(self, line_type):
        super().__init__(f'got more than 65536 bytes when reading {line_type}')


class RemoteDisconnected(ConnectionResetError, BadStatusLine):
    """The other side closed the connection where a response should begin."""

    def __init__(self, *pos, **kw):
        BadStatusLine.__init__(self, '')
        ConnectionResetError.__init__(self, *pos, **kw)


for _error in list(vars().values()):
    if isinstance(_error, type) and issubclass(_error, HTTPException):
        _error.__module__ = 'http.client'
del _error
