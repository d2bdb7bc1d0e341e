"""Waiting for many files at once.

This module does without those of the library that take long to import: loops need it at the
start of each program.
"""

from _collections import _tuplegetter
from abc import ABCMeta, abstractmethod

import select

EVENT_READ = 1
EVENT_WRITE = 2


def _fileobj_to_fd(fileobj):
    """The descriptor of a file, or of anything with fileno()."""
    fd = fileobj
    if not isinstance(fileobj, int):
        try:
            fd = int(fileobj.fileno())
        except (AttributeError, TypeError, ValueError):
            raise ValueError(f'Invalid file object: {fileobj!r}') from None
    if fd < 0:
        raise ValueError(f'Invalid file descriptor: {fd}')
    return fd


class SelectorKey(tuple):
    """SelectorKey(fileobj, fd, events, data)

    A file, its descriptor, the events that are waited for, and what was registered with it.
    """

    __slots__ = ()
    _fields = __match_args__ = ('fileobj', 'fd', 'events', 'data')
    _field_defaults = {}

    def __new__(_cls, fileobj, fd, events, data):
        return tuple.__new__(_cls, (fileobj, fd, events, data))

    fileobj = _tuplegetter(0, 'The file that was registered.')
    fd = _tuplegetter(1, 'Its descriptor.')
    events = _tuplegetter(2, 'The events that are waited for.')
    data = _tuplegetter(3, 'What was registered with it.')

    @classmethod
    def _make(cls, iterable):
        return cls(*iterable)

    def _replace(self, /, **changes):
        values = {**self._asdict(), **changes}
        if unknown := [name for name in changes if name not in self._fields]:
            raise TypeError(f'Got unexpected field names: {unknown!r}')
        return type(self)(**values)

    __replace__ = _replace

    def _asdict(self):
        return dict(zip(self._fields, self))

    def __repr__(self):
        shown = ', '.join(f'{name}={value!r}' for name, value in zip(self._fields, self))
        return f'{type(self).__name__}({shown})'

    def __getnewargs__(self):
        return tuple(self)


def __getattr__(name):
    if name != '_SelectorMapping':
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    from collections.abc import Mapping

    class _SelectorMapping(Mapping):
        """The keys of a selector by file or descriptor."""

        def __init__(self, selector):
            self._selector = selector

        def __len__(self):
            return len(self._selector._fd_to_key)

        def get(self, fileobj, default=None):
            fd = self._selector._fileobj_lookup(fileobj)
            return self._selector._fd_to_key.get(fd, default)

        def __getitem__(self, fileobj):
            key = self.get(fileobj)
            if key is None:
                raise KeyError(f'{fileobj!r} is not registered')
            return key

        def __iter__(self):
            return iter(self._selector._fd_to_key)

    _SelectorMapping.__qualname__ = '_SelectorMapping'
    globals()[name] = _SelectorMapping
    return _SelectorMapping


class BaseSelector(metaclass=ABCMeta):
    """What all selectors can do."""

    @abstractmethod
    def register(self, fileobj, events, data=None):
        """Waits for events of a file from now on."""
        raise NotImplementedError

    @abstractmethod
    def unregister(self, fileobj):
        """Waits for nothing of a file any more."""
        raise NotImplementedError

    def modify(self, fileobj, events, data=None):
        """Waits for other events, or with other data."""
        self.unregister(fileobj)
        return self.register(fileobj, events, data)

    @abstractmethod
    def select(self, timeout=None):
        """Waits; gives pairs of key and events."""
        raise NotImplementedError

    def close(self):
        """Ends it."""

    def get_key(self, fileobj):
        """The key of a file."""
        mapping = self.get_map()
        if mapping is None:
            raise RuntimeError('Selector is closed')
        try:
            return mapping[fileobj]
        except KeyError:
            raise KeyError(f'{fileobj!r} is not registered') from None

    @abstractmethod
    def get_map(self):
        """The keys by file."""
        raise NotImplementedError

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


class _Map:
    """The mapping of a selector, which is made when it is first asked for."""

    def __get__(self, selector, owner=None):
        if selector is None:
            return self
        make = globals().get('_SelectorMapping') or __getattr__('_SelectorMapping')
        selector._map = mapping = make(selector)
        return mapping


class _BaseSelectorImpl(BaseSelector):
    """Has the keys by descriptor."""

    _map = _Map()

    def __init__(self):
        self._fd_to_key = {}

    def _fileobj_lookup(self, fileobj):
        """The descriptor of a file, even of one that was closed meanwhile."""
        try:
            return _fileobj_to_fd(fileobj)
        except ValueError:
            for key in self._fd_to_key.values():
                if key.fileobj is fileobj:
                    return key.fd
            raise

    def register(self, fileobj, events, data=None):
        if not events or events & ~(EVENT_READ | EVENT_WRITE):
            raise ValueError(f'Invalid events: {events!r}')
        key = SelectorKey(fileobj, self._fileobj_lookup(fileobj), events, data)
        if key.fd in self._fd_to_key:
            raise KeyError(f'{fileobj!r} (FD {key.fd}) is already registered')
        self._fd_to_key[key.fd] = key
        return key

    def unregister(self, fileobj):
        try:
            return self._fd_to_key.pop(self._fileobj_lookup(fileobj))
        except KeyError:
            raise KeyError(f'{fileobj!r} is not registered') from None

    def modify(self, fileobj, events, data=None):
        try:
            key = self._fd_to_key[self._fileobj_lookup(fileobj)]
        except KeyError:
            raise KeyError(f'{fileobj!r} is not registered') from None
        if events != key.events:
            self.unregister(fileobj)
            return self.register(fileobj, events, data)
        if data != key.data:
            key = key._replace(data=data)
            self._fd_to_key[key.fd] = key
        return key

    def close(self):
        self._fd_to_key.clear()
        self._map = None

    def get_map(self):
        return self._map

    def _found(self, pairs):
        """Pairs of key and events, for pairs of descriptor and events."""
        found = []
        for fd, events in pairs:
            key = self._fd_to_key.get(fd)
            if key and events & key.events:
                found.append((key, events & key.events))
        return found


