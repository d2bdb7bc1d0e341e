"""The multibyte encoding shift_jisx0213."""

import _codecs_jp
from encodings._define import multibyte

multibyte(globals(), "shift_jisx0213", _codecs_jp.getcodec("shift_jisx0213"))
