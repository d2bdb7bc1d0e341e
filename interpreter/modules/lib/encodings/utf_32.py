"""UTF-32 with a byte order mark."""

import codecs
from encodings._define import with_byte_order

with_byte_order(
    globals(), "utf-32", 4, codecs.utf_32_encode, codecs.utf_32_ex_decode,
    (codecs.utf_32_le_encode, codecs.utf_32_le_decode),
    (codecs.utf_32_be_encode, codecs.utf_32_be_decode))
