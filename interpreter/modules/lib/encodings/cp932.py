"""The multibyte encoding cp932."""

import _codecs_jp
from encodings._define import multibyte

multibyte(globals(), "cp932", _codecs_jp.getcodec("cp932"))
