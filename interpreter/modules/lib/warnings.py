"""Warnings: what programs do with them, and the filters that decide it.

A filter is a tuple: the action, a pattern for the message, the category, a
pattern for the module, the line number. None and 0 match everything.
"""

import sys

__all__ = [
    "warn", "warn_explicit", "showwarning", "formatwarning",
    "filterwarnings", "simplefilter", "resetwarnings", "catch_warnings",
    "deprecated",
]

# Showing warnings. Programs may replace showwarning() and formatwarning().


class WarningMessage:
    """A warning and where it comes from."""

    _WARNING_DETAILS = ("message", "category", "filename", "lineno", "file",
                        "line", "source")

    def __init__(self, message, category, filename, lineno, file=None,
                 line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return (f"{{message : {self.message!r}, "
                f"category : {self._category_name!r}, "
                f"filename : {self.filename!r}, lineno : {self.lineno}, "
                f"line : {self.line!r}}}")


def showwarning(message, category, filename, lineno, file=None, line=None):
    """Write a warning to a file, by default sys.stderr; may be replaced."""
    _showwarnmsg_impl(
        WarningMessage(message, category, filename, lineno, file, line))


def formatwarning(message, category, filename, lineno, line=None):
    """The text of a warning; may be replaced."""
    return _formatwarnmsg_impl(
        WarningMessage(message, category, filename, lineno, None, line))


_showwarning_orig = showwarning
_formatwarning_orig = formatwarning


def _showwarnmsg(msg):
    show = globals().get("showwarning", _showwarning_orig)
    if show is _showwarning_orig:
        _showwarnmsg_impl(msg)
        return
    if not callable(show):
        raise TypeError(
            "warnings.showwarning() must be set to a function or method")
    show(msg.message, msg.category, msg.filename, msg.lineno, msg.file, msg.line)


def _showwarnmsg_impl(msg):
    file = sys.stderr if msg.file is None else msg.file
    if file is None:
        return
    text = _formatwarnmsg(msg)
    try:
        file.write(text)
    except OSError:
        pass  # There is nobody left to tell.


def _formatwarnmsg(msg):
    format = globals().get("formatwarning", _formatwarning_orig)
    if format is _formatwarning_orig:
        return _formatwarnmsg_impl(msg)
    return format(msg.message, msg.category, msg.filename, msg.lineno, msg.line)


def _source_line(filename, lineno):
    # At the end of the program, modules may be gone.
    try:
        import linecache
        return linecache.getline(filename, lineno)
    except Exception:
        return None


def _formatwarnmsg_impl(msg):
    category = msg.category.__name__
    text = f"{msg.filename}:{msg.lineno}: {category}: {msg.message}\n"
    line = msg.line
    if line is None:
        line = _source_line(msg.filename, msg.lineno)
    if line:
        text += f"  {line.strip()}\n"
    if msg.source is not None:
        text += _origin_of(msg.source, category)
    return text


def _origin_of(source, category):
    """Where the object that a warning is about was made, if that is known."""
    is_tracing, frames = False, None
    try:
        import tracemalloc
        is_tracing = tracemalloc.is_tracing()
        frames = tracemalloc.get_object_traceback(source)
    except ImportError:
        pass  # Nothing is traced here; what is printed is as CPython's all the same.
    except Exception:
        return ""
    if frames is None:
        return "" if is_tracing else (
            f"{category}: Enable tracemalloc to get the object "
            "allocation traceback\n")
    text = "Object allocated at (most recent call last):\n"
    for frame in frames:
        text += f'  File "{frame.filename}", lineno {frame.lineno}\n'
        line = _source_line(frame.filename, frame.lineno)
        if line:
            text += f"    {line.strip()}\n"
    return text


# Filters.

_ACTIONS = ("default", "always", "ignore", "module", "once", "error")


def _check_line(lineno):
    if not isinstance(lineno, int):
        raise TypeError("lineno must be an int")
    if lineno < 0:
        raise ValueError("lineno must be an int >= 0")


def filterwarnings(action, message="", category=Warning, module="", lineno=0,
                   append=False):
    """Put a filter in front of the others, or behind them.

    The message and the module are patterns of regular expressions.
    """
    if action not in _ACTIONS:
        raise ValueError(f"invalid action: {action!r}")
    if not isinstance(message, str):
        raise TypeError("message must be a string")
    if not isinstance(category, type) or not issubclass(category, Warning):
        raise TypeError("category must be a Warning subclass")
    if not isinstance(module, str):
        raise TypeError("module must be a string")
    _check_line(lineno)
    if message or module:
        import re
    _add_filter(
        action, re.compile(message, re.I) if message else None, category,
        re.compile(module) if module else None, lineno, append=append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Put a filter for all messages in front of the others, or behind them."""
    if action not in _ACTIONS:
        raise ValueError(f"invalid action: {action!r}")
    _check_line(lineno)
    _add_filter(action, None, category, None, lineno, append=append)


def _add_filter(*item, append):
    if append:
        if item not in filters:
            filters.append(item)
    else:
        try:
            filters.remove(item)
        except ValueError:
            pass
        filters.insert(0, item)
    _filters_mutated()


def resetwarnings():
    """Remove all filters."""
    filters[:] = []
    _filters_mutated()


# Options of the command line: -W action:message:category:module:line


class _OptionError(Exception):
    """What is wrong with an option."""


def _processoptions(args):
    for arg in args:
        try:
            _setoption(arg)
        except _OptionError as error:
            print("Invalid -W option ignored:", error, file=sys.stderr)


def _setoption(arg):
    parts = [part.strip() for part in arg.split(":")]
    if len(parts) > 5:
        raise _OptionError(f"too many fields (max 5): {arg!r}")
    parts += [""] * (5 - len(parts))
    action, message, category, module, lineno = parts
    action = _getaction(action)
    category = _getcategory(category)
    if message or module:
        import re
        message = re.escape(message)
        if module:
            module = re.escape(module) + r"\Z"
    try:
        line = int(lineno) if lineno else 0
    except ValueError:
        line = -1
    if line < 0:
        raise _OptionError(f"invalid lineno {_shown_number(lineno)}")
    filterwarnings(action, message, category, module, line)


def _shown_number(text):
    """A number without quotes; what is none with them."""
    try:
        return int(text)
    except ValueError:
        return repr(text)


def _getaction(action):
    if not action:
        return "default"
    if action == "all":
        return "always"
    for known in _ACTIONS:
        if known.startswith(action):
            return known
    raise _OptionError(f"invalid action: {action!r}")


def _getcategory(category):
    if not category:
        return Warning
    module_name, _, name = category.rpartition(".")
    if not module_name:
        import builtins as module
    else:
        try:
            module = __import__(module_name, None, None, [name])
        except ImportError:
            raise _OptionError(f"invalid module name: {module_name!r}") from None
    try:
        found = getattr(module, name)
    except AttributeError:
        raise _OptionError(f"unknown warning category: {category!r}") from None
    if not issubclass(found, Warning):
        raise _OptionError(f"invalid warning category: {category!r}")
    return found


class catch_warnings:
    """Restores the filters on leaving the `with` statement.

    With record=True its value is a list, to which warnings are added instead
    of being shown. An action makes it call simplefilter() on entering.
    """

    def __init__(self, *, record=False, module=None, action=None,
                 category=Warning, lineno=0, append=False):
        self._record = record
        self._module = sys.modules["warnings"] if module is None else module
        self._entered = False
        self._filter = None
        if action is not None:
            self._filter = (action, category, lineno, append)

    def __repr__(self):
        args = ["record=True"] if self._record else []
        if self._module is not sys.modules["warnings"]:
            args.append(f"module={self._module!r}")
        return f"{type(self).__name__}({', '.join(args)})"

    def __enter__(self):
        if self._entered:
            raise RuntimeError(f"Cannot enter {self!r} twice")
        self._entered = True
        module = self._module
        self._filters = module.filters
        module.filters = self._filters[:]
        module._filters_mutated()
        self._showwarning = module.showwarning
        self._showwarnmsg_impl = module._showwarnmsg_impl
        if self._filter is not None:
            simplefilter(*self._filter)
        if not self._record:
            return None
        log = []
        module._showwarnmsg_impl = log.append
        # A replaced showwarning() would keep warnings from the list.
        module.showwarning = module._showwarning_orig
        return log

    def __exit__(self, *exc_info):
        if not self._entered:
            raise RuntimeError(f"Cannot exit {self!r} without entering first")
        module = self._module
        module.filters = self._filters
        module._filters_mutated()
        module.showwarning = self._showwarning
        module._showwarnmsg_impl = self._showwarnmsg_impl


# Deprecation.


class deprecated:
    """Marks a class or function as deprecated: its use warns.

    The message is also in its attribute __deprecated__. With None as the
    category there is no warning.
    """

    def __init__(self, message: str, /, *,
                 category: type[Warning] | None = DeprecationWarning,
                 stacklevel: int = 1) -> None:
        if not isinstance(message, str):
            raise TypeError("Expected an object of type str for 'message', "
                            f"not {type(message).__name__!r}")
        self.message = message
        self.category = category
        self.stacklevel = stacklevel

    def __call__(self, arg, /):
        if self.category is None:
            arg.__deprecated__ = self.message
            return arg
        # The wrappers keep these, and not this object.
        message, category = self.message, self.category
        stacklevel = self.stacklevel + 1

        def warn_of_use():
            warn(message, category=category, stacklevel=stacklevel + 1)

        if isinstance(arg, type):
            _deprecate_class(arg, message, warn_of_use)
            return arg
        if callable(arg):
            return _deprecate_function(arg, message, warn_of_use)
        raise TypeError(
            "@deprecated decorator with non-None category must be applied to "
            f"a class or callable, not {arg!r}")


def _deprecate_class(cls, message, warn_of_use):
    """Make it warn when it is instantiated and when it is derived from."""
    from functools import wraps
    original_new = cls.__new__
    original_init_subclass = cls.__init_subclass__

    @wraps(original_new)
    def __new__(kind, *args, **kwargs):
        if kind is cls:
            warn_of_use()
        if original_new is not object.__new__:
            return original_new(kind, *args, **kwargs)
        # object.__new__ takes arguments only where __init__ does.
        if kind.__init__ is object.__init__ and (args or kwargs):
            raise TypeError(f"{kind.__name__}() takes no arguments")
        return original_new(kind)

    # A method written in Python is to be called with the derived class.
    function = getattr(original_init_subclass, "__func__", None)
    target = original_init_subclass if function is None else function

    @wraps(target)
    def __init_subclass__(*args, **kwargs):
        warn_of_use()
        return target(*args, **kwargs)

    cls.__new__ = staticmethod(__new__)
    cls.__init_subclass__ = (
        __init_subclass__ if function is None else classmethod(__init_subclass__))
    cls.__deprecated__ = message
    __new__.__deprecated__ = __init_subclass__.__deprecated__ = message


def _deprecate_function(function, message, warn_of_use):
    """A wrapper that warns at each call."""
    import inspect
    from functools import wraps

    @wraps(function)
    def wrapper(*args, **kwargs):
        warn_of_use()
        return function(*args, **kwargs)

    if inspect.iscoroutinefunction(function):
        wrapper = inspect.markcoroutinefunction(wrapper)
    function.__deprecated__ = wrapper.__deprecated__ = message
    return wrapper


_DEPRECATED_MSG = "{name!r} is deprecated and slated for removal in Python {remove}"


def _deprecated(name, message=_DEPRECATED_MSG, *, remove,
                _version=sys.version_info):
    """Warn that a name of the library will go away; fail if it should have."""
    version = f"{remove[0]}.{remove[1]}"
    current = _version[:2]
    if current > remove or (current == remove and _version[3] != "alpha"):
        raise RuntimeError(
            f"{name!r} was slated for removal after Python {version} alpha")
    warn(message.format(name=name, remove=version), DeprecationWarning,
         stacklevel=3)


def _warn_unawaited_coroutine(coro):
    """Called by the interpreter when a coroutine goes away unused."""
    text = f"coroutine '{coro.__qualname__}' was never awaited\n"
    if coro.cr_origin is not None:
        import traceback
        text += "Coroutine created at (most recent call last)\n"
        text += "".join(traceback.format_list([
            (filename, lineno, function, _source_line(filename, lineno) or "")
            for filename, lineno, function in reversed(coro.cr_origin)]))
    warn(text.rstrip("\n"), category=RuntimeWarning, stacklevel=2, source=coro)


try:
    from _warnings import (
        _defaultaction, _filters_mutated, _onceregistry, filters, warn,
        warn_explicit)
except ImportError:
    import _warnings_fallback
    filters = []
    defaultaction = "default"
    onceregistry = {}
    warn, warn_explicit, _filters_mutated = _warnings_fallback.make(globals())
    _processoptions(sys.warnoptions)
    _warnings_fallback.add_default_filters(globals())
else:
    defaultaction = _defaultaction
    onceregistry = _onceregistry
    _processoptions(sys.warnoptions)
