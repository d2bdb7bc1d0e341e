"""Bytes compressed by zlib."""

import codecs
import zlib
from encodings._define import without_state


def zlib_encode(input, errors="strict"):
    assert errors == "strict"
    return zlib.compress(input), len(input)


def zlib_decode(input, errors="strict"):
    assert errors == "strict"
    return zlib.decompress(input), len(input)


without_state(globals(), "zlib", zlib_encode, zlib_decode, is_text=False,
              charbuffer=bytes)


class IncrementalEncoder(codecs.IncrementalEncoder):

    def __init__(self, errors="strict"):
        assert errors == "strict"
        self.errors = errors
        self.compressobj = zlib.compressobj()

    def encode(self, input, final=False):
        output = self.compressobj.compress(input)
        return output + self.compressobj.flush() if final else output

    def reset(self):
        self.compressobj = zlib.compressobj()


class IncrementalDecoder(codecs.IncrementalDecoder):

    def __init__(self, errors="strict"):
        assert errors == "strict"
        self.errors = errors
        self.decompressobj = zlib.decompressobj()

    def decode(self, input, final=False):
        output = self.decompressobj.decompress(input)
        return output + self.decompressobj.flush() if final else output

    def reset(self):
        self.decompressobj = zlib.decompressobj()
