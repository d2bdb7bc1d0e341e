"""UTF-16 with a byte order mark."""

import codecs
from encodings._define import with_byte_order

with_byte_order(
    globals(), "utf-16", 2, codecs.utf_16_encode, codecs.utf_16_ex_decode,
    (codecs.utf_16_le_encode, codecs.utf_16_le_decode),
    (codecs.utf_16_be_encode, codecs.utf_16_be_decode))
