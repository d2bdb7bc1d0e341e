"""UTF-16 in big-endian order."""

import codecs
from encodings._define import with_partial_input

with_partial_input(globals(), "utf-16-be", codecs.utf_16_be_encode,
                   codecs.utf_16_be_decode)
