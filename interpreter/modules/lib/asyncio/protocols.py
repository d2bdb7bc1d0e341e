"""The interfaces of protocols: what transports call."""

__all__ = ('BaseProtocol', 'Protocol', 'DatagramProtocol', 'SubprocessProtocol',
           'BufferedProtocol')


class BaseProtocol:
    """What all protocols are told."""

    __slots__ = ()

    def connection_made(self, transport):
        """The transport is there."""

    def connection_lost(self, exc):
        """The transport has ended, in good order if there is no exception."""

    def pause_writing(self):
        """Too much waits to be sent."""

    def resume_writing(self):
        """More can be sent."""


class Protocol(BaseProtocol):
    """A stream of bytes."""

    __slots__ = ()

    def data_received(self, data):
        """Bytes have come."""

    def eof_received(self):
        """No more bytes come. The transport is closed unless this gives something true."""


class BufferedProtocol(BaseProtocol):
    """A stream of bytes that come in the protocol's own memory."""

    __slots__ = ()

    def get_buffer(self, sizehint):
        """Where bytes are to go."""

    def buffer_updated(self, nbytes):
        """So many bytes have come."""

    def eof_received(self):
        """No more bytes come. The transport is closed unless this gives something true."""


class DatagramProtocol(BaseProtocol):
    """Datagrams."""

    __slots__ = ()

    def datagram_received(self, data, addr):
        """A datagram has come."""

    def error_received(self, exc):
        """The system could not send or receive one."""


class SubprocessProtocol(BaseProtocol):
    """A child process."""

    __slots__ = ()

    def pipe_data_received(self, fd, data):
        """The child has written bytes to one of its descriptors."""

    def pipe_connection_lost(self, fd, exc):
        """The pipe to one of the child's descriptors has ended."""

    def process_exited(self):
        """The child has ended."""


def _feed_data_to_buffered_proto(proto, data):
    """Hands bytes over to a protocol that has its own memory."""
    view = memoryview(data)
    while view:
        buffer = proto.get_buffer(len(view))
        if not len(buffer):
            raise RuntimeError('get_buffer() returned an empty buffer')
        count = min(len(buffer), len(view))
        buffer[:count] = view[:count]
        proto.buffer_updated(count)
        view = view[count:]
