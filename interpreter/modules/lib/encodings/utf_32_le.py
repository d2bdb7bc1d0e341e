"""UTF-32 in little-endian order."""

import codecs
from encodings._define import with_partial_input

with_partial_input(globals(), "utf-32-le", codecs.utf_32_le_encode,
                   codecs.utf_32_le_decode)
