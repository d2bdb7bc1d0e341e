"""Descriptors for processes that run already: a thread hands them out over a socket."""

import os
import signal
import sys
import threading

from . import process
from . import util
from .context import reduction

__all__ = ['stop', 'DupFd']


class DupFd:
    """A descriptor that one other process can take once."""

    def __init__(self, fd):
        kept = os.dup(fd)

        def send(conn, pid):
            reduction.send_handle(conn, kept, pid)

        def close():
            os.close(kept)

        self._id = _resource_sharer.register(send, close)

    def detach(self):
        """Gets the descriptor."""
        with _resource_sharer.get_connection(self._id) as conn:
            return reduction.recv_handle(conn)


class _ResourceSharer:
    """The resources of this process that others may take."""

    def __init__(self):
        self._key = 0
        self._cache = {}
        self._lock = threading.Lock()
        self._forget_thread()
        util.register_after_fork(self, _ResourceSharer._afterfork)

    def _forget_thread(self):
        self._listener = self._address = self._thread = None

    def _close_all(self):
        for _, close in self._cache.values():
            close()
        self._cache.clear()

    def register(self, send, close):
        """Adds a resource; returns what names it in other processes."""
        with self._lock:
            if self._address is None:
                self._start()
            self._key += 1
            self._cache[self._key] = (send, close)
            return self._address, self._key

    @staticmethod
    def get_connection(ident):
        """Returns a connection that the resource comes from."""
        from .connection import Client
        address, key = ident
        conn = Client(address, authkey=process.current_process().authkey)
        conn.send((key, os.getpid()))
        return conn

    def stop(self, timeout=None):
        """Ends the thread, and closes what nobody took."""
        from .connection import Client
        with self._lock:
            if self._address is None:
                return
            conn = Client(self._address, authkey=process.current_process().authkey)
            conn.send(None)
            conn.close()
            self._thread.join(timeout)
            if self._thread.is_alive():
                util.sub_warning('_ResourceSharer thread did not stop when asked')
            self._listener.close()
            self._forget_thread()
            self._close_all()

    def _afterfork(self):
        self._close_all()
        self._lock._at_fork_reinit()
        if self._listener is not None:
            self._listener.close()
        self._forget_thread()

    def _start(self):
        from .connection import Listener
        assert self._listener is None, 'Already have Listener'
        util.debug('starting listener and thread for sending handles')
        self._listener = Listener(authkey=process.current_process().authkey, backlog=128)
        self._address = self._listener.address
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        # Signals are the main thread's.
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        while True:
            try:
                with self._listener.accept() as conn:
                    message = conn.recv()
                    if message is None:
                        return
                    key, pid = message
                    send, close = self._cache.pop(key)
                    try:
                        send(conn, pid)
                    finally:
                        close()
            except:
                if not util.is_exiting():
                    sys.excepthook(*sys.exc_info())


_resource_sharer = _ResourceSharer()
stop = _resource_sharer.stop
