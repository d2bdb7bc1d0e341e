"""The multibyte encoding euc_jisx0213."""

import _codecs_jp
from encodings._define import multibyte

multibyte(globals(), "euc_jisx0213", _codecs_jp.getcodec("euc_jisx0213"))
