"""The multibyte encoding cp950."""

import _codecs_tw
from encodings._define import multibyte

multibyte(globals(), "cp950", _codecs_tw.getcodec("cp950"))
