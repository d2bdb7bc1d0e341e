"""The multibyte encoding shift_jis_2004."""

import _codecs_jp
from encodings._define import multibyte

multibyte(globals(), "shift_jis_2004", _codecs_jp.getcodec("shift_jis_2004"))
