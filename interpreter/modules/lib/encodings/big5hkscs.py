"""The multibyte encoding big5hkscs."""

import _codecs_hk
from encodings._define import multibyte

multibyte(globals(), "big5hkscs", _codecs_hk.getcodec("big5hkscs"))
