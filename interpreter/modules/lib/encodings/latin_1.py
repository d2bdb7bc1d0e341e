"""Latin-1, whose bytes are the first 256 characters of Unicode."""

import codecs
from encodings._define import without_state

without_state(globals(), "iso8859-1", codecs.latin_1_encode,
              codecs.latin_1_decode)
