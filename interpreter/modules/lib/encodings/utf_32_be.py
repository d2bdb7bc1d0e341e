"""UTF-32 in big-endian order."""

import codecs
from encodings._define import with_partial_input

with_partial_input(globals(), "utf-32-be", codecs.utf_32_be_encode,
                   codecs.utf_32_be_decode)
