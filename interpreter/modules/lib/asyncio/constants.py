"""Numbers that several modules share."""

# Writes to a lost connection that pass in silence.
LOG_THRESHOLD_FOR_CONNLOST_WRITES = 5
# Seconds before accept() is tried again when there are no descriptors left.
ACCEPT_RETRY_DELAY = 1
# Frames that debug mode notes for each handle, future and coroutine.
DEBUG_STACK_DEPTH = 10
SSL_HANDSHAKE_TIMEOUT = 60.0
SSL_SHUTDOWN_TIMEOUT = 30.0
# Bytes that sendfile() reads at a time where the system does not do it.
SENDFILE_FALLBACK_READBUFFER_SIZE = 256 * 1024
# In KiB.
FLOW_CONTROL_HIGH_WATER_SSL_READ = 256
FLOW_CONTROL_HIGH_WATER_SSL_WRITE = 512
# Seconds that closing waits for the threads of the default executor.
THREAD_JOIN_TIMEOUT = 300


def __getattr__(name):
    if name != '_SendfileMode':
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    import enum

    class _SendfileMode(enum.Enum):
        UNSUPPORTED = 1
        TRY_NATIVE = 2
        FALLBACK = 3

    globals()[name] = _SendfileMode
    return _SendfileMode
