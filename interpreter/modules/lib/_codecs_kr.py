"""The codecs of several bytes of Korea."""

from _multibytecodec import _codec

_NAMES = frozenset(('euc_kr', 'cp949', 'johab'))


def getcodec(name, /):
    """Return a codec by its name."""
    return _codec(name, _NAMES)
