"""The multibyte encoding euc_jis_2004."""

import _codecs_jp
from encodings._define import multibyte

multibyte(globals(), "euc_jis_2004", _codecs_jp.getcodec("euc_jis_2004"))
