"""The multibyte encoding cp949."""

import _codecs_kr
from encodings._define import multibyte

multibyte(globals(), "cp949", _codecs_kr.getcodec("cp949"))
