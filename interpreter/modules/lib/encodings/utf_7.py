"""UTF-7."""

import codecs
from encodings._define import with_partial_input

with_partial_input(globals(), "utf-7", codecs.utf_7_encode, codecs.utf_7_decode)
