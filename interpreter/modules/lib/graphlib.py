"""Orders in which what depends on other things comes after them."""

from types import GenericAlias as _GenericAlias

__all__ = ['TopologicalSorter', 'CycleError']

# What the number of predecessors of a node says once it was handed out, and once it is done.
_HANDED_OUT = -1
_DONE = -2


class CycleError(ValueError):
    """Some nodes depend on each other; the second argument lists them, the first at both ends."""


class TopologicalSorter:
    """A graph of nodes and the nodes that come before them."""

    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, graph=None):
        # How many predecessors are not done yet, and which nodes come after.
        self._missing = {}
        self._successors = {}
        self._ready = None
        self._handed_out = self._finished = 0
        for node, predecessors in (graph or {}).items():
            self.add(node, *predecessors)

    def _ensure(self, node):
        if node not in self._missing:
            self._missing[node] = 0
            self._successors[node] = []

    def add(self, node, *predecessors):
        """Adds a node, and nodes that come before it."""
        if self._ready is not None:
            raise ValueError('Nodes cannot be added after a call to prepare()')
        self._ensure(node)
        self._missing[node] += len(predecessors)
        for before in predecessors:
            self._ensure(before)
            self._successors[before].append(node)

    def prepare(self):
        """Ends the adding of nodes; looks for cycles."""
        if self._ready is not None:
            raise ValueError('cannot prepare() more than once')
        self._ready = [node for node, missing in self._missing.items() if missing == 0]
        cycle = self._find_cycle()
        if cycle:
            raise CycleError('nodes are in a cycle', cycle)

    def get_ready(self):
        """The nodes all of whose predecessors are done, each once."""
        if self._ready is None:
            raise ValueError('prepare() must be called first')
        ready = tuple(self._ready)
        for node in ready:
            self._missing[node] = _HANDED_OUT
        self._ready.clear()
        self._handed_out += len(ready)
        return ready

    def is_active(self):
        """Whether there is more to come."""
        if self._ready is None:
            raise ValueError('prepare() must be called first')
        return self._finished < self._handed_out or bool(self._ready)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        """Says that nodes are done, which others may have waited for."""
        if self._ready is None:
            raise ValueError('prepare() must be called first')
        for node in nodes:
            if node not in self._missing:
                raise ValueError(f'node {node!r} was not added using add()')
            state = self._missing[node]
            if state >= 0:
                raise ValueError(f'node {node!r} was not passed out (still not ready)')
            if state == _DONE:
                raise ValueError(f'node {node!r} was already marked done')
            assert state == _HANDED_OUT, f'node {node!r}: unknown state'
            self._missing[node] = _DONE
            for successor in self._successors[node]:
                self._missing[successor] -= 1
                if self._missing[successor] == 0:
                    self._ready.append(successor)
            self._finished += 1

    def _find_cycle(self):
        """The nodes of a cycle from one to itself, each before the next; None without one."""
        seen = set()
        for start in self._missing:
            if start in seen:
                continue
            path, places, rests = [start], {start: 0}, [iter(self._successors[start])]
            seen.add(start)
            while path:
                for node in rests[-1]:
                    if node in places:
                        return [*path[places[node]:], node]
                    if node not in seen:
                        seen.add(node)
                        places[node] = len(path)
                        path.append(node)
                        rests.append(iter(self._successors[node]))
                        break
                else:
                    del places[path.pop()]
                    rests.pop()
        return None

    def static_order(self):
        """All nodes in an order."""
        self.prepare()
        while self.is_active():
            nodes = self.get_ready()
            yield from nodes
            self.done(*nodes)
