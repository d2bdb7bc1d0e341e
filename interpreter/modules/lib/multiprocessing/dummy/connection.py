"""Connections between threads: two queues."""

from queue import Queue

__all__ = ['Client', 'Listener', 'Pipe']

families = [None]


class Listener:
    """Its address is the queue through which clients send the queues of a connection."""

    def __init__(self, address=None, family=None, backlog=1):
        self._backlog_queue = Queue(backlog)

    def accept(self):
        return Connection(*self._backlog_queue.get())

    def close(self):
        self._backlog_queue = None

    @property
    def address(self):
        return self._backlog_queue

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


def Client(address):
    there, back = Queue(), Queue()
    address.put((there, back))
    return Connection(back, there)


def Pipe(duplex=True):
    there, back = Queue(), Queue()
    return Connection(there, back), Connection(back, there)


class Connection:
    """One end: a queue to receive from, and one to send to."""

    def __init__(self, _in, _out):
        self._out = _out
        self._in = _in
        self.send = self.send_bytes = _out.put
        self.recv = self.recv_bytes = _in.get

    def poll(self, timeout=0.0):
        waiting = self._in
        if waiting.qsize() > 0:
            return True
        if timeout <= 0.0:
            return False
        with waiting.not_empty:
            waiting.not_empty.wait(timeout)
        return waiting.qsize() > 0

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()
