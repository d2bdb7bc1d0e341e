"""The multibyte encoding big5."""

import _codecs_tw
from encodings._define import multibyte

multibyte(globals(), "big5", _codecs_tw.getcodec("big5"))
