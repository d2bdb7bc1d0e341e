"""The codecs of several bytes of Taiwan."""

from _multibytecodec import _codec

_NAMES = frozenset(('big5', 'cp950'))


def getcodec(name, /):
    """Return a codec by its name."""
    return _codec(name, _NAMES)
