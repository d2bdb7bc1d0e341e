"""The multibyte encoding johab."""

import _codecs_kr
from encodings._define import multibyte

multibyte(globals(), "johab", _codecs_kr.getcodec("johab"))
