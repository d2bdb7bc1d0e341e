"""Decimal arithmetic of any precision."""

try:
    from _decimal import *
    from _decimal import __libmpdec_version__, __version__
except ImportError:
    # A program that has no use for the native module may forbid its import.
    import sys
    import _pydecimal
    sys.modules[__name__] = _pydecimal
