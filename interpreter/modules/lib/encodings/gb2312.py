"""The multibyte encoding gb2312."""

import _codecs_cn
from encodings._define import multibyte

multibyte(globals(), "gb2312", _codecs_cn.getcodec("gb2312"))
