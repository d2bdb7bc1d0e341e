"""The multibyte encoding shift_jis."""

import _codecs_jp
from encodings._define import multibyte

multibyte(globals(), "shift_jis", _codecs_jp.getcodec("shift_jis"))
