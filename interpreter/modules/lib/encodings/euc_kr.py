"""The multibyte encoding euc_kr."""

import _codecs_kr
from encodings._define import multibyte

multibyte(globals(), "euc_kr", _codecs_kr.getcodec("euc_kr"))
