"""ASCII."""

import codecs
from encodings._define import without_state

without_state(globals(), "ascii", codecs.ascii_encode, codecs.ascii_decode)
