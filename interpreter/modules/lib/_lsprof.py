"""A profiler over sys.setprofile(): how often each function was called, and how long it took."""

import sys
import time
from collections import namedtuple

profiler_entry = namedtuple('profiler_entry', (
    'code', 'callcount', 'reccallcount', 'totaltime', 'inlinetime', 'calls'))
profiler_subentry = namedtuple('profiler_subentry', (
    'code', 'callcount', 'reccallcount', 'totaltime', 'inlinetime'))
for _class in profiler_entry, profiler_subentry:
    _class.__module__ = '_lsprof'


class _Numbers:
    """What is known of a function, or of its calls by another one."""

    __slots__ = ('code', 'calls', 'recursive', 'total', 'inline', 'depth', 'callees')

    def __init__(self, code):
        self.code = code
        self.calls = self.recursive = self.total = self.inline = self.depth = 0
        self.callees = {}

    def left(self, total, inline):
        self.depth -= 1
        if self.depth:
            # The outermost call has this time as well.
            self.recursive += 1
        else:
            self.total += total
        self.inline += inline
        self.calls += 1

    def fields(self, unit):
        return self.code, self.calls, self.recursive, self.total * unit, self.inline * unit


def _native_name(function):
    """The text that stands for a native function."""
    owner = getattr(function, '__self__', None)
    name = function.__name__
    if owner is None or isinstance(owner, type(sys)):
        module = getattr(function, '__module__', None)
        if isinstance(module, str):
            return f'<built-in method {module}.{name}>'
        return f'<built-in method {name}>'
    found = getattr(type(owner), name, None)
    if type(found).__name__ in ('method_descriptor', 'wrapper_descriptor'):
        return repr(found)
    return f'<built-in method {name}>'


class Profiler:
    """Collects the times of calls between enable() and disable()."""

    def __init__(self, timer=None, timeunit=0.0, subcalls=True, builtins=True):
        self._timer = timer or time.perf_counter
        self._unit = timeunit if timer and timeunit else 1
        self._subcalls = subcalls
        self._builtins = builtins
        self._entries = {}
        self._stack = []
        self._active = False

    def enable(self, subcalls=True, builtins=True):
        """Start collecting: of which functions call which, and of native functions as well."""
        if not self._active:
            try:
                sys.monitoring.use_tool_id(sys.monitoring.PROFILER_ID, 'cProfile')
            except ValueError:
                raise ValueError('Another profiling tool is already active') from None
        self._subcalls = subcalls
        self._builtins = builtins
        self._active = True
        sys.setprofile(self._event)

    def disable(self):
        """Stop collecting."""
        if self._active:
            sys.setprofile(None)
            sys.monitoring.free_tool_id(sys.monitoring.PROFILER_ID)
            self._active = False
        while self._stack:
            self._leave()

    def clear(self):
        """Forget what has been collected."""
        self._entries.clear()
        self._stack.clear()

    def getstats(self):
        """Return a profiler_entry for each function."""
        unit = self._unit
        found = []
        for entry in self._entries.values():
            if not entry.calls:
                continue
            callees = [profiler_subentry(*callee.fields(unit))
                       for callee in entry.callees.values() if callee.calls]
            found.append(profiler_entry(*entry.fields(unit), callees or None))
        return found

    def _event(self, frame, event, argument):
        if event == 'call':
            if frame.f_code is _DISABLE:
                self._enter(_DISABLE, _DISABLE_NAME)
            else:
                self._enter(frame.f_code, frame.f_code)
        elif event == 'return':
            self._leave()
        elif self._builtins and frame.f_code is not _DISABLE:
            if event == 'c_call':
                name = _native_name(argument)
                self._enter(name, name)
            elif self._stack:
                self._leave()

    def _enter(self, key, code):
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = _Numbers(code)
        entry.depth += 1
        callee = None
        if self._subcalls and self._stack:
            callees = self._stack[-1][0].callees
            callee = callees.get(key)
            if callee is None:
                callee = callees[key] = _Numbers(code)
            callee.depth += 1
        self._stack.append([entry, callee, 0, self._timer()])

    def _leave(self):
        if not self._stack:
            # The function was called before collecting began.
            return
        entry, callee, within, start = self._stack.pop()
        total = self._timer() - start
        entry.left(total, total - within)
        if callee is not None:
            callee.left(total, total - within)
        if self._stack:
            self._stack[-1][2] += total


_DISABLE = Profiler.disable.__code__
_DISABLE_NAME = "<method 'disable' of '_lsprof.Profiler' objects>"
