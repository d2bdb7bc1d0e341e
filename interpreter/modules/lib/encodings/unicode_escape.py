"""Text as in Python's string literals, with escapes."""

import codecs
from encodings._define import with_partial_input

with_partial_input(globals(), "unicode-escape", codecs.unicode_escape_encode,
                   codecs.unicode_escape_decode)
