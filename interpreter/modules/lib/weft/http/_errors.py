"""What can go wrong: one class for each thing that a caller may want to handle."""


class HTTPError(Exception):
    """Anything that goes wrong with one request."""

    def __init__(self, message):
        super().__init__(message)
        self._request = None

    @property
    def request(self):
        if self._request is None:
            raise RuntimeError('The .request property has not been set.')
        return self._request

    @request.setter
    def request(self, request):
        self._request = request


class RequestError(HTTPError):
    """No response came, or not all of it."""

    def __init__(self, message, *, request=None):
        super().__init__(message)
        self._request = request


class TransportError(RequestError):
    """The connection did not do what it should."""


class TimeoutException(TransportError):
    """Something took longer than it may."""


class ConnectTimeout(TimeoutException):
    """No connection was made in time."""


class ReadTimeout(TimeoutException):
    """The server sent nothing for too long."""


class WriteTimeout(TimeoutException):
    """The server took nothing for too long."""


class PoolTimeout(TimeoutException):
    """No connection of the pool became free in time."""


class NetworkError(TransportError):
    """The network failed."""


class ConnectError(NetworkError):
    """No connection could be made."""


class ReadError(NetworkError):
    """Nothing more can be received."""


class WriteError(NetworkError):
    """Nothing more can be sent."""


class CloseError(NetworkError):
    """The connection could not be closed."""


class ProtocolError(TransportError):
    """A side does not keep to HTTP/1.1."""


class LocalProtocolError(ProtocolError):
    """This side: the request cannot be sent as it is."""


class RemoteProtocolError(ProtocolError):
    """The other side: what it sent is not a response, or an incomplete one."""


class ProxyError(TransportError):
    """The proxy refused."""


class UnsupportedProtocol(TransportError):
    """The URL is of a scheme other than http and https."""


class DecodingError(RequestError):
    """The body is not compressed as its headers say."""


class TooManyRedirects(RequestError):
    """The server sends from one place to the next without end."""


class HTTPStatusError(HTTPError):
    """The response has a status of 400 or more; see Response.raise_for_status()."""

    def __init__(self, message, *, request, response):
        super().__init__(message)
        self._request = request
        self.response = response


class InvalidURL(Exception):
    """The URL is none."""


class StreamError(RuntimeError):
    """A body was used in a way in which it cannot be used."""


class StreamConsumed(StreamError):
    """The body has been read already, piece by piece, and was not kept."""

    def __init__(self):
        super().__init__(
            'Attempted to read or stream some content, but the content has already been '
            'streamed. For requests, this could be due to passing a generator as request '
            'content, and then receiving a redirect response or a secondary request as part '
            'of an authentication flow. For responses, this could be due to attempting to '
            'stream the response content more than once.'
        )


class StreamClosed(StreamError):
    """The response was closed before its body was read."""

    def __init__(self):
        super().__init__('Attempted to read or stream content, but the stream has been closed.')


class ResponseNotRead(StreamError):
    """The body of a streamed response is asked for before it was read."""

    def __init__(self):
        super().__init__(
            'Attempted to access streaming response content, without having called `read()`.'
        )


class RequestNotRead(StreamError):
    """The body of a request is asked for that is made piece by piece."""

    def __init__(self):
        super().__init__(
            'Attempted to access streaming request content, without having called `read()`.'
        )


class ErrorsOf:
    """Tells errors which request they are about."""

    def __init__(self, request):
        self._request = request

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if isinstance(error, HTTPError) and error._request is None:
            error._request = self._request
        return False
