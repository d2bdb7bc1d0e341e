"""Latin-1, with \\u and \\U escapes for other characters."""

import codecs
from encodings._define import with_partial_input

with_partial_input(
    globals(), "raw-unicode-escape", codecs.raw_unicode_escape_encode,
    codecs.raw_unicode_escape_decode)
