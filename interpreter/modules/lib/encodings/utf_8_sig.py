"""UTF-8 that begins with a byte order mark, which decoding drops."""

import codecs
from codecs import BOM_UTF8, utf_8_decode, utf_8_encode


def encode(input, errors="strict"):
    return BOM_UTF8 + utf_8_encode(input, errors)[0], len(input)


def _decode_start(input, errors, final):
    """Decode the first piece; None if it may be a part of the mark."""
    if len(input) < 3 and not final and BOM_UTF8.startswith(input):
        return None
    if input[:3] != BOM_UTF8:
        return utf_8_decode(input, errors, final)
    output, consumed = utf_8_decode(input[3:], errors, final)
    return output, consumed + 3


def decode(input, errors="strict"):
    return _decode_start(input, errors, True)


class IncrementalEncoder(codecs.IncrementalEncoder):
    # The state is 1 before the mark has been written, and then 0.

    def __init__(self, errors="strict"):
        super().__init__(errors)
        self.first = 1

    def encode(self, input, final=False):
        encoder = encode if self.first else utf_8_encode
        self.first = 0
        return encoder(input, self.errors)[0]

    def reset(self):
        super().reset()
        self.first = 1

    def getstate(self):
        return self.first

    def setstate(self, state):
        self.first = state


class IncrementalDecoder(codecs.BufferedIncrementalDecoder):

    def __init__(self, errors="strict"):
        super().__init__(errors)
        self.first = 1

    def _buffer_decode(self, input, errors, final):
        if not self.first:
            return utf_8_decode(input, errors, final)
        # Even at the end, a part of the mark is kept and not complained of.
        if len(input) < 3 and BOM_UTF8.startswith(input):
            return "", 0
        self.first = 0
        return _decode_start(input, errors, final)

    def reset(self):
        super().reset()
        self.first = 1

    def getstate(self):
        return self.buffer, self.first

    def setstate(self, state):
        self.buffer, self.first = state


class StreamWriter(codecs.StreamWriter):
    # After the mark, the instance has an `encode` of its own.

    def reset(self):
        super().reset()
        self.__dict__.pop("encode", None)

    def encode(self, input, errors="strict"):
        self.encode = utf_8_encode
        return encode(input, errors)


class StreamReader(codecs.StreamReader):

    def reset(self):
        super().reset()
        self.__dict__.pop("decode", None)

    def decode(self, input, errors="strict"):
        result = _decode_start(input, errors, False)
        if result is None:
            return "", 0
        self.decode = utf_8_decode
        return result


def getregentry():
    return codecs.CodecInfo(
        encode, decode, StreamReader, StreamWriter, IncrementalEncoder,
        IncrementalDecoder, "utf-8-sig")
