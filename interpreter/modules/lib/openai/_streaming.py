"""Server-sent events, and the streams of objects that are made of them."""

import json
import types

import weft.http

from ._exceptions import APIConnectionError, APIError, APITimeoutError

#: How long the end of a body may take to come after the last event.
_DRAIN_SECONDS = 0.25


class ServerSentEvent:
    """One event."""

    def __init__(self, *, event=None, data='', id=None, retry=None):
        self.event = event or None
        self.data = data
        self.id = id
        self.retry = retry

    def json(self):
        return json.loads(self.data)

    def __repr__(self):
        return (f'ServerSentEvent(event={self.event}, data={self.data}, id={self.id}, '
                f'retry={self.retry})')


class EventDecoder:
    """Takes bytes as they come, and gives the events that are complete."""

    def __init__(self):
        self._rest = []
        self._after_return = False
        self._data = []
        self._event = self._id = self._retry = None

    def feed(self, data):
        """The events that end in these bytes."""
        if self._after_return and data:
            # The line feed of a pair whose first half came before.
            data = data.removeprefix(b'\n')
            self._after_return = False
        if data.endswith(b'\r'):
            self._after_return = True
        *lines, rest = data.replace(b'\r\n', b'\n').replace(b'\r', b'\n').split(b'\n')
        if lines and self._rest:
            lines[0] = b''.join([*self._rest, lines[0]])
            self._rest = []
        if rest:
            self._rest.append(rest)
        return self._events(lines)

    def finish(self):
        """The events in what is left, of which the last line has no end."""
        lines, self._rest = [b''.join(self._rest)], []
        return self._events(lines) if lines[0] else []

    def _events(self, lines):
        return [event for event in map(self._take_line, lines) if event is not None]

    def _take_line(self, line):
        if not line:
            return self._dispatch()
        name, _, value = line.decode('utf-8').partition(':')
        value = value.removeprefix(' ')
        if name == 'data':
            self._data.append(value)
        elif name == 'event':
            self._event = value
        elif name == 'id' and '\0' not in value:
            self._id = value
        elif name == 'retry' and value.isascii() and value.isdigit():
            self._retry = int(value)
        return None

    def _dispatch(self):
        if not (self._event or self._data or self._id) and self._retry is None:
            return None
        event = ServerSentEvent(event=self._event, data='\n'.join(self._data), id=self._id,
                                retry=self._retry)
        self._data = []
        self._event = self._retry = None
        return event


class _BaseStream:
    """What both kinds of stream do with an event."""

    __class_getitem__ = classmethod(types.GenericAlias)

    def __init__(self, *, cast_to, response, client, options=None):
        self.response = response
        self._cast_to = cast_to
        self._client = client
        self._options = options
        self._iterator = self._objects()

    def _hurry(self):
        # A response that a script has made by hand has no source.
        if self.response._source is not None:
            self.response._source.hurry(_DRAIN_SECONDS)

    def _object(self, event):
        data = event.json()
        if isinstance(data, dict) and data.get('error'):
            error = data['error']
            message = error.get('message') if isinstance(error, dict) else None
            if not message or not isinstance(message, str):
                message = 'An error occurred during streaming'
            raise APIError(message, self.response.request, body=error)
        return self._client._object(data, self._cast_to)


class Stream(_BaseStream):
    """The objects of a response that comes piece by piece."""

    def __iter__(self):
        yield from self._iterator

    def __next__(self):
        return next(self._iterator)

    def _objects(self):
        try:
            for event in self._events():
                if event.data.startswith('[DONE]'):
                    # Read to its end, the connection can be used again.
                    self._drain()
                    break
                yield self._object(event)
        finally:
            self.response.close()

    def _drain(self):
        self._hurry()
        try:
            for _ in self._pieces:
                pass
        except weft.http.HTTPError:
            pass

    def _events(self):
        decoder = EventDecoder()
        self._pieces = self.response.iter_bytes()
        try:
            for piece in self._pieces:
                yield from decoder.feed(piece)
            yield from decoder.finish()
        except weft.http.TimeoutException as error:
            raise APITimeoutError(request=self.response.request) from error
        except weft.http.RequestError as error:
            raise APIConnectionError(request=self.response.request) from error

    def close(self):
        """Gives the connection back; not needed after the last object."""
        self.response.close()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        self.close()


class AsyncStream(_BaseStream):
    """The objects of a response that comes piece by piece, for coroutines."""

    async def __aiter__(self):
        async for item in self._iterator:
            yield item

    async def __anext__(self):
        return await anext(self._iterator)

    async def _objects(self):
        try:
            async for event in self._events():
                if event.data.startswith('[DONE]'):
                    # Read to its end, the connection can be used again.
                    await self._drain()
                    break
                yield self._object(event)
        finally:
            await self.response.aclose()

    async def _drain(self):
        self._hurry()
        try:
            async for _ in self._pieces:
                pass
        except weft.http.HTTPError:
            pass

    async def _events(self):
        decoder = EventDecoder()
        self._pieces = self.response.aiter_bytes()
        try:
            async for piece in self._pieces:
                for event in decoder.feed(piece):
                    yield event
            for event in decoder.finish():
                yield event
        except weft.http.TimeoutException as error:
            raise APITimeoutError(request=self.response.request) from error
        except weft.http.RequestError as error:
            raise APIConnectionError(request=self.response.request) from error

    async def close(self):
        """Gives the connection back; not needed after the last object."""
        await self.response.aclose()

    aclose = close

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, error, traceback):
        await self.close()
