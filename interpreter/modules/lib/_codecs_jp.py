"""The codecs of several bytes of Japan."""

from _multibytecodec import _codec

_NAMES = frozenset((
    'shift_jis', 'cp932', 'euc_jp', 'shift_jis_2004', 'euc_jis_2004', 'euc_jisx0213',
    'shift_jisx0213'))


def getcodec(name, /):
    """Return a codec by its name."""
    return _codec(name, _NAMES)
