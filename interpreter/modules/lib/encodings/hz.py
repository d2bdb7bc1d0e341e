"""The multibyte encoding hz."""

import _codecs_cn
from encodings._define import multibyte

multibyte(globals(), "hz", _codecs_cn.getcodec("hz"))
