"""The codecs of several bytes of China."""

from _multibytecodec import _codec

_NAMES = frozenset(('gb2312', 'gbk', 'gb18030', 'hz'))


def getcodec(name, /):
    """Return a codec by its name."""
    return _codec(name, _NAMES)
