"""The interfaces of transports, and how writing is held back."""

__all__ = ('BaseTransport', 'ReadTransport', 'WriteTransport', 'Transport', 'DatagramTransport',
           'SubprocessTransport')


class BaseTransport:
    """What all transports can do."""

    __slots__ = ('_extra',)

    def __init__(self, extra=None):
        self._extra = {} if extra is None else extra

    def get_extra_info(self, name, default=None):
        """What the transport knows under a name."""
        return self._extra.get(name, default)

    def is_closing(self):
        """Whether it is closed, or will be."""
        raise NotImplementedError

    def close(self):
        """Closes it when what waits has been sent."""
        raise NotImplementedError

    def set_protocol(self, protocol):
        """Sets the protocol."""
        raise NotImplementedError

    def get_protocol(self):
        """The protocol."""
        raise NotImplementedError


class ReadTransport(BaseTransport):
    """A transport that gives data."""

    __slots__ = ()

    def is_reading(self):
        """Whether it gives data."""
        raise NotImplementedError

    def pause_reading(self):
        """Gives no data until reading is resumed."""
        raise NotImplementedError

    def resume_reading(self):
        """Gives data again."""
        raise NotImplementedError


class WriteTransport(BaseTransport):
    """A transport that takes data."""

    __slots__ = ()

    def set_write_buffer_limits(self, high=None, low=None):
        """Sets how many bytes may wait before the protocol is told to pause, and to resume."""
        raise NotImplementedError

    def get_write_buffer_size(self):
        """How many bytes wait."""
        raise NotImplementedError

    def get_write_buffer_limits(self):
        """The limits, the low one first."""
        raise NotImplementedError

    def write(self, data):
        """Sends data, without waiting."""
        raise NotImplementedError

    def writelines(self, list_of_data):
        """Sends pieces of data."""
        self.write(b''.join(list_of_data))

    def write_eof(self):
        """Says that no more data comes, when what waits has been sent."""
        raise NotImplementedError

    def can_write_eof(self):
        """Whether write_eof() works."""
        raise NotImplementedError

    def abort(self):
        """Closes it at once."""
        raise NotImplementedError


class Transport(ReadTransport, WriteTransport):
    """A transport in both directions."""

    __slots__ = ()


class DatagramTransport(BaseTransport):
    """A transport of datagrams."""

    __slots__ = ()

    def sendto(self, data, addr=None):
        """Sends a datagram."""
        raise NotImplementedError

    def abort(self):
        """Closes it at once."""
        raise NotImplementedError


class SubprocessTransport(BaseTransport):
    """A child process."""

    __slots__ = ()

    def get_pid(self):
        """The process's number."""
        raise NotImplementedError

    def get_returncode(self):
        """How it ended, None if it has not."""
        raise NotImplementedError

    def get_pipe_transport(self, fd):
        """The transport of the pipe to this descriptor of the child."""
        raise NotImplementedError

    def send_signal(self, signal):
        """Sends a signal."""
        raise NotImplementedError

    def terminate(self):
        """Asks it to end."""
        raise NotImplementedError

    def kill(self):
        """Ends it."""
        raise NotImplementedError


class _FlowControlMixin(Transport):
    """Tells the protocol to pause when too much waits to be sent."""

    __slots__ = ('_loop', '_protocol_paused', '_high_water', '_low_water')

    def __init__(self, extra=None, loop=None):
        super().__init__(extra)
        assert loop is not None
        self._loop = loop
        self._protocol_paused = False
        self._set_write_buffer_limits()

    def _tell_protocol(self, name):
        try:
            getattr(self._protocol, name)()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._loop.call_exception_handler({
                'message': f'protocol.{name}() failed',
                'exception': exc,
                'transport': self,
                'protocol': self._protocol,
            })

    def _maybe_pause_protocol(self):
        if not self._protocol_paused and self.get_write_buffer_size() > self._high_water:
            self._protocol_paused = True
            self._tell_protocol('pause_writing')

    def _maybe_resume_protocol(self):
        if self._protocol_paused and self.get_write_buffer_size() <= self._low_water:
            self._protocol_paused = False
            self._tell_protocol('resume_writing')

    def get_write_buffer_limits(self):
        return self._low_water, self._high_water

    def _set_write_buffer_limits(self, high=None, low=None):
        if high is None:
            high = 64 * 1024 if low is None else 4 * low
        if low is None:
            low = high // 4
        if not high >= low >= 0:
            raise ValueError(f'high ({high!r}) must be >= low ({low!r}) must be >= 0')
        self._high_water = high
        self._low_water = low

    def set_write_buffer_limits(self, high=None, low=None):
        self._set_write_buffer_limits(high=high, low=low)
        self._maybe_pause_protocol()

    def get_write_buffer_size(self):
        raise NotImplementedError
