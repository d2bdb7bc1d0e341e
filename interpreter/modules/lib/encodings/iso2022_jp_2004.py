"""The multibyte encoding iso2022_jp_2004."""

import _codecs_iso2022
from encodings._define import multibyte

multibyte(globals(), "iso2022_jp_2004", _codecs_iso2022.getcodec("iso2022_jp_2004"))
