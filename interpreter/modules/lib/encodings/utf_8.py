"""UTF-8."""

import codecs
from encodings._define import with_partial_input

with_partial_input(globals(), "utf-8", codecs.utf_8_encode, codecs.utf_8_decode)
