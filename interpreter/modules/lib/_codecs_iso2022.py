"""The codecs of several bytes by escape sequences."""

from _multibytecodec import _codec

_NAMES = frozenset((
    'iso2022_kr', 'iso2022_jp', 'iso2022_jp_1', 'iso2022_jp_2', 'iso2022_jp_2004', 'iso2022_jp_3',
    'iso2022_jp_ext'))


def getcodec(name, /):
    """Return a codec by its name."""
    return _codec(name, _NAMES)