class SelectSelector(_BaseSelectorImpl):
    """By select()."""

    def __init__(self):
        super().__init__()
        self._readers = set()
        self._writers = set()

    def register(self, fileobj, events, data=None):
        key = super().register(fileobj, events, data)
        if events & EVENT_READ:
            self._readers.add(key.fd)
        if events & EVENT_WRITE:
            self._writers.add(key.fd)
        return key

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        self._readers.discard(key.fd)
        self._writers.discard(key.fd)
        return key

    _select = select.select

    def select(self, timeout=None):
        timeout = None if timeout is None else max(timeout, 0)
        try:
            readers, writers, _ = self._select(self._readers, self._writers, [], timeout)
        except InterruptedError:
            return []
        readers, writers = frozenset(readers), frozenset(writers)
        return self._found(
            (fd, (EVENT_READ if fd in readers else 0) | (EVENT_WRITE if fd in writers else 0))
            for fd in readers | writers)


class _PollLikeSelector(_BaseSelectorImpl):
    """By an object of the system that knows the descriptors."""

    _selector_cls = None
    _EVENT_READ = None
    _EVENT_WRITE = None

    def __init__(self):
        super().__init__()
        self._selector = self._selector_cls()

    def _system_events(self, events):
        return ((self._EVENT_READ if events & EVENT_READ else 0)
                | (self._EVENT_WRITE if events & EVENT_WRITE else 0))

    def _own_events(self, events):
        # Errors are for readers and writers alike to find.
        return ((EVENT_WRITE if events & ~self._EVENT_READ else 0)
                | (EVENT_READ if events & ~self._EVENT_WRITE else 0))

    def register(self, fileobj, events, data=None):
        key = super().register(fileobj, events, data)
        try:
            self._selector.register(key.fd, self._system_events(events))
        except:
            super().unregister(fileobj)
            raise
        return key

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        try:
            self._selector.unregister(key.fd)
        except OSError:
            # The file may have been closed.
            pass
        return key

    def modify(self, fileobj, events, data=None):
        try:
            key = self._fd_to_key[self._fileobj_lookup(fileobj)]
        except KeyError:
            raise KeyError(f'{fileobj!r} is not registered') from None
        if events == key.events and data == key.data:
            return key
        if events != key.events:
            try:
                self._selector.modify(key.fd, self._system_events(events))
            except:
                super().unregister(fileobj)
                raise
        key = SelectorKey(key.fileobj, key.fd, events, data)
        self._fd_to_key[key.fd] = key
        return key

    def select(self, timeout=None):
        if timeout is not None:
            timeout = _milliseconds(timeout) if timeout > 0 else 0
        try:
            found = self._selector.poll(timeout)
        except InterruptedError:
            return []
        return self._found([(fd, self._own_events(events)) for fd, events in found])


def _milliseconds(seconds):
    """Rounded up: a shorter wait would have the caller wait again and again."""
    whole = int(seconds * 1e3)
    return whole + 1 if whole < seconds * 1e3 else whole


class PollSelector(_PollLikeSelector):
    """By poll()."""

    _selector_cls = select.poll
    _EVENT_READ = select.POLLIN
    _EVENT_WRITE = select.POLLOUT


class EpollSelector(_PollLikeSelector):
    """By epoll."""

    _selector_cls = select.epoll
    _EVENT_READ = select.EPOLLIN
    _EVENT_WRITE = select.EPOLLOUT

    @classmethod
    def _of(cls, system):
        """One with an object of the system's that there is already."""
        made = cls.__new__(cls)
        _BaseSelectorImpl.__init__(made)
        made._selector = system
        return made

    def fileno(self):
        """The descriptor of the selector itself."""
        return self._selector.fileno()

    def select(self, timeout=None):
        if timeout is None:
            timeout = -1
        elif timeout <= 0:
            timeout = 0
        else:
            # The system counts in milliseconds.
            timeout = _milliseconds(timeout) * 1e-3
        try:
            found = self._selector.poll(timeout, len(self._fd_to_key) or 1)
        except InterruptedError:
            return []
        if not found:
            return found
        return self._found([(fd, self._own_events(events)) for fd, events in found])

    def close(self):
        self._selector.close()
        super().close()


def _can_use(kind):
    """Whether the system has a kind of selector, and lets this process use it."""
    system = getattr(select, kind, None)
    if system is None:
        return False
    try:
        made = system()
    except OSError:
        return False
    if kind == 'epoll':
        made.close()
    return True


DefaultSelector = EpollSelector if _can_use('epoll') else PollSelector
