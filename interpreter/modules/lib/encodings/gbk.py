"""The multibyte encoding gbk."""

import _codecs_cn
from encodings._define import multibyte

multibyte(globals(), "gbk", _codecs_cn.getcodec("gbk"))
