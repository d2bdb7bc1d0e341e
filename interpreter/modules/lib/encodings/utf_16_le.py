"""UTF-16 in little-endian order."""

import codecs
from encodings._define import with_partial_input

with_partial_input(globals(), "utf-16-le", codecs.utf_16_le_encode,
                   codecs.utf_16_le_decode)
