"""The codecs of several bytes of Hong Kong."""

from _multibytecodec import _codec

_NAMES = frozenset(('big5hkscs',))


def getcodec(name, /):
    """Return a codec by its name."""
    return _codec(name, _NAMES)
