"""The multibyte encoding euc_jp."""

import _codecs_jp
from encodings._define import multibyte

multibyte(globals(), "euc_jp", _codecs_jp.getcodec("euc_jp"))
