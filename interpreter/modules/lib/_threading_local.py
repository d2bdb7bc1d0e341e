"""Data of which each thread has its own, in the language itself.

`threading` has the native one, `_thread._local`.
"""

from contextlib import contextmanager
from weakref import ref

__all__ = ["local"]


class _localimpl:
    """The attributes of a `local` in each thread.

    The thread holds a weak reference to this under a name of its own, and this
    one to the thread, so that each end of life clears the other side.
    """

    __slots__ = ("key", "dicts", "localargs", "locallock", "__weakref__")

    def __init__(self):
        self.key = f"_threading_local._localimpl.{id(self)}"
        self.dicts = {}  # From the id of a thread to its reference and dict.

    def get_dict(self):
        """The attributes in this thread; KeyError if it has none yet."""
        return self.dicts[id(current_thread())][1]

    def create_dict(self):
        """Make the attributes of this thread."""
        key = self.key
        thread = current_thread()
        number = id(thread)

        def forget_local(_):
            thread = thread_reference()
            if thread is not None:
                del thread.__dict__[key]

        def forget_thread(_):
            implementation = own_reference()
            if implementation is not None:
                implementation.dicts.pop(number)

        own_reference = ref(self, forget_local)
        thread_reference = ref(thread, forget_thread)
        thread.__dict__[key] = own_reference
        attributes = {}
        self.dicts[number] = thread_reference, attributes
        return attributes


@contextmanager
def _patch(self):
    """Give the object the attributes of this thread as its __dict__."""
    implementation = object.__getattribute__(self, "_local__impl")
    try:
        attributes = implementation.get_dict()
    except KeyError:
        attributes = implementation.create_dict()
        args, kw = implementation.localargs
        self.__init__(*args, **kw)
    with implementation.locallock:
        object.__setattr__(self, "__dict__", attributes)
        yield


def _refuse_dict(self, name):
    if name == "__dict__":
        raise AttributeError(f"{self.__class__.__name__!r} object attribute "
                             "'__dict__' is read-only")


class local:
    """An object whose attributes differ from thread to thread."""

    __slots__ = ("_local__impl", "__dict__")

    def __new__(cls, /, *args, **kw):
        if (args or kw) and cls.__init__ is object.__init__:
            raise TypeError("Initialization arguments are not supported")
        self = object.__new__(cls)
        implementation = _localimpl()
        implementation.localargs = args, kw
        implementation.locallock = RLock()
        object.__setattr__(self, "_local__impl", implementation)
        # __init__ is called for this thread in any case.
        implementation.create_dict()
        return self

    def __getattribute__(self, name):
        with _patch(self):
            return object.__getattribute__(self, name)

    def __setattr__(self, name, value):
        _refuse_dict(self, name)
        with _patch(self):
            return object.__setattr__(self, name, value)

    def __delattr__(self, name):
        _refuse_dict(self, name)
        with _patch(self):
            return object.__delattr__(self, name)


# At the end: `threading` may be importing this module.
from threading import RLock, current_thread
