"""The books of a pool of connections: which are idle, how many there are. No waiting here."""

import time


class Pool:
    """Idle connections by where they lead, the one used last first."""

    def __init__(self, limits):
        self._limits = limits
        self._idle = {}
        #: The connections that are in use or idle.
        self.count = 0

    def take(self, place):
        """An idle connection that can be used, or None."""
        self._drop_expired()
        stack = self._idle.get(place, [])
        while stack:
            connection, _ = stack.pop()
            if connection.is_usable():
                return connection
            self.drop(connection)
        return None

    def reserve(self):
        """Whether one more connection may be made; it is counted from now on."""
        limit = self._limits.max_connections
        if limit is not None and self.count >= limit and not self._drop_oldest():
            return False
        self.count += 1
        return True

    def give_back(self, place, connection):
        """Keeps a connection for the next request, where there is room for it."""
        limit = self._limits.max_keepalive_connections
        self._idle.setdefault(place, []).append((connection, time.monotonic()))
        if limit is not None and sum(map(len, self._idle.values())) > limit:
            self._drop_oldest()

    def drop(self, connection):
        """Closes a connection and counts it no more."""
        self.count -= 1
        connection.close()

    def forget(self):
        """A connection that was reserved has not come to be."""
        self.count -= 1

    def close(self):
        """Closes all idle connections."""
        idle, self._idle = self._idle, {}
        for stack in idle.values():
            for connection, _ in stack:
                self.drop(connection)

    def _drop_expired(self):
        expiry = self._limits.keepalive_expiry
        if expiry is None:
            return
        oldest = time.monotonic() - expiry
        for place, stack in list(self._idle.items()):
            if not stack:
                del self._idle[place]
                continue
            while stack and stack[0][1] < oldest:
                self.drop(stack.pop(0)[0])

    def _drop_oldest(self):
        stacks = [stack for stack in self._idle.values() if stack]
        if not stacks:
            return False
        stack = min(stacks, key=lambda stack: stack[0][1])
        self.drop(stack.pop(0)[0])
        return True
