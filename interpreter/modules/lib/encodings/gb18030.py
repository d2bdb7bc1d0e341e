"""The multibyte encoding gb18030."""

import _codecs_cn
from encodings._define import multibyte

multibyte(globals(), "gb18030", _codecs_cn.getcodec("gb18030"))
