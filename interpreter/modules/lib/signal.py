"""Signals of the operating system.

The constants are members of enumerations, which are made when the first of
them is used: many programs import this module and use none.
"""

import _signal


def _is_signal(name):
    return (name.isupper() and name.startswith("SIG")
            and not name.startswith("SIG_")) or name.startswith("CTRL_")


# Which constants belong to which enumeration.
_ENUMERATIONS = {
    "Signals": _is_signal,
    "Handlers": ("SIG_DFL", "SIG_IGN").__contains__,
    "Sigmasks": ("SIG_BLOCK", "SIG_UNBLOCK", "SIG_SETMASK").__contains__,
}
_LAZY = frozenset([
    *_ENUMERATIONS,
    *[name for name in dir(_signal)
      if any(belongs(name) for belongs in _ENUMERATIONS.values())]])

globals().update({
    name: getattr(_signal, name) for name in dir(_signal)
    if not name.startswith("_") and name not in _LAZY})

__all__ = sorted(
    {name for name in dir(_signal) if not name.startswith("_")}
    | _ENUMERATIONS.keys())


def __getattr__(name):
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from enum import IntEnum
    for enumeration, belongs in _ENUMERATIONS.items():
        # Adds the enumeration and its members to this module.
        IntEnum._convert_(enumeration, __name__, belongs, source=_signal)
    return globals()[name]


def __dir__():
    return sorted({*globals(), *_LAZY})


def _lookup(enumeration):
    found = globals().get(enumeration)
    return __getattr__(enumeration) if found is None else found


def _int_to_enum(value, enumeration):
    """The member for a number, where there is one."""
    if not isinstance(value, int):
        return value
    try:
        return _lookup(enumeration)(value)
    except ValueError:
        return value


def _enum_to_int(value):
    try:
        return int(value)
    except (ValueError, TypeError):
        return value


def signal(signalnum, handler):
    return _int_to_enum(
        _signal.signal(_enum_to_int(signalnum), _enum_to_int(handler)),
        "Handlers")


def getsignal(signalnum):
    return _int_to_enum(_signal.getsignal(signalnum), "Handlers")


if hasattr(_signal, "pthread_sigmask"):
    def pthread_sigmask(how, mask):
        return {_int_to_enum(number, "Signals")
                for number in _signal.pthread_sigmask(how, mask)}

    pthread_sigmask.__doc__ = _signal.pthread_sigmask.__doc__

if hasattr(_signal, "sigpending"):
    def sigpending():
        return {_int_to_enum(number, "Signals")
                for number in _signal.sigpending()}

    sigpending.__doc__ = _signal.sigpending.__doc__

if hasattr(_signal, "sigwait"):
    def sigwait(sigset):
        return _int_to_enum(_signal.sigwait(sigset), "Signals")

    sigwait.__doc__ = _signal.sigwait.__doc__

if hasattr(_signal, "valid_signals"):
    def valid_signals():
        return {_int_to_enum(number, "Signals")
                for number in _signal.valid_signals()}

    valid_signals.__doc__ = _signal.valid_signals.__doc__

signal.__doc__ = _signal.signal.__doc__
getsignal.__doc__ = _signal.getsignal.__doc__
